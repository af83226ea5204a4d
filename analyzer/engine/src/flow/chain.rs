//! Queries: how one starts, what refines it, what runs it.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::gathered::{said, spread_out};
use crate::flow::query::{Bypass, Column, Compare, Pred, Query};
use crate::flow::value::{EntRef, Root, Shape, Srcs, Val};
use crate::program::{Sym, Ty};
use partywall_catalog::{EntityFrom, Operation, OriginWord, Predicate, QueryRow, StepRow};
use partywall_ir::{Arg, ExprKind, ParamKind, Span, TypeKind};
use std::sync::Arc;

impl<'a> Cx<'_, 'a> {
    /// A call on a query; none when no row knows it.
    pub(super) fn step(&mut self, site: &Site, query: Arc<Query>, receiver: &Val, args: &'a [Arg]) -> Option<Val> {
        let row: &StepRow = self.eng.index.step.get(self.unit.language, site.name).next().copied()?;
        self.row.push(query.entity.clone());
        let given = self.arguments(args);
        self.row.pop();
        if self.st.dead {
            return Some(Val::nothing());
        }
        if row.links {
            return Some(self.link(&query, row, &given));
        }
        self.note_layer(site, None);
        let mut query = (*query).clone();
        query.place = (self.unit_id, self.unit.body[site.expr].span);
        if row.bypass {
            query.bypass = self.bypass(site, &given);
        }
        if row.merge {
            for arg in &given {
                if let Shape::Query(other) = &arg.val.shape {
                    query.preds = vec![Pred::Any(vec![query.preds.clone(), other.preds.clone()])];
                }
            }
        }
        if row.stores {
            let sets = self.stored(&query.entity, &given);
            query.sets.extend(sets);
        }
        if row.predicate == Predicate::Object {
            let sets = self.written(&query.entity, &given, row.from);
            query.sets.extend(sets);
        }
        let mut preds = Vec::new();
        if row.join {
            preds.extend(self.join_preds(&given));
            query.joined.push(match given.first().map(|arg| &arg.val.shape) {
                Some(Shape::Query(other)) => other.entity.clone(),
                _ => EntRef::Unknown,
            });
        } else {
            let outer = std::mem::replace(&mut self.joined, query.joined.clone());
            let form = std::mem::replace(&mut self.form, query.form.clone());
            preds.extend(self.predicates(&query.entity.clone(), row.predicate, &given, row.from));
            (self.joined, self.form) = (outer, form);
        }
        if row.join || row.reshapes {
            self.reshape(row, &mut query, &given);
        }
        if row.negated {
            preds = preds.iter().map(crate::flow::compare::negated).collect();
        }
        if row.alternative {
            let old = std::mem::take(&mut query.preds);
            preds = vec![Pred::Any(vec![old, preds])];
        }
        query.preds.extend(preds);
        if row.empty {
            query.preds.push(Pred::Key(Srcs::one(self.src(Root::Trusted, &[]))));
        }
        if let Some(operation) = row.operation {
            query.operation = operation;
            query.ready = true;
            query.fails_closed = row.fails_closed;
        }
        query.does = row.does.or(query.does);
        query.deferred |= row.deferred;
        let mut val = Val {
            srcs: receiver.srcs.clone(),
            ty: Ty::unknown(),
            shape: Shape::Query(Arc::new(query)),
        };
        if row.operation == Some(Operation::Exists) {
            let tied = self.tied_to_row(&val);
            val = self.settle(val, self.unit.body[site.expr].span);
            if let (Shape::Truth(truth), Some(tied)) = (&mut val.shape, tied) {
                Arc::make_mut(truth).preds.push(tied);
            }
        }
        Some(val)
    }

    /// What it says of the row around a condition that there are rows which a column of theirs joins to it.
    fn tied_to_row(&self, val: &Val) -> Option<Pred> {
        let (Shape::Query(query), Some(row)) = (&val.shape, self.row.last()) else {
            return None;
        };
        let joins = |pred: &Pred| matches!(pred, Pred::Tied(of, with) if of == row && with.is_empty());
        query.preds.iter().any(joins).then(|| {
            let rest = query.preds.iter().filter(|pred| !joins(pred));
            Pred::Tied(query.entity.clone(), rest.cloned().collect())
        })
    }

    fn bypass(&self, site: &Site, given: &[Given]) -> Bypass {
        let Some(first) = given.first() else {
            return Bypass::All(self.unit_id, self.unit.body[site.expr].span);
        };
        let mut names = Vec::new();
        let mut add = |val: &Val| {
            if let Shape::Text(text) = &val.shape {
                names.push(text.to_string());
            }
        };
        match &first.val.shape {
            Shape::List(items) => items.iter().for_each(&mut add),
            _ => add(&first.val),
        }
        if names.is_empty() {
            // names that are not written here, but members of a list of names say what they are
            names.extend(self.written_names(first.expr));
        }
        if names.is_empty() {
            return Bypass::All(self.unit_id, self.unit.body[site.expr].span);
        }
        Bypass::Named(Arc::new(names))
    }

    fn written_names(&self, expr: partywall_ir::ExprId) -> Vec<String> {
        match &self.unit.body[expr].kind {
            ExprKind::Collection { items, .. } => items.iter().flat_map(|item| self.written_names(*item)).collect(),
            ExprKind::New(new) => new.args.iter().flat_map(|arg| self.written_names(arg.value)).collect(),
            ExprKind::Member { name, .. } | ExprKind::Name(name) => vec![self.unit.text(*name).to_owned()],
            _ => Vec::new(),
        }
    }

    /// What the arguments of a join say.
    fn join_preds(&self, given: &[Given]) -> Vec<Pred> {
        let mut preds = Vec::new();
        for arg in given {
            match &arg.val.shape {
                Shape::Truth(truth) => preds.extend(truth.preds.iter().cloned()),
                Shape::Query(other) if !other.preds.is_empty() => {
                    preds.push(Pred::Tied(other.entity.clone(), other.preds.clone()));
                }
                _ => {}
            }
        }
        preds
    }

    /// The restrictions that arguments are, by the form that the row gives.
    pub(super) fn predicates(&mut self, entity: &EntRef, form: Predicate, given: &[Given], from: usize) -> Vec<Pred> {
        let rest = given.get(from..).unwrap_or_default();
        let mut preds = Vec::new();
        match form {
            Predicate::None => {}
            Predicate::Kwargs => {
                for arg in rest {
                    match arg.name {
                        Some(name) => preds.push(self.keyword(entity, name, arg)),
                        None => self.condition_value(entity, arg, &mut preds),
                    }
                }
            }
            Predicate::Lambda | Predicate::Condition => {
                for arg in rest {
                    if let Some(name) = arg.name
                        && matches!(arg.val.shape, Shape::Plain)
                        && form == Predicate::Condition
                    {
                        preds.push(self.keyword(entity, name, arg));
                    } else {
                        self.condition_value(entity, arg, &mut preds);
                    }
                }
            }
            Predicate::Key => {
                if let Some(arg) = rest.first()
                    && matches!(arg.val.shape, Shape::Lambda(_) | Shape::Truth(_))
                {
                    self.condition_value(entity, arg, &mut preds);
                    return preds;
                }
                for arg in rest.iter().filter(|arg| arg.name.is_none() || rest.len() == 1) {
                    let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
                    if let Some(parts) = self.key_parts(entity, &val) {
                        preds.extend(parts.into_iter().map(Pred::Key));
                        continue;
                    }
                    // beside the key, what the code fixes is an option
                    if rest.len() == 1 || !self.is_fixed(&val) {
                        // each part of a key of several restricts by itself
                        if rest.len() == 1 || !val.srcs.is_empty() {
                            preds.push(Pred::Key(val.srcs));
                        }
                    }
                }
                if preds.is_empty() && !rest.is_empty() {
                    preds.push(Pred::Key(Srcs::default()));
                }
            }
            Predicate::Object => {
                // what only says whether a row is there is that row
                let condition = |val: &Val| match &val.shape {
                    Shape::Truth(truth) => {
                        !truth.preds.is_empty() || self.records(&val.srcs).is_empty() && !is_trusted(val)
                    }
                    _ => false,
                };
                if let Some(arg) = rest.first().filter(|arg| condition(&arg.val)) {
                    self.condition_value(entity, arg, &mut preds);
                    return preds;
                }
                for arg in rest {
                    if let Shape::Object(members) = &arg.val.shape {
                        for (name, val) in members.iter() {
                            let column = Arc::new(Column::new(entity.clone(), vec![self.text(*name).into()]));
                            preds.push(self.test(&column, val, Compare::Equal));
                        }
                    } else if let Shape::Query(rows) = &arg.val.shape {
                        preds.extend(rows.preds.iter().cloned());
                    } else if arg.name.is_none() {
                        preds.extend(self.key_of(entity, &arg.val));
                    }
                }
            }
            Predicate::Sql => {
                for arg in rest.iter().take(1) {
                    preds.extend(self.where_text(entity, &arg.val));
                }
            }
        }
        preds
    }

    fn condition_value(&mut self, entity: &EntRef, arg: &Given, preds: &mut Vec<Pred>) {
        match &arg.val.shape {
            Shape::Lambda(lambda) => {
                let row = self.row_given(*lambda, entity);
                let form = self.form.take();
                self.row.push(entity.clone());
                let held = self.st.facts.len();
                let result = self.call_lambda(*lambda, &[row]);
                self.st.facts.truncate(held);
                self.row.pop();
                self.form = form;
                if let Shape::Truth(truth) = &result.shape {
                    preds.extend(truth.preds.iter().cloned());
                }
            }
            Shape::Truth(truth) => preds.extend(truth.preds.iter().cloned()),
            _ if spread_out(arg).is_some() => preds.extend(spread_out(arg).into_iter().flatten().flatten()),
            Shape::Object(members) if arg.spread => {
                for (name, val) in members.iter() {
                    let given = Given {
                        name: Some(*name),
                        spread: false,
                        expr: arg.expr,
                        val: val.clone(),
                    };
                    preds.push(self.keyword(entity, *name, &given));
                }
                preds.extend(self.unnamed(members, &arg.val));
            }
            Shape::Column(column) => {
                // a column that is a truth value
                let column = Arc::clone(column);
                preds.push(Pred::Test {
                    column,
                    compare: Compare::Equal,
                    value: Srcs::default(),
                    constant: true,
                });
            }
            _ if arg.spread && self.is_rest(&arg.val) => preds.push(Pred::Spread(arg.val.srcs.clone())),
            Shape::Null | Shape::Bool(true) => {}
            _ if self.is_neutral_type(&arg.val.ty) => {}
            _ => preds.extend(said(&arg.val)),
        }
    }

    /// A keyword condition: `project__org_id__in=ids`.
    fn keyword(&mut self, entity: &EntRef, name: Sym, arg: &Given) -> Pred {
        let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        self.keyword_test(entity, name, &val)
    }

    /// The like for a value that is ready.
    pub(super) fn keyword_test(&self, entity: &EntRef, name: Sym, val: &Val) -> Pred {
        let text = self.text(name);
        let parts = self.eng.tenancy.lexicon().parts(text);
        let asks = |part: &&str| self.eng.is_absent(self.unit.language, part);
        let (path, compare) = match parts.split_last() {
            // only a caller knows the columns of such rows: none of them is called like the question whether one is there
            Some((last, front)) if !front.is_empty() && !matches!(entity, EntRef::Known(_)) && asks(last) => {
                (front.to_vec(), Compare::Other)
            }
            _ => self.eng.lookup(self.unit.language, &parts, entity),
        };
        let path = path.iter().map(|part| (*part).into()).collect();
        let column = Arc::new(Column::new(entity.clone(), path));
        let absent = compare == Compare::Other && matches!(val.shape, Shape::Bool(true));
        if (compare == Compare::Equal && matches!(val.shape, Shape::Null)) || (absent && parts.last().is_some_and(asks))
        {
            return Pred::Nobody(column);
        }
        self.test(&column, val, compare)
    }

    /// Whether a value is all that this function's callers give it beyond its other parameters.
    pub(super) fn is_rest(&self, val: &Val) -> bool {
        let [src] = val.srcs.list() else { return false };
        let Root::Param(index) = src.root() else {
            return false;
        };
        let param = self.eng.program.decl(self.function).params.get(index as usize);
        matches!(val.shape, Shape::Plain)
            && src.path().is_empty()
            && param.is_some_and(|param| matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed))
    }

    /// A class method of an entity that takes any keywords: those that it does not declare are columns.
    fn keyword_query(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let receiver = receiver?;
        let mut query = self.query_of(receiver, site)?;
        let first = crate::words::split(site.name).into_iter().next()?;
        let mut rows = self.eng.index.query_call.get(self.unit.language, &first);
        let write = |operation: Operation| !operation.reads();
        if rows.any(|row| row.does.or(row.operation).is_some_and(write)) {
            return None;
        }
        let entity = query.entity.clone();
        let asked: Vec<Given> = match (&entity, &receiver.shape) {
            (EntRef::OnThis(_), _) => given
                .iter()
                .filter(|arg| arg.spread && self.is_rest(&arg.val))
                .cloned()
                .collect(),
            (EntRef::Known(known), Shape::Type(ty)) => {
                let program = self.eng.program;
                let method = *program.methods(*ty, site.sym).first()?;
                let unit = program.func(method).unit;
                let params = &program.decl(method).params;
                params.iter().find(|param| param.kind == ParamKind::RestNamed)?;
                let own: Vec<Sym> = params.iter().map(|param| program.sym(unit, param.name)).collect();
                let asked: Vec<Given> = given
                    .iter()
                    .filter(|arg| arg.name.is_some_and(|name| !own.contains(&name)))
                    .cloned()
                    .collect();
                let columns = &self.eng.tenancy.entity(*known).columns;
                let is_column = |arg: &Given| {
                    arg.name
                        .is_some_and(|name| columns.iter().any(|column| column.name == self.text(name)))
                };
                if !asked.iter().all(is_column) {
                    return None;
                }
                asked
            }
            _ => return None,
        };
        if asked.is_empty() {
            return None;
        }
        let preds = self.predicates(&entity, Predicate::Kwargs, &asked, 0);
        query.preds.extend(preds);
        query.place = (self.unit_id, self.unit.body[site.expr].span);
        query.operation = Operation::List;
        query.ready = true;
        Some(Val::shaped(Shape::Query(Arc::new(query))))
    }

    /// A call that starts a query, or that gives one that it was handed.
    pub(super) fn start_query(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let rows: Vec<&QueryRow> = self
            .eng
            .index
            .query_call
            .get(self.unit.language, site.name)
            .copied()
            .collect();
        for row in rows {
            if !self.named(&row.call, site) || !self.query_fits(row, site, receiver) {
                continue;
            }
            if let Some(val) = self.start_by_row(row, site, receiver, given) {
                return Some(val);
            }
            if row.fails_closed && matches!(row.entity, EntityFrom::Arg0) && self.is_told_rows(given) {
                return Some(Val::of(Srcs::one(self.src(Root::Unknown, &[]))));
            }
        }
        self.keyword_query(site, receiver, given)
    }

    fn query_fits(&self, row: &QueryRow, site: &Site, receiver: Option<&Val>) -> bool {
        if row.on_type.is_empty() && row.on_name.is_empty() {
            return true;
        }
        let written = site.base.and_then(|base| self.last_name(base));
        receiver.is_some_and(|receiver| self.type_is(&receiver.ty, &row.on_type))
            || written.is_some_and(|written| row.on_name.iter().any(|name| name == written))
    }

    /// A query that writes a row which is made here.
    fn query_of_new(&self, val: &Val, span: Span) -> Option<Query> {
        let entity = self.entity_of(&val.ty);
        let new = matches!(val.shape, Shape::Object(_) | Shape::Plain) && self.records(&val.srcs).is_empty();
        (entity != EntRef::Unknown && new).then(|| self.query(entity, span))
    }

    /// What a method is called on, as if it were handed to it.
    fn itself(&self, site: &Site, receiver: Option<&Val>) -> Option<Given> {
        Some(Given {
            name: None,
            spread: false,
            expr: site.base?,
            val: receiver?.clone(),
        })
    }

    pub(super) fn start_by_row(
        &mut self,
        row: &QueryRow,
        site: &Site,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<Val> {
        let span = self.unit.body[site.expr].span;
        let (mut query, skipped) = match row.entity {
            EntityFrom::Receiver => (self.query_of(receiver?, site)?, 0),
            EntityFrom::Itself => (self.query_of_new(receiver?, span)?, 0),
            EntityFrom::Arg0 if row.predicate == Predicate::Object => {
                (self.query_of_new(&given.first()?.val, span)?, 0)
            }
            EntityFrom::Arg0 => {
                let first = given.first()?;
                let known = self.query_of(&first.val, site);
                (known.or_else(|| self.query_of_passed(row, first, site))?, 1)
            }
            EntityFrom::Typearg0 => (self.query_of_type(site)?, 0),
            EntityFrom::ClassField => {
                let owner = receiver.and_then(|val| val.ty.decl()).or(self.owner)?;
                if self.has_own(owner, site) {
                    return None;
                }
                let known = self.class_query(row, receiver);
                let open = || self.open_class_query(row).filter(|_| self.is_base_call(site));
                let query = known.or_else(open)?;
                let rows = Val::shaped(Shape::Query(Arc::new(query)));
                match self.through(&row.through, owner, rows).shape {
                    Shape::Query(query) => ((*query).clone(), 0),
                    _ => return None,
                }
            }
        };
        query.place = (self.unit_id, span);
        let itself = match row.entity {
            EntityFrom::Itself => self.itself(site, receiver),
            _ => None,
        };
        let given = itself.as_ref().map_or(given, std::slice::from_ref);
        let from = row.from.unwrap_or(skipped);
        let entity = query.entity.clone();
        let mut preds = self.predicates(&entity, row.predicate, given, from);
        if row.predicate == Predicate::Object {
            if matches!(row.entity, EntityFrom::Arg0 | EntityFrom::Itself) {
                preds.retain(|pred| self.says_whose_row(&entity, pred));
            }
            let stored = if row.stores {
                self.stored(&entity, given)
            } else {
                Vec::new()
            };
            let sets = self.written(&entity, given, from);
            query.sets.extend(sets.into_iter().chain(stored));
        }
        query.preds.extend(preds);
        if !row.implicit_key.is_empty() {
            let key = row.implicit_key.iter().find_map(|name| self.eng.program.find(name));
            let val = self.origin(OriginWord::Request, key);
            query.preds.push(Pred::Key(val.srcs));
        }
        if let Some(parent) = self.parent(row, receiver, given) {
            query.preds.push(Pred::Child(parent));
        }
        if row.bypass {
            query.bypass = Bypass::All(self.unit_id, span);
        }
        if let Some(operation) = row.operation {
            query.operation = operation;
            query.ready = true;
            query.fails_closed = row.fails_closed;
        }
        query.does = row.does.or(query.does);
        query.deferred |= row.deferred;
        if !row.on_type.is_empty() {
            query.holder = receiver.and_then(|receiver| receiver.ty.decl());
        }
        if row.shows
            && let Some(owner) = receiver.and_then(|val| val.ty.decl()).or(self.owner)
        {
            return Some(self.shown(owner, query));
        }
        Some(Val::shaped(Shape::Query(Arc::new(query))))
    }

    fn parent(&self, row: &QueryRow, receiver: Option<&Val>, given: &[Given]) -> Option<Srcs> {
        let val = match row.parent.as_str() {
            "arg0" => &given.first()?.val,
            "receiver" => receiver?,
            _ => return None,
        };
        (!val.srcs.is_empty()).then(|| val.srcs.clone())
    }

    /// The query that a value is, or the one over the entity that it names.
    fn query_of(&self, val: &Val, site: &Site) -> Option<Query> {
        let span = self.unit.body[site.expr].span;
        match &val.shape {
            Shape::Query(query) => Some((**query).clone()),
            Shape::Type(ty) => {
                // `Self` of a method that types share
                let shared = Some(*ty) == self.owner && self.eng.program.ty(*ty).kind == TypeKind::Interface;
                let entity = match self.eng.tenancy.of_type(*ty) {
                    Some(entity) => EntRef::Known(entity),
                    None => shared.then_some(EntRef::Own)?,
                };
                Some(self.query(entity, span))
            }
            Shape::Column(column) => Some(self.query(column.entity.clone(), span)),
            Shape::List(items) => items.first().and_then(|first| self.query_of(first, site)),
            Shape::Plain => {
                // a class variable of the receiver that a subclass fills: `cls.model`
                let [src] = val.srcs.list() else { return None };
                if src.root() != Root::This {
                    return None;
                }
                match src.path()[..] {
                    [name] => Some(self.query(EntRef::OnThis(name), span)),
                    // the class that a method of the class itself is called on
                    [] => self.names_own_rows().then(|| self.query(EntRef::Own, span)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The query over an entity that the caller names: `repository.get(Invoice, id)`.
    fn query_of_passed(&self, row: &QueryRow, first: &Given, site: &Site) -> Option<Query> {
        let asked = row.passed && first.name.is_none() && !self.is_entry;
        let index = crate::flow::passed::passed_on(&first.val).filter(|_| asked)?;
        Some(Query {
            passed: Some(index),
            ..self.query(EntRef::Passed(index), self.unit.body[site.expr].span)
        })
    }

    fn query_of_type(&self, site: &Site) -> Option<Query> {
        let ty = self.resolve_type(site.type_args.first()?);
        let entity = match (self.entity_of(&ty), ty.name()) {
            (EntRef::Unknown, Some(name)) if ty.decl().is_none() => EntRef::Param(self.eng.program.find(name)?),
            (EntRef::Unknown, _) => return None,
            (known, _) => known,
        };
        Some(self.query(entity, self.unit.body[site.expr].span))
    }

    /// Two queries as one.
    pub(super) fn merge_queries(&self, a: &Val, b: &Val, and: bool) -> Val {
        let (Shape::Query(x), Shape::Query(y)) = (&a.shape, &b.shape) else {
            return Val::nothing();
        };
        let mut query = (**x).clone();
        if and {
            query.preds.extend(y.preds.iter().cloned());
        } else {
            query.preds = vec![Pred::Any(vec![x.preds.clone(), y.preds.clone()])];
        }
        Val::shaped(Shape::Query(Arc::new(query)))
    }
}

/// Whether a value is a row that a callee has tied.
fn is_trusted(val: &Val) -> bool {
    matches!(val.srcs.list(), [src] if src.root() == Root::Trusted)
}
