//! SQL in strings: the values that its placeholders stand for, and the accesses that its relations are.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SqlText, Srcs, Template, Val};
use crate::program::{FnId, Ty};
use partywall_catalog::{Binds, Operation, SqlRow};
use partywall_ir::{ExprId, ExprKind, FnKind, Span};
use partywall_sql as sql;
use std::sync::Arc;

impl<'a> Cx<'_, 'a> {
    /// A call that takes SQL, or a call on SQL that has not run.
    pub(super) fn sql_call(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        self.note_layer(site, receiver);
        if let Some(Val {
            shape: Shape::Sql(text),
            ..
        }) = receiver
        {
            return Some(self.sql_step(site, Arc::clone(text), given));
        }
        let rows: Vec<&SqlRow> = self.eng.index.sql.get(self.unit.language, site.name).copied().collect();
        for row in rows {
            if !row.on_type.is_empty() && !receiver.is_some_and(|val| self.type_is(&val.ty, &row.on_type)) {
                continue;
            }
            if let Some(val) = self.sql_by_row(row, site, given) {
                return Some(val);
            }
            self.note_texted(row, given);
        }
        None
    }

    fn sql_by_row(&mut self, row: &SqlRow, site: &Site, given: &[Given]) -> Option<Val> {
        let is_text = |arg: &&Given| matches!(arg.val.shape, Shape::Text(_) | Shape::Template(_) | Shape::Sql(_));
        let at = if row.any_string {
            given.iter().position(|arg| is_text(&arg))?
        } else {
            given.get(row.sql).filter(is_text).map(|_| row.sql)?
        };
        let mut template = match &given[at].val.shape {
            Shape::Text(text) => Template {
                text: text.to_string(),
                holes: Vec::new(),
            },
            Shape::Template(template) => (**template).clone(),
            // a prepared statement
            Shape::Sql(text) => text.template.clone(),
            _ => return None,
        };
        if row.partial
            && let Some(front) = self.front_of_text(site, &template.text)
        {
            template.text.insert_str(0, &front);
        }
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
            bind_call: Arc::new(if row.bind_call.is_empty() {
                vec!["bind".to_owned()]
            } else {
                row.bind_call.clone()
            }),
            append: Arc::new(row.append.clone()),
            also: Vec::new(),
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
            Binds::Bind => return Some(Val::shaped(Shape::Sql(Arc::new(text)))),
        }
        if procedure {
            return Some(self.procedure(&text, site));
        }
        Some(self.run_sql(&text, site.expr))
    }

    /// What a text that begins with its conditions leaves out: the rows of the type that is asked for.
    fn front_of_text(&self, site: &Site, text: &str) -> Option<String> {
        let first = text.split_whitespace().next()?;
        let EntRef::Known(entity) = self.entity_of(&self.resolve_type(site.type_args.first()?)) else {
            return None;
        };
        let entity = self.eng.tenancy.entity(entity);
        let table = entity.table.as_deref().unwrap_or(&entity.name);
        first
            .eq_ignore_ascii_case("where")
            .then(|| format!("SELECT * FROM {table} "))
    }

    fn bind_given(&mut self, text: &mut SqlText, arg: &Given) {
        let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        match (arg.name, &val.shape) {
            (Some(name), _) => text.named.push((self.text(name).to_owned(), val)),
            (None, Shape::List(items)) if arg.spread => text.binds.extend(items.iter().cloned()),
            _ => {
                // `@0` and `@p0` name values by their place
                let at = text.binds.len();
                text.named.push((at.to_string(), val.clone()));
                text.named.push((format!("p{at}"), val.clone()));
                text.binds.push(val);
            }
        }
    }

    pub(super) fn bind_bag(&mut self, text: &mut SqlText, val: &Val) {
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

    /// A call on SQL that has not run: binds, continues or runs it, on whichever path it was made.
    fn sql_step(&mut self, site: &Site, text: Arc<SqlText>, given: &[Given]) -> Val {
        let name = site.name;
        let mut steps = self.eng.index.step.get(self.unit.language, name);
        let runs = steps.any(|row| row.operation.is_some());
        let binds = text.bind_call.iter().any(|call| call == name);
        let appends = text.append.iter().any(|call| call == name);
        if !binds && !appends && !runs {
            return Val::shaped(Shape::Sql(text));
        }
        let mut now = (*text).clone();
        let also = std::mem::take(&mut now.also);
        self.extend_sql(&mut now, binds, appends, given);
        for other in also {
            let mut other = (*other).clone();
            self.extend_sql(&mut other, binds, appends, given);
            now.also.push(Arc::new(other));
        }
        if runs {
            return self.run_all(&now, site.expr);
        }
        self.store_sql(site, now)
    }

    /// What is given to a call, with statements run that it is handed to run: by a function of the program that gives something else back,
    /// or by one that is called as what runs statements is, perhaps with more words behind.
    pub(super) fn run_handed(&mut self, site: &Site, target: Option<&Val>, given: &[Given]) -> Option<Vec<Given>> {
        let whole = |arg: &Given| matches!(&arg.val.shape, Shape::Sql(text) if text.append.is_empty());
        if !given.iter().any(whole) {
            return None;
        }
        let runs = match target.map(|target| &target.shape) {
            Some(Shape::Func(function, _)) => !self.hands_on(*function),
            _ => {
                let ends = site.name.match_indices('_').map(|(at, _)| at);
                ends.chain([site.name.len()]).any(|end| {
                    let mut steps = self.eng.index.step.get(self.unit.language, &site.name[..end]);
                    steps.any(|row| row.operation.is_some())
                })
            }
        };
        let mut given = given.to_vec();
        for arg in given.iter_mut().filter(|arg| runs && whole(arg)) {
            if let Shape::Sql(text) = arg.val.shape.clone() {
                arg.val = self.run_all(&text, arg.expr);
            }
        }
        runs.then_some(given)
    }

    /// Whether a function gives back something of a type that it takes: the statement itself, perhaps.
    fn hands_on(&self, function: FnId) -> bool {
        let program = self.eng.program;
        let decl = program.decl(function);
        let file = program.unit(program.func(function).unit);
        let Some(ret) = &decl.ret else { return false };
        let mut taken = decl.params.iter().filter_map(|param| param.ty.as_ref());
        decl.kind == FnKind::Macro || taken.any(|ty| file.text(ty.name) == file.text(ret.name))
    }

    /// Runs a statement, on whichever path it was made.
    fn run_all(&mut self, text: &SqlText, expr: ExprId) -> Val {
        let mut val = self.run_sql(text, expr);
        for other in &text.also {
            let more = self.run_sql(other, expr);
            val = crate::flow::merge::merge_values(&val, &more, &crate::flow::merge::Sides::default());
        }
        val
    }

    fn extend_sql(&mut self, text: &mut SqlText, binds: bool, appends: bool, given: &[Given]) {
        if binds {
            self.bind_call(text, given);
        } else if appends {
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
                self.splice(&mut text.template, &more);
            }
        }
    }

    fn bind_call(&mut self, text: &mut SqlText, given: &[Given]) {
        let mut values: Vec<&Given> = given.iter().collect();
        let key = values.first().and_then(|arg| match &arg.val.shape {
            Shape::Text(key) if values.len() > 1 => Some(parameter(key)),
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
                self.splice(&mut text.template, &hole);
            } else if let Some(key) = &key {
                text.named.push((key.clone(), val));
            } else if let Shape::List(items) = &val.shape {
                match &items[..] {
                    [name, value] if matches!(name.shape, Shape::Text(_)) => {
                        if let Shape::Text(name) = &name.shape {
                            text.named.push((parameter(name), value.clone()));
                        }
                    }
                    _ => self.bind_bag(text, &val),
                }
            } else {
                text.binds.push(val);
            }
        }
    }

    /// A new object that takes SQL, or that is a parameter of some.
    pub(super) fn new_sql(&mut self, expr: ExprId, written: &str, given: &[Given]) -> Option<Val> {
        let sym = self.eng.program.find(written)?;
        let site = Site {
            expr,
            name: written,
            sym,
            base: None,
            type_args: &[],
        };
        if let Some(val) = self.sql_call(&site, None, given) {
            return Some(val);
        }
        let mut rows = self.eng.index.neutral.get(self.unit.language, written);
        let neutral = rows.any(|row| row.gives_back());
        match given {
            [name, .., value] if neutral && matches!(name.val.shape, Shape::Text(_)) => {
                let items = vec![name.val.clone(), value.val.clone()];
                Some(Val {
                    srcs: value.val.srcs.clone(),
                    ..Val::shaped(Shape::List(Arc::new(items)))
                })
            }
            _ => None,
        }
    }

    /// A text that is assigned to a member that holds SQL, or a value that is assigned to a parameter.
    pub(super) fn assign_sql(&mut self, base: ExprId, of: &Val, member: crate::program::Sym, val: &Val) -> bool {
        if let Shape::Sql(text) = &of.shape
            && matches!(self.unit.body[base].kind, ExprKind::Call { .. })
        {
            let mut text = (**text).clone();
            if let Some((_, last)) = text.named.last_mut() {
                *last = val.clone();
            }
            self.keep_sql(base, text);
            return true;
        }
        let row = self
            .eng
            .index
            .sql_member
            .get(self.unit.language, self.text(member))
            .next()
            .copied();
        let Some(row) = row else { return false };
        let given = Given {
            name: None,
            spread: false,
            expr: base,
            val: val.clone(),
        };
        let site = Site {
            expr: base,
            name: self.text(member),
            sym: member,
            base: None,
            type_args: &[],
        };
        match self.sql_by_row(row, &site, &[given]) {
            Some(Val {
                shape: Shape::Sql(text),
                ..
            }) => {
                self.keep_sql(base, (*text).clone());
                true
            }
            _ => false,
        }
    }

    /// A builder that is a local keeps what was done to it.
    fn store_sql(&mut self, site: &Site, text: SqlText) -> Val {
        let val = Val::shaped(Shape::Sql(Arc::new(text.clone())));
        if let Some(base) = site.base {
            self.keep_sql(base, text);
        }
        val
    }

    /// Puts a statement into the local that an expression begins with.
    fn keep_sql(&mut self, expr: ExprId, text: SqlText) {
        let mut at = expr;
        for _ in 0..8 {
            match &self.unit.body[at].kind {
                ExprKind::Name(local) => {
                    let plain = |val: &Val| matches!(val.shape, Shape::Sql(_) | Shape::Plain);
                    if self.st.env.get(local).is_some_and(plain) {
                        self.st.env.insert(*local, Val::shaped(Shape::Sql(Arc::new(text))));
                    }
                    return;
                }
                ExprKind::Member { base, .. } => at = *base,
                ExprKind::Call { callee, .. } => at = *callee,
                _ => return,
            }
        }
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
            let column = Arc::new(Column::new(entity.clone(), vec![name.as_str().into()]));
            preds.push(self.test(&column, val, Compare::Equal));
        }
        self.add_sql_access(entity, Operation::List, preds, self.unit.body[site.expr].span, false)
    }

    fn add_sql_access(&mut self, entity: EntRef, operation: Operation, preds: Vec<Pred>, span: Span, sql: bool) -> Val {
        let ty = self.entity_type(&entity);
        let access = Access {
            entity,
            passed: None,
            operation,
            preds,
            stores: false,
            bypass: Bypass::No,
            manager: None,
            holder: None,
            sql,
            place: (self.unit_id, span),
            function: self.function,
            calls: Vec::new(),
            inner: false,
            declared: !sql,
            opaque: false,
            closes: false,
            exits: Vec::new(),
            within: Vec::new(),
            thin: false,
        };
        let index = self.add_access(access, false);
        self.wrote(index, false);
        Val {
            ty,
            ..self.val(Root::Record(index), &[])
        }
    }

    /// Runs SQL: each relation of each of its queries is an access.
    pub(super) fn run_sql(&mut self, text: &SqlText, expr: ExprId) -> Val {
        let analysis = sql::analyse(&text.template.text);
        for error in &analysis.errors {
            let place = self.unit.body[expr].span;
            self.sql_gaps.push((self.unit_id, place, error.message.clone()));
        }
        let mut srcs = Srcs::default();
        let mut ty = text.row.clone();
        for statement in &analysis.statements {
            self.stored_columns(statement, text);
            if statement.kind == sql::StatementKind::Insert {
                // what an insert gives back was made by it
                srcs = srcs.union(&self.val(Root::Generated, &[]).srcs);
            }
            // what a change gives back tells of the rows that it changes
            let changes = matches!(statement.kind, sql::StatementKind::Update | sql::StatementKind::Delete);
            for (at, query) in statement.queries.iter().enumerate() {
                let operation = match query.role {
                    sql::Role::Exists if is_output(statement, at) => Operation::Exists,
                    _ => operation_of(query),
                };
                for (relation_at, relation) in query.relations.iter().enumerate() {
                    if relation.source != sql::Source::Table {
                        continue;
                    }
                    let Some(entity) = self.eng.tenancy.of_table(&relation.table) else {
                        continue;
                    };
                    let preds = self.relation_preds(statement, at, relation_at, text, 0);
                    let val = self.add_sql_access(EntRef::Known(entity), operation, preds, text.span, true);
                    if ty.is_unknown() && relation_at == 0 && query.role == sql::Role::Top {
                        ty = val.ty.clone();
                    }
                    let written = matches!(operation, Operation::Update | Operation::Delete);
                    let shown = query.role != sql::Role::Exists || is_output(statement, at);
                    if shown && (relation_at == 0 || !written) {
                        let others = changes && !written;
                        srcs = if others { srcs } else { srcs.union(&val.srcs) };
                    }
                }
            }
        }
        Val {
            srcs,
            ty,
            shape: Shape::Plain,
        }
    }
}

