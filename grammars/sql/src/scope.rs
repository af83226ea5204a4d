//! Scopes: every `SELECT`, set operation, CTE and derived table of a statement, with the relations it reads and the
//! columns it gives. Conditions are read by [`crate::condition`], writes by [`crate::write`].

use std::ops::ControlFlow;

use sqlparser::ast::{self, Expr, SetExpr, Visit, Visitor};
use sqlparser::tokenizer::Span;

use crate::model::{ColumnRef, ColumnWrite, Operand, Output, Query, QueryKind, Relation, Role, Source, Write};
use crate::parse;
use crate::prepare::{Mark, Prepared};

/// Collects the scopes of one statement.
pub(crate) struct Walker<'p> {
    pub names: &'p Prepared,
    pub queries: Vec<Query>,
    pub writes: Vec<Write>,
    pub sets: Vec<ColumnWrite>,
    pub ctes: Vec<(String, usize)>,
}

impl<'p> Walker<'p> {
    pub(crate) fn new(names: &'p Prepared) -> Self {
        Self {
            names,
            queries: Vec::new(),
            writes: Vec::new(),
            sets: Vec::new(),
            ctes: Vec::new(),
        }
    }

    /// Adds an empty scope.
    pub(crate) fn open(&mut self, kind: QueryKind, parent: Option<usize>, role: Role, offset: usize) -> usize {
        self.queries.push(Query {
            kind,
            parent,
            role,
            relations: Vec::new(),
            conjuncts: Vec::new(),
            outputs: Vec::new(),
            holes: Vec::new(),
            aggregate: false,
            single: false,
            offset,
        });
        self.queries.len() - 1
    }

    /// Reads a query as a scope of its own.
    pub(crate) fn query(&mut self, query: &ast::Query, parent: Option<usize>, role: Role) -> usize {
        let index = self.open(QueryKind::Select, parent, role, start(query));
        self.fill(index, query);
        index
    }

    fn fill(&mut self, index: usize, query: &ast::Query) {
        let known = self.ctes.len();
        if let Some(with) = &query.with {
            self.with(index, with);
        }
        self.body(index, &query.body);
        if let Some(order) = &query.order_by {
            self.subqueries(order, index);
        }
        if let Some(limit) = &query.limit_clause {
            self.subqueries(limit, index);
            let count = match limit {
                ast::LimitClause::LimitOffset { limit, .. } => limit.as_ref(),
                ast::LimitClause::OffsetCommaLimit { limit, .. } => Some(limit),
            };
            self.queries[index].single |= count.is_some_and(is_one);
        }
        if let Some(fetch) = &query.fetch {
            let one = fetch.quantity.as_ref().is_none_or(is_one);
            self.queries[index].single |= one && !fetch.with_ties && !fetch.percent;
        }
        self.ctes.truncate(known);
    }

    fn with(&mut self, index: usize, with: &ast::With) {
        for cte in &with.cte_tables {
            let name = self.text(&cte.alias.name);
            let child = self.open(
                QueryKind::Select,
                Some(index),
                Role::Cte(name.clone()),
                at(cte.alias.name.span),
            );
            if with.recursive {
                self.ctes.push((name.to_lowercase(), child));
                self.fill(child, &cte.query);
            } else {
                self.fill(child, &cte.query);
                self.ctes.push((name.to_lowercase(), child));
            }
            let names: Vec<String> = cte.alias.columns.iter().map(|column| self.text(&column.name)).collect();
            for (output, name) in self.queries[child].outputs.iter_mut().zip(names) {
                output.name = name;
            }
        }
    }

    fn body(&mut self, index: usize, body: &SetExpr) {
        match body {
            SetExpr::Select(select) => self.select(index, select),
            SetExpr::Query(query) => self.fill(index, query),
            SetExpr::SetOperation { .. } => self.set_operation(index, body),
            SetExpr::Values(values) => {
                self.queries[index].kind = QueryKind::Values;
                for (number, row) in values.rows.iter().enumerate() {
                    if number > 0 {
                        row.content.iter().for_each(|value| self.subqueries(value, index));
                        continue;
                    }
                    for value in &row.content {
                        let value = self.operand(value, index);
                        self.queries[index].outputs.push(Output {
                            name: String::new(),
                            value,
                        });
                    }
                }
            }
            SetExpr::Insert(statement)
            | SetExpr::Update(statement)
            | SetExpr::Delete(statement)
            | SetExpr::Merge(statement) => self.write(Some(index), statement),
            SetExpr::Table(table) => {
                let name = table.table_name.clone().unwrap_or_default();
                let qualified = match &table.schema_name {
                    Some(schema) => format!("{schema}.{name}"),
                    None => name.clone(),
                };
                let offset = self.queries[index].offset;
                self.queries[index].relations.push(Relation {
                    table: name.clone(),
                    qualified,
                    alias: name,
                    source: Source::Table,
                    outer_joined: false,
                    args: Vec::new(),
                    columns: Vec::new(),
                    offset,
                });
                self.star(index, None);
            }
        }
    }

