//! What a name or a member stands for.

use crate::flow::cx::Cx;
use crate::flow::query::{Column, Compare, Query};
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::{Def, FieldRef, Sym, Ty, TypeId};
use crate::tenancy::Role;
use partywall_ir::{ExprId, ExprKind, FnIx, Name, Unit};
use std::sync::Arc;

/// The longest dotted path that is resolved as a whole.
const MAX_PARTS: usize = 8;

impl Cx<'_, '_> {
    pub(super) fn name(&mut self, name: Name, expr: ExprId) -> Val {
        if let Some(val) = self.st.env.get(&name) {
            return val.clone();
        }
        let sym = self.sym(name);
        if let Some(column) = self.bare_column(sym) {
            return column;
        }
        if let Some(val) = self.own_member(sym, expr) {
            return val;
        }
        if let Some(def) = self.eng.program.resolve(self.unit_id, self.scope(), &[sym]) {
            let column = match def {
                Def::Field(ty, _) => self.column_of(ty, sym),
                _ => None,
            };
            return column.unwrap_or_else(|| self.definition(def));
        }
        let text = self.text(sym);
        if let Some(row) = self.eng.index.source_global.get(self.unit.language, text).next() {
            return self.origin(row.origin, None);
        }
        let canonical = self.eng.program.canonical(self.unit_id, text);
        Val::shaped(Shape::Outside(canonical.into()))
    }

    /// A member of the enclosing type that is named without a receiver.
    fn own_member(&mut self, sym: Sym, expr: ExprId) -> Option<Val> {
        let owner = self.owner?;
        if self.eng.program.names_receivers(self.function) {
            return None;
        }
        let program = &self.eng.program;
        let known = program.field(owner, sym).is_some();
        if !known {
            let methods = program.methods(owner, sym);
            let this = self.this();
            let Some(first) = methods.first().copied() else {
                // a member that a base outside of the program has
                let row = self.source_row(&this, self.text(sym), Some("this"))?;
                return (!row.on_this.is_empty()).then(|| self.origin(row.origin, Some(sym)));
            };
            return Some(Val::shaped(Shape::Func(first, Some(Arc::new(this)))));
        }
        if let Some(val) = self.held_own(sym) {
            return Some(val);
        }
        let this = self.this();
        if let Some(val) = self.declared_member(&this, sym, Some(expr)) {
            return Some(val);
        }
        Some(self.member(&this, sym, Some("this")))
    }

    /// What a definition is as a value.
    pub(super) fn definition(&mut self, def: Def) -> Val {
        match def {
            Def::Type(ty) => Val {
                ty: self.eng.program.instance(ty, Vec::new()),
                ..Val::shaped(Shape::Type(ty))
            },
            Def::Function(function) => Val::shaped(Shape::Func(function, None)),
            Def::Field(ty, field) => self.static_field(ty, field),
            Def::Global(unit, index) => {
                let global = &self.eng.program.unit(unit).globals[index];
                let name = self.eng.program.unit(unit).text(global.name);
                if let Some(row) = self.eng.index.source_global.get(self.unit.language, name).next() {
                    return self.origin(row.origin, None);
                }
                let ty = match &global.ty {
                    Some(ty) => self
                        .eng
                        .program
                        .resolve_type(unit, crate::program::Scope::default(), ty),
                    None => self.eng.global_type(unit, index),
                };
                let text = self.eng.constant_text(unit, global.value).map(Shape::Text);
                let types = || global.value.and_then(|value| self.types_in(unit, value));
                let shape = text.or_else(types).unwrap_or(Shape::Plain);
                let srcs = match self.eng.is_written(unit, global.value) {
                    true => self.val(Root::Const, &[]).srcs,
                    false => Srcs::default(),
                };
                Val { ty, shape, srcs }
            }
            Def::Module(path) | Def::Import(path) => {
                let text = self.eng.program.text(path);
                let last = crate::words::last(text);
                if let Some(row) = self.eng.index.source_global.get(self.unit.language, last).next() {
                    return self.origin(row.origin, None);
                }
                Val::shaped(Shape::Outside(text.into()))
            }
        }
    }

    fn static_field(&mut self, ty: TypeId, field: FieldRef) -> Val {
        let decl = self.eng.program.field_decl(field);
        if let Some(text) = self.eng.constant_text(field.unit, decl.value) {
            return Val {
                shape: Shape::Text(text),
                ..self.val(Root::Const, &[])
            };
        }
        let name = self.eng.program.sym(field.unit, decl.name);
        let of = self.eng.program.instance(ty, Vec::new());
        let val = self.val(Root::Const, &[]);
        val.typed(self.eng.program.field_type(&of, name))
    }