impl Cx<'_, '_> {
    /// The references that a statement writes.
    fn stored_columns(&mut self, statement: &sql::Statement, text: &SqlText) {
        for write in &statement.writes {
            let operation = match write.kind {
                sql::WriteKind::Insert => Operation::Insert,
                sql::WriteKind::Update => Operation::Update,
                _ => continue,
            };
            let Some(entity) = self.eng.tenancy.of_table(&write.relation.table) else {
                continue;
            };
            let own = |set: &&sql::ColumnWrite| set.table == write.relation.table && !set.column.is_empty();
            let sets: Vec<Pred> = statement
                .columns_written
                .iter()
                .filter(own)
                .filter(|set| self.refers(entity, &[&set.column]))
                .take(16)
                .map(|set| {
                    let column = Column::new(EntRef::Known(entity), vec![set.column.as_str().into()]);
                    self.test(&Arc::new(column), &self.operand(&set.value, text), Compare::Equal)
                })
                .collect();
            self.store(EntRef::Known(entity), operation, sets, true, (self.unit_id, text.span));
        }
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

/// Whether a subquery is what the query around it gives back: `SELECT EXISTS (…)`.
fn is_output(statement: &sql::Statement, at: usize) -> bool {
    let asks = |operand: &sql::Operand| match operand {
        sql::Operand::Query(query) => *query == at,
        sql::Operand::Function(_, args) => args
            .iter()
            .any(|arg| matches!(arg, sql::Operand::Query(query) if *query == at)),
        _ => false,
    };
    let parent = statement.queries.get(at).and_then(|query| query.parent);
    parent.is_some_and(|parent| {
        statement.queries[parent]
            .outputs
            .iter()
            .any(|output| asks(&output.value))
    })
}

/// Whether a text is a procedure's name: no white space, and not empty.
fn is_procedure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// The most texts that one statement may be on different paths.
const MAX_TEXTS: usize = 4;

/// A statement that is one of two.
pub(super) fn either(x: &Arc<SqlText>, y: &Arc<SqlText>) -> SqlText {
    let mut one = (**x).clone();
    let same = |a: &SqlText, b: &SqlText| {
        a.span == b.span
            && a.template.text == b.template.text
            && a.binds.len() == b.binds.len()
            && a.named.len() == b.named.len()
    };
    for other in std::iter::once(y).chain(&y.also) {
        let known = same(&one, other) || one.also.iter().any(|text| same(text, other));
        if !known && one.also.len() + 1 < MAX_TEXTS {
            let mut other = (**other).clone();
            other.also.clear();
            one.also.push(Arc::new(other));
        }
    }
    one
}

/// The name of a parameter as the text writes it, without its sign.
fn parameter(name: &str) -> String {
    name.trim_start_matches(['@', ':', '$']).to_owned()
}