    /// The arms of `a UNION b UNION c`, which the parser nests to the left, are siblings here.
    fn set_operation(&mut self, index: usize, body: &SetExpr) {
        self.queries[index].kind = QueryKind::Set;
        let mut arms = Vec::new();
        let mut rest = body;
        while let SetExpr::SetOperation { left, right, .. } = rest {
            arms.push(&**right);
            rest = left;
        }
        arms.push(rest);
        for (number, arm) in arms.into_iter().rev().enumerate() {
            let child = self.open(QueryKind::Select, Some(index), Role::SetArm, body_start(arm));
            self.body(child, arm);
            if number == 0 {
                self.queries[index].outputs = self.queries[child].outputs.clone();
            }
        }
    }

    fn select(&mut self, index: usize, select: &ast::Select) {
        for table in &select.from {
            self.tables(index, table);
        }
        for view in &select.lateral_views {
            self.subqueries(&view.lateral_view, index);
        }
        for condition in [&select.prewhere, &select.selection, &select.having]
            .into_iter()
            .flatten()
        {
            self.conditions(index, condition, false);
        }
        let mut aggregates = !select.projection.is_empty();
        for item in &select.projection {
            aggregates &= self.projection(index, item);
        }
        let grouped = match &select.group_by {
            ast::GroupByExpr::All(_) => true,
            ast::GroupByExpr::Expressions(keys, _) => !keys.is_empty(),
        };
        self.queries[index].aggregate = aggregates && !grouped;
        self.subqueries(&select.group_by, index);
        for rest in [&select.qualify].into_iter().flatten() {
            self.subqueries(rest, index);
        }
        if let Some(top) = &select.top {
            let one = match &top.quantity {
                Some(ast::TopQuantity::Constant(count)) => *count == 1,
                Some(ast::TopQuantity::Expr(count)) => is_one(count),
                None => false,
            };
            self.queries[index].single |= one && !top.percent && !top.with_ties;
        }
    }

    /// One item of a `SELECT` list; whether it is an aggregate.
    fn projection(&mut self, index: usize, item: &ast::SelectItem) -> bool {
        let (expr, alias) = match item {
            ast::SelectItem::UnnamedExpr(expr) => (expr, None),
            ast::SelectItem::ExprWithAlias { expr, alias } => (expr, Some(alias)),
            ast::SelectItem::ExprWithAliases { expr, .. } => (expr, None),
            ast::SelectItem::Wildcard(_) => {
                self.star(index, None);
                return false;
            }
            ast::SelectItem::QualifiedWildcard(kind, _) => {
                let qualifier = match kind {
                    ast::SelectItemQualifiedWildcardKind::ObjectName(name) => self.last(name),
                    ast::SelectItemQualifiedWildcardKind::Expr(expr) => {
                        self.subqueries(expr, index);
                        String::new()
                    }
                };
                self.star(index, Some(qualifier));
                return false;
            }
        };
        let value = self.operand(expr, index);
        let name = match (alias, &value) {
            (Some(alias), _) => self.text(alias),
            (None, Operand::Column(column)) => column.name.clone(),
            _ => String::new(),
        };
        let aggregate = only_aggregates(&value);
        self.queries[index].outputs.push(Output { name, value });
        aggregate
    }

    fn star(&mut self, index: usize, qualifier: Option<String>) {
        let value = Operand::Column(ColumnRef {
            qualifier,
            name: "*".to_owned(),
        });
        self.queries[index].outputs.push(Output {
            name: "*".to_owned(),
            value,
        });
    }

    /// `RETURNING` and `OUTPUT`.
    pub(crate) fn returning(&mut self, index: usize, items: &[ast::SelectItem]) {
        for item in items {
            self.projection(index, item);
        }
    }

    /// Reads the outermost queries inside a part of the tree that is not looked at more closely.
    pub(crate) fn subqueries<T: Visit>(&mut self, part: &T, index: usize) {
        let mut finder = Finder {
            walker: self,
            parent: index,
            depth: 0,
        };
        // Nothing in the visit breaks off.
        let _: ControlFlow<()> = part.visit(&mut finder);
    }

