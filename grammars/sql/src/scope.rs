//! Scopes: every `SELECT`, set operation, CTE and derived table of a statement, with the relations it reads and the
//! columns it gives. Conditions are read by [`crate::condition`], writes by [`crate::write`].

use std::ops::ControlFlow;

use sqlparser::ast::{self, Expr, JoinConstraint, JoinOperator, SetExpr, TableFactor, Visit, Visitor};
use sqlparser::tokenizer::Span;

use crate::model::{
    ColumnRef, ColumnWrite, Conjunct, Op, Operand, Output, Query, QueryKind, Relation, Role, Source, Write,
};
use crate::parse;
use crate::prepare::{MISSING, Mark, Prepared};

/// Equalities that one `USING` gives at most.
const MAX_USING: usize = 64;

/// Collects the scopes of one statement.
pub(crate) struct Walker<'p> {
    pub names: &'p Prepared,
    pub queries: Vec<Query>,
    pub writes: Vec<Write>,
    pub sets: Vec<ColumnWrite>,
    ctes: Vec<(String, usize)>,
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

    /// One item of a `FROM` list with its joins.
    pub(crate) fn tables(&mut self, index: usize, tables: &ast::TableWithJoins) {
        let first = self.queries[index].relations.len();
        self.factor(index, &tables.relation);
        for join in &tables.joins {
            let right = self.queries[index].relations.len();
            self.factor(index, &join.relation);
            let (left_nullable, right_nullable, constraint) = sides(&join.join_operator);
            let relations = &mut self.queries[index].relations;
            if left_nullable {
                relations[first..right]
                    .iter_mut()
                    .for_each(|relation| relation.outer_joined = true);
            }
            if right_nullable {
                relations[right..]
                    .iter_mut()
                    .for_each(|relation| relation.outer_joined = true);
            }
            if let JoinOperator::AsOf { match_condition, .. } = &join.join_operator {
                self.subqueries(match_condition, index);
            }
            if let Some(constraint) = constraint {
                self.join(index, first, right, constraint, left_nullable || right_nullable);
            }
        }
    }

    fn join(&mut self, index: usize, first: usize, right: usize, constraint: &JoinConstraint, outer: bool) {
        match constraint {
            JoinConstraint::On(condition) => self.conditions(index, condition, outer),
            JoinConstraint::Using(columns) => {
                let mut found = Vec::new();
                for column in columns {
                    let name = self.last(column);
                    let relations = &self.queries[index].relations;
                    for left in &relations[first..right] {
                        for other in relations[right..].iter().take(1) {
                            let side = |relation: &Relation| ColumnRef {
                                qualifier: Some(relation.alias.clone()),
                                name: name.clone(),
                            };
                            found.push(Conjunct::Compare {
                                left: side(left),
                                op: Op::Eq,
                                right: Operand::Column(side(other)),
                                outer,
                                offset: name_start(column),
                            });
                        }
                    }
                }
                found.truncate(MAX_USING);
                self.queries[index].conjuncts.append(&mut found);
            }
            JoinConstraint::Natural => {
                let relations = &self.queries[index].relations;
                if let (Some(left), Some(right)) = (relations[..right].last(), relations.get(right)) {
                    let (left, right) = (left.alias.clone(), right.alias.clone());
                    self.queries[index]
                        .conjuncts
                        .push(Conjunct::Natural { left, right, outer });
                }
            }
            JoinConstraint::None => {}
        }
    }

    /// One table, derived table or function of a `FROM` list.
    pub(crate) fn factor(&mut self, index: usize, factor: &TableFactor) {
        match factor {
            TableFactor::Table { name, alias, args, .. } => {
                let args = args.as_ref().map(|args| self.function_args(&args.args, index));
                self.relation(index, name, alias.as_ref(), args);
            }
            TableFactor::Function { name, alias, args, .. } => {
                let args = self.function_args(args, index);
                self.relation(index, name, alias.as_ref(), Some(args));
            }
            TableFactor::UNNEST { alias, array_exprs, .. } => {
                let args = array_exprs.iter().map(|value| self.operand(value, index)).collect();
                self.plain(
                    index,
                    "unnest",
                    alias.as_ref(),
                    Source::Function,
                    args,
                    factor_start(factor),
                );
            }
            TableFactor::TableFunction { expr, alias } => {
                let value = self.operand(expr, index);
                let (name, args) = match value {
                    Operand::Function(name, args) => (name, args),
                    other => (String::new(), vec![other]),
                };
                self.plain(
                    index,
                    &name,
                    alias.as_ref(),
                    Source::Function,
                    args,
                    factor_start(factor),
                );
            }
            TableFactor::Derived { subquery, alias, .. } => {
                let name = alias.as_ref().map(|alias| self.text(&alias.name)).unwrap_or_default();
                let child = self.query(subquery, Some(index), Role::Derived(name.clone()));
                let offset = self.queries[child].offset;
                self.plain(index, &name, alias.as_ref(), Source::Derived(child), Vec::new(), offset);
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                let first = self.queries[index].relations.len();
                self.tables(index, table_with_joins);
                let inner = &mut self.queries[index].relations[first..];
                if let (Some(alias), [only]) = (alias, inner) {
                    only.alias = self.names.restore(&alias.name.value);
                }
            }
            TableFactor::Pivot { table, .. }
            | TableFactor::Unpivot { table, .. }
            | TableFactor::MatchRecognize { table, .. } => self.factor(index, table),
            TableFactor::JsonTable { json_expr, alias, .. } | TableFactor::OpenJsonTable { json_expr, alias, .. } => {
                let value = self.operand(json_expr, index);
                self.plain(
                    index,
                    "json_table",
                    alias.as_ref(),
                    Source::Function,
                    vec![value],
                    factor_start(factor),
                );
            }
            TableFactor::XmlTable {
                row_expression, alias, ..
            } => {
                let value = self.operand(row_expression, index);
                self.plain(
                    index,
                    "xmltable",
                    alias.as_ref(),
                    Source::Function,
                    vec![value],
                    factor_start(factor),
                );
            }
            TableFactor::UnpivotExpr { expression, .. } => self.subqueries(expression, index),
            TableFactor::SemanticView { name, alias, .. } => self.relation(index, name, alias.as_ref(), None),
        }
    }

    fn relation(
        &mut self,
        index: usize,
        name: &ast::ObjectName,
        alias: Option<&ast::TableAlias>,
        args: Option<Vec<Operand>>,
    ) {
        let Some(mut relation) = self.named(name, alias) else {
            return;
        };
        if let Some(args) = args {
            relation.source = Source::Function;
            relation.args = args;
        }
        if let Some(alias) = alias
            && let Some(hole) = self.names.hole_in(&alias.name.value)
        {
            self.queries[index].holes.push(hole);
        }
        self.queries[index].relations.push(relation);
    }

    /// The relation that a name means here; none for what a fragment lacks.
    pub(crate) fn named(&self, name: &ast::ObjectName, alias: Option<&ast::TableAlias>) -> Option<Relation> {
        let idents: Vec<&ast::Ident> = name.0.iter().filter_map(ast::ObjectNamePart::as_ident).collect();
        let last = idents.last()?;
        if self
            .names
            .mark(&last.value)
            .is_some_and(|(number, _)| number == MISSING)
        {
            return None;
        }
        let table = self.text(last);
        let parts: Vec<String> = idents.iter().map(|ident| self.text(ident)).collect();
        let cte = || {
            let wanted = table.to_lowercase();
            self.ctes
                .iter()
                .rev()
                .find(|(known, _)| *known == wanted)
                .map(|(_, index)| *index)
        };
        let source = match (
            self.names.hole_in(&last.value),
            if parts.len() == 1 { cte() } else { None },
        ) {
            (Some(hole), _) => Source::Hole(hole),
            (None, Some(query)) => Source::Cte(query),
            (None, None) => Source::Table,
        };
        let mut relation = Relation {
            alias: table.clone(),
            qualified: parts.join("."),
            table,
            source,
            outer_joined: false,
            args: Vec::new(),
            columns: Vec::new(),
            offset: at(last.span),
        };
        self.aliased(&mut relation, alias);
        Some(relation)
    }

    fn plain(
        &mut self,
        index: usize,
        name: &str,
        alias: Option<&ast::TableAlias>,
        source: Source,
        args: Vec<Operand>,
        offset: usize,
    ) {
        let mut relation = Relation {
            table: name.to_owned(),
            qualified: name.to_owned(),
            alias: name.to_owned(),
            source,
            outer_joined: false,
            args,
            columns: Vec::new(),
            offset,
        };
        self.aliased(&mut relation, alias);
        self.queries[index].relations.push(relation);
    }

    /// An alias that is a hole is no alias, but a clause.
    fn aliased(&self, relation: &mut Relation, alias: Option<&ast::TableAlias>) {
        let Some(alias) = alias else { return };
        if self.names.mark(&alias.name.value).is_none() {
            relation.alias = self.text(&alias.name);
        }
        relation.columns = alias.columns.iter().map(|column| self.text(&column.name)).collect();
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

/// Which sides of a join may be missing, and what it asks for.
fn sides(operator: &JoinOperator) -> (bool, bool, Option<&JoinConstraint>) {
    match operator {
        JoinOperator::Join(on)
        | JoinOperator::Inner(on)
        | JoinOperator::CrossJoin(on)
        | JoinOperator::Semi(on)
        | JoinOperator::LeftSemi(on)
        | JoinOperator::RightSemi(on)
        | JoinOperator::StraightJoin(on) => (false, false, Some(on)),
        JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => (false, true, Some(on)),
        JoinOperator::Right(on) | JoinOperator::RightOuter(on) => (true, false, Some(on)),
        JoinOperator::FullOuter(on) => (true, true, Some(on)),
        // The rows that are left are those without a match: the condition holds for none of them.
        JoinOperator::Anti(on) | JoinOperator::LeftAnti(on) => (false, true, Some(on)),
        JoinOperator::RightAnti(on) => (true, false, Some(on)),
        JoinOperator::AsOf { constraint, .. } => (false, false, Some(constraint)),
        JoinOperator::CrossApply | JoinOperator::ArrayJoin | JoinOperator::InnerArrayJoin => (false, false, None),
        JoinOperator::OuterApply | JoinOperator::LeftArrayJoin => (false, true, None),
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

fn factor_start(factor: &TableFactor) -> usize {
    use ast::Spanned;
    at(factor.span())
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
