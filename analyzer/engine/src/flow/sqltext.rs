//! SQL in strings: the values that its placeholders stand for, and the accesses that its relations are.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SqlText, Srcs, Template, Val};
use crate::program::Ty;
use partywall_catalog::{Binds, Operation, SqlRow};
use partywall_ir::{ExprKind, Span};
use partywall_sql as sql;
use std::rc::Rc;

/// How far ties from one relation to the next are followed.
const MAX_TIES: usize = 4;

impl<'a> Cx<'_, 'a> {
    /// A call that takes SQL, or a call on SQL that has not run.
    pub(super) fn sql_call(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        if let Some(Val {
            shape: Shape::Sql(text),
            ..
        }) = receiver
        {
            return Some(self.sql_step(site, Rc::clone(text), given));
        }
        let rows: Vec<&SqlRow> = self.eng.index.sql.get(self.unit.language, site.name).copied().collect();
        for row in rows {
            if !row.on_type.is_empty() && !receiver.is_some_and(|val| self.type_is(&val.ty, &row.on_type)) {
                continue;
            }
            if let Some(val) = self.sql_by_row(row, site, given) {
                return Some(val);
            }
        }
        None
    }

    fn sql_by_row(&mut self, row: &SqlRow, site: &Site, given: &[Given]) -> Option<Val> {
        let is_text = |arg: &&Given| matches!(arg.val.shape, Shape::Text(_) | Shape::Template(_));
        let at = if row.any_string {
            given.iter().position(|arg| is_text(&arg))?
        } else {
            given.get(row.sql).filter(is_text).map(|_| row.sql)?
        };
        let template = match &given[at].val.shape {
            Shape::Text(text) => Template {
                text: text.to_string(),
                holes: Vec::new(),
            },
            Shape::Template(template) => (**template).clone(),
            _ => return None,
        };
        let procedure = row.procedure && is_procedure(&template.text);
        if !procedure && !sql::looks_like_sql(&template.text) && row.append.is_empty() {
            return None;
        }
        let row_ty = site
            .type_args
            .last()
            .map_or_else(Ty::unknown, |ty| self.resolve_type(ty));
        let row_ty = match given.first() {
            Some(Given {
                val: Val {
                    shape: Shape::Type(ty), ..
                },
                ..
            }) if at > 0 => self.eng.program.instance(*ty, Vec::new()),
            _ => row_ty,
        };
        let rest = given.get((at + 1).max(row.from)..).unwrap_or_default();
        let mut text = SqlText {
            template,
            binds: Vec::new(),
            named: Vec::new(),
            row: row_ty,
            span: self.unit.body[site.expr].span,
            bind_call: Rc::new(if row.bind_call.is_empty() {
                vec!["bind".to_owned()]
            } else {
                row.bind_call.clone()
            }),
            append: Rc::new(row.append.clone()),
        };
        match row.binds {
            Binds::Rest => {
                for arg in rest {
                    self.bind_given(&mut text, arg);
                }
            }
            Binds::Object | Binds::List => {
                for arg in rest.iter().take(2) {
                    self.bind_bag(&mut text, &arg.val);
                }
            }
            Binds::Holes => {}
            Binds::Bind => return Some(Val::shaped(Shape::Sql(Rc::new(text)))),
        }
        if procedure {
            return Some(self.procedure(&text, site));
        }
        Some(self.run_sql(&text, site.expr))
    }

    fn bind_given(&mut self, text: &mut SqlText, arg: &Given) {
        let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        match (arg.name, &val.shape) {
            (Some(name), _) => text.named.push((self.text(name).to_owned(), val)),
            (None, Shape::List(items)) if arg.spread => text.binds.extend(items.iter().cloned()),
            _ => text.binds.push(val),
        }
    }

    fn bind_bag(&mut self, text: &mut SqlText, val: &Val) {
        match &val.shape {
            Shape::Object(members) => {
                for (name, val) in members.iter() {
                    text.named.push((self.text(*name).to_owned(), val.clone()));
                }
            }
            Shape::List(items) => {
                for item in items.iter() {
                    match item.shape {
                        Shape::Object(_) => self.bind_bag(text, item),
                        _ => text.binds.push(item.clone()),
                    }
                }
            }
            _ => text.binds.push(val.clone()),
        }
    }

    /// A call on SQL that has not run: binds, continues or runs it.
    fn sql_step(&mut self, site: &Site, text: Rc<SqlText>, given: &[Given]) -> Val {
        let name = site.name;
        let mut text_now = (*text).clone();
        if text.bind_call.iter().any(|call| call == name) {
            let mut values: Vec<&Given> = given.iter().collect();
            let key = values.first().and_then(|arg| match &arg.val.shape {
                Shape::Text(key) if values.len() > 1 => Some(key.trim_start_matches(['@', ':', '$']).to_owned()),
                _ => None,
            });
            if key.is_some() {
                values.remove(0);
            }
            for arg in values {
                let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
                if !text.append.is_empty() {
                    // a builder writes the placeholder itself
                    let hole = Template {
                        text: sql::hole(0),
                        holes: vec![val],
                    };
                    self.splice(&mut text_now.template, &hole);
                } else if let Some(key) = &key {
                    text_now.named.push((key.clone(), val));
                } else {
                    text_now.binds.push(val);
                }
            }
            return self.store_sql(site, text_now);
        }
        if text.append.iter().any(|call| call == name) {
            for arg in given.iter().take(1) {
                let more = match &arg.val.shape {
                    Shape::Text(more) => Template {
                        text: more.to_string(),
                        holes: Vec::new(),
                    },
                    Shape::Template(more) => (**more).clone(),
                    _ => Template {
                        text: sql::hole(0),
                        holes: vec![arg.val.clone()],
                    },
                };
                self.splice(&mut text_now.template, &more);
            }
            return self.store_sql(site, text_now);
        }
        let runs = self
            .eng
            .index
            .step
            .get(self.unit.language, name)
            .any(|row| row.operation.is_some());
        if !runs {
            return Val::shaped(Shape::Sql(text));
        }
        self.run_sql(&text, site.expr)
    }

    /// A builder that is a local keeps what was done to it.
    fn store_sql(&mut self, site: &Site, text: SqlText) -> Val {
        let val = Val::shaped(Shape::Sql(Rc::new(text)));
        if let Some(base) = site.base
            && let ExprKind::Name(local) = &self.unit.body[base].kind
        {
            self.st.env.insert(*local, val.clone());
        }
        val
    }

    /// A stored procedure: an access of what its rows are, by the keys that its parameters are called after.
    fn procedure(&mut self, text: &SqlText, site: &Site) -> Val {
        let entity = match (self.entity_of(&text.row), text.row.name()) {
            (EntRef::Unknown, Some(name)) if text.row.decl().is_none() => {
                self.eng.program.find(name).map_or(EntRef::Unknown, EntRef::Param)
            }
            (known, _) => known,
        };
        if entity == EntRef::Unknown {
            return Val::nothing();
        }
        let mut preds = Vec::new();
        for (name, val) in &text.named {
            let column = Rc::new(Column::new(entity.clone(), vec![name.as_str().into()]));
            preds.push(self.test(&column, val, Compare::Equal));
        }
        self.add_sql_access(entity, Operation::List, preds, site.expr, false)
    }

    fn add_sql_access(
        &mut self,
        entity: EntRef,
        operation: Operation,
        preds: Vec<Pred>,
        expr: partywall_ir::ExprId,
        sql: bool,
    ) -> Val {
        let ty = self.entity_type(&entity);
        let access = Access {
            entity,
            operation,
            preds,
            bypass: Bypass::No,
            manager: None,
            sql,
            place: (self.unit_id, self.unit.body[expr].span),
            function: self.function,
            calls: Vec::new(),
            declared: !sql,
            opaque: false,
            exits: Vec::new(),
            thin: false,
        };
        let index = self.add_access(access, false);
        Val {
            ty,
            ..self.val(Root::Record(index), &[])
        }
    }

    /// Runs SQL: each relation of each of its queries is an access.
    pub(super) fn run_sql(&mut self, text: &SqlText, expr: partywall_ir::ExprId) -> Val {
        let analysis = sql::analyse(&text.template.text);
        for error in &analysis.errors {
            self.eng
                .sql_error(self.unit_id, self.unit.body[expr].span, &error.message);
        }
        let mut srcs = Srcs::default();
        let mut ty = text.row.clone();
        for statement in &analysis.statements {
            for (at, query) in statement.queries.iter().enumerate() {
                let operation = operation_of(query);
                for (relation_at, relation) in query.relations.iter().enumerate() {
                    if relation.source != sql::Source::Table {
                        continue;
                    }
                    let Some(entity) = self.eng.tenancy.of_table(&relation.table) else {
                        continue;
                    };
                    let preds = self.relation_preds(statement, at, relation_at, text, 0);
                    let val = self.add_sql_access(EntRef::Known(entity), operation, preds, expr, true);
                    if ty.is_unknown() && relation_at == 0 && query.role == sql::Role::Top {
                        ty = val.ty.clone();
                    }
                    srcs = srcs.union(&val.srcs);
                }
            }
        }
        Val {
            srcs,
            ty,
            shape: Shape::Plain,
        }
    }

    /// What restricts one relation of a query, ties to other relations followed.
    fn relation_preds(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation_at: usize,
        text: &SqlText,
        depth: usize,
    ) -> Vec<Pred> {
        let query = &statement.queries[at];
        let mut preds = self.conjunct_preds(statement, at, relation_at, &query.conjuncts, text, depth);
        // a correlated subquery is also restricted by what it is compared with outside
        if let Some(parent) = query.parent
            && depth < MAX_TIES
            && query.role == sql::Role::SetArm
        {
            let outer = &statement.queries[parent];
            preds.extend(self.conjunct_preds(statement, at, relation_at, &outer.conjuncts, text, depth + 1));
        }
        preds
    }

    fn conjunct_preds(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation_at: usize,
        conjuncts: &[sql::Conjunct],
        text: &SqlText,
        depth: usize,
    ) -> Vec<Pred> {
        let query = &statement.queries[at];
        let Some(relation) = query.relations.get(relation_at) else {
            return Vec::new();
        };
        let entity = self.relation_entity(statement, relation);
        let mut preds = Vec::new();
        for conjunct in conjuncts {
            match conjunct {
                sql::Conjunct::Compare {
                    left, op, right, outer, ..
                } => {
                    if *outer && !relation.outer_joined {
                        continue;
                    }
                    let compare = match op {
                        sql::Op::Eq => Compare::Equal,
                        sql::Op::In => Compare::In,
                        _ => Compare::Other,
                    };
                    if self.is_of(query, relation_at, left, &entity) {
                        preds
                            .extend(self.compare_pred(statement, at, &entity, &left.name, compare, right, text, depth));
                    } else if let sql::Operand::Column(right) = right
                        && self.is_of(query, relation_at, right, &entity)
                        && compare == Compare::Equal
                    {
                        let left = sql::Operand::Column(left.clone());
                        preds.extend(self.compare_pred(
                            statement,
                            at,
                            &entity,
                            &right.name,
                            compare,
                            &left,
                            text,
                            depth,
                        ));
                    }
                }
                sql::Conjunct::Any { arms, outer } => {
                    if *outer && !relation.outer_joined {
                        continue;
                    }
                    let lists = arms
                        .iter()
                        .map(|arm| self.conjunct_preds(statement, at, relation_at, arm, text, depth + 1))
                        .collect();
                    preds.push(Pred::Any(lists));
                }
                sql::Conjunct::Exists {
                    query: inner,
                    negated: false,
                    ..
                } if depth < MAX_TIES => {
                    preds.extend(self.tie_to_query(statement, *inner, text, depth));
                }
                sql::Conjunct::Hole { hole, .. } => {
                    if let Some(val) = text.template.holes.get(*hole as usize)
                        && let Shape::Truth(truth) = &val.shape
                    {
                        preds.extend(truth.preds.iter().cloned());
                    }
                }
                _ => {}
            }
        }
        preds
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one comparison needs its statement, its place in it and its values"
    )]
    fn compare_pred(
        &self,
        statement: &sql::Statement,
        at: usize,
        entity: &EntRef,
        column: &str,
        compare: Compare,
        right: &sql::Operand,
        text: &SqlText,
        depth: usize,
    ) -> Option<Pred> {
        let path: Vec<Rc<str>> = vec![column.into()];
        let column = Rc::new(Column::new(entity.clone(), path));
        match right {
            sql::Operand::Column(other) => {
                if depth >= MAX_TIES || compare != Compare::Equal {
                    return None;
                }
                let query = &statement.queries[at];
                let tied = (0..query.relations.len()).find(|i| {
                    let entity = self.relation_entity(statement, &query.relations[*i]);
                    self.is_of(query, *i, other, &entity)
                })?;
                self.tie(statement, at, tied, text, depth)
            }
            sql::Operand::Query(inner) | sql::Operand::QueryColumn(inner, _) if depth < MAX_TIES => {
                self.tie_to_query(statement, *inner, text, depth)
            }
            _ => {
                let val = self.operand(right, text);
                Some(self.test(&column, &val, compare))
            }
        }
    }

    fn tie(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation: usize,
        text: &SqlText,
        depth: usize,
    ) -> Option<Pred> {
        let tied = &statement.queries[at].relations[relation];
        match tied.source {
            sql::Source::Cte(inner) | sql::Source::Derived(inner) => self.tie_to_query(statement, inner, text, depth),
            sql::Source::Table => {
                let entity = self.relation_entity(statement, tied);
                let preds = self.relation_preds(statement, at, relation, text, depth + 2);
                Some(Pred::Tied(entity, preds))
            }
            _ => None,
        }
    }

    fn tie_to_query(&self, statement: &sql::Statement, inner: usize, text: &SqlText, depth: usize) -> Option<Pred> {
        let query = statement.queries.get(inner)?;
        let alternatives: Vec<Vec<Pred>> = (0..query.relations.len())
            .filter_map(|relation| self.tie(statement, inner, relation, text, depth + 1))
            .map(|pred| vec![pred])
            .collect();
        // one scoped relation of the inner query scopes what is tied to it
        match alternatives.len() {
            0 => None,
            _ => Some(Pred::Tied(
                EntRef::Unknown,
                alternatives.into_iter().flatten().collect(),
            )),
        }
    }

    fn relation_entity(&self, _statement: &sql::Statement, relation: &sql::Relation) -> EntRef {
        self.eng
            .tenancy
            .of_table(&relation.table)
            .map_or(EntRef::Unknown, EntRef::Known)
    }

    /// Whether a column is one of a relation.
    fn is_of(&self, query: &sql::Query, relation: usize, column: &sql::ColumnRef, entity: &EntRef) -> bool {
        let own = &query.relations[relation];
        match &column.qualifier {
            Some(qualifier) => {
                qualifier.eq_ignore_ascii_case(&own.alias)
                    || (own.alias.is_empty() && qualifier.eq_ignore_ascii_case(&own.table))
            }
            None if query.relations.len() == 1 => true,
            None => match entity {
                EntRef::Known(id) => {
                    let info = self.eng.tenancy.entity(*id);
                    info.columns
                        .iter()
                        .any(|known| known.name.eq_ignore_ascii_case(&column.name))
                }
                _ => false,
            },
        }
    }

    fn operand(&self, operand: &sql::Operand, text: &SqlText) -> Val {
        match operand {
            sql::Operand::Placeholder(placeholder) => self.placeholder(placeholder, text),
            sql::Operand::Literal(value) => Val {
                shape: Shape::Text(value.as_str().into()),
                ..self.val(Root::Const, &[])
            },
            sql::Operand::Function(_, args) | sql::Operand::List(args) => {
                let srcs = args
                    .iter()
                    .fold(Srcs::default(), |all, arg| all.union(&self.operand(arg, text).srcs));
                Val::of(srcs)
            }
            sql::Operand::Open => text.binds.last().cloned().unwrap_or_else(Val::nothing),
            _ => Val::nothing(),
        }
    }

    fn placeholder(&self, placeholder: &sql::Placeholder, text: &SqlText) -> Val {
        let found = match placeholder {
            sql::Placeholder::Positional(n) => text.binds.get((*n as usize).saturating_sub(1)),
            sql::Placeholder::Anonymous(n) => text.binds.get(*n as usize),
            sql::Placeholder::Named(name) => text
                .named
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, val)| val),
            sql::Placeholder::Hole(n) => text.template.holes.get(*n as usize),
        };
        found.cloned().unwrap_or_else(Val::nothing)
    }

    /// The restrictions of a bare WHERE text.
    pub(super) fn where_text(&self, entity: &EntRef, val: &Val) -> Vec<Pred> {
        let template = match &val.shape {
            Shape::Text(text) => Template {
                text: text.to_string(),
                holes: Vec::new(),
            },
            Shape::Template(template) => (**template).clone(),
            _ => return Vec::new(),
        };
        let analysis = sql::analyse_where(&template.text);
        let text = SqlText {
            template,
            binds: Vec::new(),
            named: Vec::new(),
            row: Ty::unknown(),
            span: Span::default(),
            bind_call: Rc::default(),
            append: Rc::default(),
        };
        let Some(query) = analysis
            .statements
            .first()
            .and_then(|statement| statement.queries.first())
        else {
            return Vec::new();
        };
        let mut preds = Vec::new();
        for conjunct in &query.conjuncts {
            if let sql::Conjunct::Compare {
                left,
                op: sql::Op::Eq,
                right,
                ..
            } = conjunct
            {
                let column = Rc::new(Column::new(entity.clone(), vec![left.name.as_str().into()]));
                preds.push(self.test(&column, &self.operand(right, &text), Compare::Equal));
            }
        }
        preds
    }
}

fn operation_of(query: &sql::Query) -> Operation {
    match query.kind {
        sql::QueryKind::Update => Operation::Update,
        sql::QueryKind::Delete => Operation::Delete,
        _ if query.aggregate => Operation::Count,
        _ if query.single => Operation::One,
        _ => Operation::List,
    }
}

/// Whether a text is a procedure's name: no white space, and not empty.
fn is_procedure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.contains(char::is_whitespace)
}