    /// An identifier as it was written, unquoted.
    pub(crate) fn text(&self, ident: &ast::Ident) -> String {
        self.names.restore(&ident.value)
    }

    /// The last identifier of a name.
    pub(crate) fn last(&self, name: &ast::ObjectName) -> String {
        name.0
            .iter()
            .rev()
            .find_map(ast::ObjectNamePart::as_ident)
            .map(|ident| self.text(ident))
            .unwrap_or_default()
    }

    /// A whole name.
    pub(crate) fn whole(&self, name: &ast::ObjectName) -> String {
        let parts: Vec<String> = name
            .0
            .iter()
            .filter_map(ast::ObjectNamePart::as_ident)
            .map(|ident| self.text(ident))
            .collect();
        parts.join(".")
    }

    /// What an identifier of ours stands for.
    pub(crate) fn mark(&self, identifier: &str) -> Option<&'p Mark> {
        self.names.mark(identifier).map(|(_, mark)| mark)
    }
}

/// Hands each outermost query of a part to the walker; those inside are the walker's business.
struct Finder<'w, 'p> {
    walker: &'w mut Walker<'p>,
    parent: usize,
    depth: usize,
}

impl Visitor for Finder<'_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &ast::Query) -> ControlFlow<()> {
        if self.depth == 0 {
            self.walker.query(query, Some(self.parent), Role::Subquery);
        }
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &ast::Query) -> ControlFlow<()> {
        self.depth = self.depth.saturating_sub(1);
        ControlFlow::Continue(())
    }
}

fn is_one(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(&value.value, ast::Value::Number(text, _) if text == "1"))
}

/// Functions that make one value of many rows.
const AGGREGATES: [&str; 22] = [
    "count",
    "count_big",
    "sum",
    "min",
    "max",
    "avg",
    "total",
    "array_agg",
    "string_agg",
    "json_agg",
    "jsonb_agg",
    "json_object_agg",
    "jsonb_object_agg",
    "group_concat",
    "bool_or",
    "bool_and",
    "every",
    "stddev",
    "variance",
    "json_group_array",
    "uniq",
    "any_value",
];

/// Whether a value is made of aggregates and literals alone, with at least one aggregate.
fn only_aggregates(value: &Operand) -> bool {
    let mut some = false;
    let mut stack = vec![value];
    while let Some(operand) = stack.pop() {
        match operand {
            Operand::Function(name, _) if AGGREGATES.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
                some = true
            }
            Operand::Function(name, _) if name == "over" => return false,
            Operand::Function(_, parts) | Operand::List(parts) => stack.extend(parts),
            Operand::Literal(_) | Operand::Placeholder(_) => {}
            _ => return false,
        }
    }
    some
}

/// The offset that a span holds.
pub(crate) fn at(span: Span) -> usize {
    parse::offset(span)
}

pub(crate) fn name_start(name: &ast::ObjectName) -> usize {
    name.0
        .iter()
        .find_map(ast::ObjectNamePart::as_ident)
        .map_or(0, |ident| at(ident.span))
}

fn start(query: &ast::Query) -> usize {
    match &query.with {
        Some(with) => at(with.with_token.0.span),
        None => body_start(&query.body),
    }
}

fn body_start(body: &SetExpr) -> usize {
    let mut rest = body;
    loop {
        match rest {
            SetExpr::SetOperation { left, .. } => rest = left,
            SetExpr::Query(query) if query.with.is_none() => rest = &query.body,
            SetExpr::Query(query) => return query.with.as_ref().map_or(0, |with| at(with.with_token.0.span)),
            SetExpr::Select(select) => return at(select.select_token.0.span),
            SetExpr::Values(values) => return values.rows.first().map_or(0, |row| at(row.opening_token.0.span)),
            SetExpr::Insert(statement)
            | SetExpr::Update(statement)
            | SetExpr::Delete(statement)
            | SetExpr::Merge(statement) => {
                return match statement {
                    ast::Statement::Insert(insert) => at(insert.insert_token.0.span),
                    ast::Statement::Update(update) => at(update.update_token.0.span),
                    ast::Statement::Delete(delete) => at(delete.delete_token.0.span),
                    ast::Statement::Merge(merge) => at(merge.merge_token.0.span),
                    _ => 0,
                };
            }
            SetExpr::Table(_) => return 0,
        }
    }
}