    pub(super) fn local_function(&mut self, function: FnIx) -> Val {
        let decl = &self.unit.functions[function.index()];
        let id = self.eng.program.fn_id(self.unit_id, function);
        let val = Val::shaped(Shape::Func(id, None));
        self.st.env.insert(decl.name, val.clone());
        val
    }

    /// The dotted path that an expression is, when its head is no local.
    pub(super) fn flatten(&self, expr: ExprId) -> Option<Vec<Sym>> {
        let mut parts = Vec::new();
        let mut at = expr;
        loop {
            match &self.unit.body[at].kind {
                ExprKind::Member { base, name } => {
                    parts.push(self.sym(*name));
                    at = *base;
                }
                ExprKind::Generic { base, .. } => at = *base,
                ExprKind::Name(name) => {
                    let sym = self.sym(*name);
                    if self.st.env.contains_key(name) || self.hides_type(sym) {
                        return None;
                    }
                    parts.push(sym);
                    break;
                }
                _ => return None,
            }
            if parts.len() > MAX_PARTS {
                return None;
            }
        }
        parts.reverse();
        Some(parts)
    }

    pub(super) fn member_expr(&mut self, expr: ExprId, base: ExprId, name: Name) -> Val {
        let sym = self.sym(name);
        if let Some(parts) = self.flatten(expr)
            && let Some(def) = self.eng.program.resolve(self.unit_id, self.scope(), &parts)
            && !matches!(def, Def::Import(_) | Def::Module(_))
        {
            // a manager of an entity's class starts a query, and a column is a column before it is a field
            if let (Def::Field(..), Some((_, front))) = (def, parts.split_last())
                && let Some(Def::Type(ty)) = self.eng.program.resolve(self.unit_id, self.scope(), front)
            {
                let class = Val {
                    ty: self.eng.program.instance(ty, Vec::new()),
                    ..Val::shaped(Shape::Type(ty))
                };
                if let Some(query) = self.query_member(&class, sym) {
                    return query;
                }
            }
            // a class method that is named and not called keeps its class
            if let (Def::Function(function), Some((_, front))) = (def, parts.split_last())
                && takes_receiver(self.eng.program.decl(function))
                && let Some(Def::Type(ty)) = self.eng.program.resolve(self.unit_id, self.scope(), front)
            {
                let class = self.definition(Def::Type(ty));
                return Val::shaped(Shape::Func(function, Some(Arc::new(class))));
            }
            if let Def::Field(ty, _) = def
                && let Some(column) = self.column_of(ty, sym)
            {
                return column;
            }
            return self.definition(def);
        }
        let own = matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base);
        if let Some(val) = own.then(|| self.held_own(sym)).flatten() {
            return val;
        }
        let of = self.eval(base);
        let of = self.settle_ready(of, self.unit.body[base].span);
        let unit = self.unit;
        let written = self.last_name(base).or_else(|| item_name(unit, base));
        if let Some(query) = self.own_rows(&of, sym) {
            return query;
        }
        // of an object that was made here its getters know what it was not given
        let open = match &of.shape {
            Shape::Object(members) => members.iter().all(|(key, _)| *key != sym),
            shape => matches!(shape, Shape::Plain),
        };
        let plain = open && self.source_row(&of, self.text(sym), written).is_none();
        if plain && let Some(val) = self.declared_member(&of, sym, Some(expr)) {
            return held_by(val, &of);
        }
        self.member(&of, sym, written)
    }

    /// A member of a value; `written` is how the receiver is called in the code.
    pub(super) fn member(&mut self, of: &Val, name: Sym, written: Option<&str>) -> Val {
        let text = self.text(name);
        if self.shows_row(of, text) {
            return self.val(Root::Unknown, &[]);
        }
        match &of.shape {
            Shape::Object(members) => {
                if let Some((_, val)) = members.iter().find(|(key, _)| *key == name) {
                    return val.clone();
                }
                if let Some(srcs) = self.new_key(of, name) {
                    return Val::of(srcs);
                }
                // what an object makes of the one query that it was given
                let mut queries = members.iter().filter(|(_, val)| matches!(val.shape, Shape::Query(_)));
                if let (Some((_, query)), None) = (queries.next(), queries.next()) {
                    return query.clone();
                }
            }
            // rows that stand between two entities are those of neither
            Shape::Column(column) if !column.path.is_empty() && self.starts_query(text) => return Val::nothing(),
            Shape::Column(column) if !column.path.is_empty() && self.is_through(of, name) => return of.clone(),
            Shape::Column(column) => {
                let mut path = column.path.clone();
                if path.len() < 8 {
                    path.push(text.into());
                }
                let column = Column::new(column.entity.clone(), path);
                return Val::shaped(Shape::Column(Arc::new(column)));
            }
            Shape::Sql(_) => return of.clone(),
            Shape::List(items) => {
                let mut rows = self.eng.index.neutral_items.get(self.unit.language, text);
                let at = rows.find_map(|row| row.items.iter().position(|item| item == text));
                if let Some(item) = at.and_then(|at| items.get(at)) {
                    return item.clone();
                }
            }
            Shape::Type(ty) => return self.type_member(*ty, name),
            // what a check answers, taken apart: `result.Succeeded`
            Shape::Truth(_) => return of.clone(),
            Shape::Outside(path) => {
                if let Some(val) = self.table_member(path, name) {
                    return val;
                }
                if let Some(row) = self.source_row(of, text, written) {
                    return self.origin(row.origin, Some(name));
                }
                return Val::shaped(Shape::Outside(format!("{path}.{text}").into()));
            }
            _ => {}
        }
        if let Some(row) = self.source_row(of, text, written) {
            let val = self.origin(row.origin, Some(name));
            let val = self.told_apart(of, text, val);
            return val.typed(self.person_type(row.origin, text));
        }
        if let Some(val) = self.attached_member(of, name) {
            return val;
        }
        if self.is_through(of, name) {
            return of.clone();
        }
        if let Some(query) = self.query_member(of, name) {
            return query;
        }
        let ty = self.eng.program.field_type(&of.ty, name);
        let ty = if ty.is_unknown() {
            self.getter_type(&of.ty, name)
        } else {
            ty
        };
        let ty = if ty.is_unknown() {
            self.eng.given_type(&of.ty, name)
        } else {
            ty
        };
        let ty = if ty.is_unknown() {
            self.eng.program.given_by(&of.ty)
        } else {
            ty
        };
        if let Some(val) = self.related(of, name) {
            return val.typed(ty);
        }
        let mut srcs = self.member_srcs(of, name);
        if self.identity_by_name(of, text, &ty) {
            srcs = self.origin(partywall_catalog::OriginWord::Identity, Some(name)).srcs;
        }
        let val = self.typed_query(Val {
            srcs,
            ty,
            shape: Shape::Plain,
        });
        held_by(val, of)
    }

    /// Whether a member is what it is read of. What a row has a column for is no such member of it.
    fn is_through(&self, of: &Val, name: Sym) -> bool {
        let text = self.text(name);
        let column = |src: &SrcId| match (src.root(), src.is_whole()) {
            (Root::Record(at), true) => match self.accesses.get(at as usize).map(|access| &access.entity) {
                Some(EntRef::Known(entity)) => self.eng.tenancy.column_called(*entity, text).is_some(),
                _ => true,
            },
            _ => false,
        };
        let mut rows = self.eng.index.neutral_through.get(self.unit.language, text);
        rows.next().is_some()
            && self.eng.program.field_type(&of.ty, name).is_unknown()
            && !of.srcs.list().iter().any(column)
    }

    /// The type of the caller, where a member is called after a person and the program knows persons of one sort.
    fn person_type(&self, origin: partywall_catalog::OriginWord, name: &str) -> Ty {
        let tenancy = self.eng.tenancy;
        let lexicon = tenancy.lexicon();
        if origin != partywall_catalog::OriginWord::Identity || !lexicon.user.is(&lexicon.words(name)) {
            return Ty::unknown();
        }
        let person = |entity: &&crate::tenancy::Entity| {
            entity.standing == crate::tenancy::Standing::Root { user: true } && !entity.types.is_empty()
        };
        let mut persons = tenancy.entities.iter().filter(person);
        match (persons.next(), persons.next()) {
            (Some(only), None) => self.eng.program.instance(only.types[0], Vec::new()),
            _ => Ty::unknown(),
        }
    }

    /// The type of a property that is written as a function.
    fn getter_type(&self, of: &Ty, name: Sym) -> Ty {
        let program = &self.eng.program;
        let Some(id) = program.unwrap(of).decl() else {
            return Ty::unknown();
        };
        let methods = program.methods(id, name);
        match methods.first() {
            Some(getter) if program.decl(*getter).flags.has(partywall_ir::Flags::PROPERTY) => {
                program.return_type(*getter, of, &[])
            }
            _ => Ty::unknown(),
        }
    }

    /// Whether a member's name or its receiver's type says that it is the identity's.
    fn identity_by_name(&self, of: &Val, name: &str, ty: &Ty) -> bool {
        let from_request = of
            .srcs
            .list()
            .iter()
            .any(|src| matches!(src.root(), Root::Request | Root::Record(_)));
        if from_request {
            return false;
        }
        let by_type = |ty: &Ty| ty.name().is_some_and(|name| self.eng.vocab.has(List::Identity, name));
        self.eng.vocab.has(List::Identity, name) || by_type(ty) || by_type(&of.ty)
    }

    /// What a member of a type itself is.
    fn type_member(&mut self, ty: TypeId, name: Sym) -> Val {
        let text = self.text(name);
        if let Some(query) = self.query_member(&Val::shaped(Shape::Type(ty)), name) {
            return query;
        }
        if let Some(column) = self.column_of(ty, name) {
            return column;
        }
        let program = &self.eng.program;
        if let Some(field) = program.field(ty, name) {
            return self.static_field(ty, field);
        }
        if let Some(function) = program.methods(ty, name).first() {
            let receiver = Val {
                ty: self.eng.program.instance(ty, Vec::new()),
                ..Val::shaped(Shape::Type(ty))
            };
            return Val::shaped(Shape::Func(*function, Some(Arc::new(receiver))));
        }
        if let Some(nested) = program.nested(ty, name) {
            return self.definition(Def::Type(nested));
        }
        if let Some(column) = self.unwritten_column(ty, name) {
            return column;
        }
        Val::shaped(Shape::Outside(
            format!("{}.{text}", program.text(program.ty(ty).path)).into(),
        ))
    }

    /// A member that starts a query: a manager, a table.
    fn query_member(&mut self, of: &Val, name: Sym) -> Option<Val> {
        let text = self.text(name);
        let rows: Vec<_> = self
            .eng
            .index
            .query_member
            .get(self.unit.language, text)
            .copied()
            .collect();
        let entity = match &of.shape {
            Shape::Type(ty) => self.eng.tenancy.of_type(*ty).map(EntRef::Known),
            // a class variable of the receiver that a subclass fills: `self.model.objects`
            Shape::Plain if !rows.is_empty() => {
                let own = self.own_variable(of).map(EntRef::OnThis);
                own.or_else(|| self.passed_type(of).map(EntRef::Passed))
            }
            _ => None,
        };
        let named_manager = matches!(of.shape, Shape::Type(_)) && self.is_manager(of, name);
        if rows.is_empty() && !named_manager {
            return None;
        }
        let entity = entity?;
        let mut query = self.query(entity, partywall_ir::Span::default());
        query.manager = Some(name);
        if rows.iter().any(|row| row.bypass) {
            query.bypass = crate::flow::query::Bypass::All(self.unit_id, partywall_ir::Span::default());
        }
        Some(Val {
            ty: of.ty.clone(),
            ..Val::shaped(Shape::Query(Arc::new(query)))
        })
    }

    /// The rows of the class that a class method is called on: `cls.objects`.
    fn own_rows(&self, of: &Val, name: Sym) -> Option<Val> {
        let whole = { matches!(of.srcs.list(), [src] if src.root() == Root::This && src.path().is_empty()) };
        let owner = self.owner.filter(|_| whole && matches!(of.shape, Shape::Plain))?;
        let mut rows = self
            .eng
            .index
            .query_member
            .get(self.unit.language, self.text(name))
            .peekable();
        rows.peek()?;
        let is_entity = |ty: &TypeId| self.eng.tenancy.of_type(*ty).is_some();
        let below = || self.eng.program.subtypes(owner);
        if !is_entity(&owner) && !below().iter().any(is_entity) {
            return None;
        }
        let mut query = self.query(EntRef::Own, partywall_ir::Span::default());
        query.manager = Some(name);
        if rows.any(|row| row.bypass) {
            query.bypass = crate::flow::query::Bypass::All(self.unit_id, partywall_ir::Span::default());
        }
        Some(Val::shaped(Shape::Query(Arc::new(query))))
    }

    /// Whether a member of this name starts a query.
    fn starts_query(&self, name: &str) -> bool {
        let mut rows = self.eng.index.query_member.get(self.unit.language, name);
        rows.next().is_some()
    }

    /// Whether a class variable of an entity is a manager by what it is made of.
    fn is_manager(&self, of: &Val, name: Sym) -> bool {
        let Shape::Type(ty) = of.shape else { return false };
        let Some(entity) = self.eng.tenancy.of_type(ty) else {
            return false;
        };
        let text = self.text(name);
        let info = self.eng.tenancy.entity(entity);
        info.filters
            .iter()
            .any(|filter| filter.manager.as_deref() == Some(text))
            || self.holds_manager(entity, name)
    }

    /// The name of the member of the method's own object that a value is.
    fn own_variable(&self, of: &Val) -> Option<Sym> {
        let [src] = of.srcs.list() else { return None };
        let [name] = src.path()[..] else { return None };
        (src.root() == Root::This).then_some(name)
    }

    /// A member of a table that is only known by its name: a macro brings it into scope, or an import that is not followed.
    fn table_member(&self, path: &str, name: Sym) -> Option<Val> {
        let table = crate::words::last(path);
        let entity = self.eng.tenancy.of_table(table)?;
        let text = self.text(name);
        if self
            .eng
            .index
            .query_member
            .get(self.unit.language, text)
            .next()
            .is_some()
        {
            let query = self.query(EntRef::Known(entity), partywall_ir::Span::default());
            return Some(Val::shaped(Shape::Query(Arc::new(query))));
        }
        let info = self.eng.tenancy.entity(entity);
        info.columns.iter().any(|column| column.name == text).then(|| {
            let column = Column::new(EntRef::Known(entity), vec![text.into()]);
            Val::shaped(Shape::Column(Arc::new(column)))
        })
    }

    /// The column by which the rows of a tenant only mention a person: who shares in rows of several tenants does not tie them to one.
    fn only_mentions(&self, rows: crate::tenancy::EntityId, person: crate::tenancy::EntityId) -> Option<Column> {
        let tenancy = self.eng.tenancy;
        let of = tenancy.entity(rows);
        let user = |root| tenancy.entity(root).standing == crate::tenancy::Standing::Root { user: true };
        let owned = of.paths.iter().any(|path| user(path.root));
        if !user(person) || owned || of.paths.is_empty() {
            return None;
        }
        let column = of.columns.iter().find(|col| col.target == Some(person))?;
        let mentions = Column::new(EntRef::Known(rows), vec![column.name.as_str().into()]);
        mentions.role.set(Role::Other).ok();
        Some(mentions)
    }

    /// A relation of a record: the record on its other side, or a query over those that hang on it.
    fn related(&mut self, of: &Val, name: Sym) -> Option<Val> {
        if of.srcs.is_empty() {
            return None;
        }
        let EntRef::Known(entity) = self.entity_of(&of.ty) else {
            return None;
        };
        let (target, many) = self.eng.tenancy.relation(entity, self.text(name))?;
        if many {
            let srcs = of.srcs.clone();
            let mut query = self.child_query(target, &srcs, partywall_ir::Span::default());
            if let Some(column) = self.only_mentions(target, entity) {
                query.preds = vec![self.test(&Arc::new(column), of, Compare::Equal)];
            }
            return Some(Val {
                shape: Shape::Query(Arc::new(query)),
                srcs: Srcs::default(),
                ty: Ty::unknown(),
            });
        }
        let ty = self.entity_type(&EntRef::Known(target));
        Some(Val {
            srcs: self.members(&of.srcs, name),
            ty,
            shape: Shape::Plain,
        })
    }
}

/// A query that begins at a value, with the type of that value.
pub(super) fn held_by(val: Val, of: &Val) -> Val {
    let (Shape::Query(query), Some(holder)) = (&val.shape, of.ty.decl()) else {
        return val;
    };
    let query = Query {
        holder: Some(holder),
        ..(**query).clone()
    };
    Val {
        shape: Shape::Query(Arc::new(query)),
        ..val
    }
}

/// Whether a function belongs to what it is called on.
fn takes_receiver(function: &partywall_ir::Function) -> bool {
    function
        .params
        .iter()
        .any(|param| param.kind == partywall_ir::ParamKind::Receiver)
}

/// How an item is called in the code: `context["request"]`.
fn item_name(unit: &Unit, expr: ExprId) -> Option<&str> {
    let ExprKind::Index { args, .. } = &unit.body[expr].kind else {
        return None;
    };
    match args.first().map(|arg| &unit.body[*arg].kind) {
        Some(ExprKind::Lit(partywall_ir::Lit::Str(text))) if args.len() == 1 => Some(unit.text(*text)),
        _ => None,
    }
}
