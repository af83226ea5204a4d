//! What stands in `FROM`: tables, joins, derived tables and functions, and the conditions of the joins.

use sqlparser::ast::{self, JoinConstraint, JoinOperator, TableFactor};

use crate::model::{ColumnRef, Conjunct, Op, Operand, Relation, Role, Source};
use crate::prepare::MISSING;
use crate::scope::{Walker, at, name_start};

/// Equalities that one `USING` gives at most.
const MAX_USING: usize = 64;

impl Walker<'_> {
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
            && let Some(hole) = self.names.clause(&alias.name.value)
        {
            let hole = hole.clone();
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

fn factor_start(factor: &TableFactor) -> usize {
    use ast::Spanned;
    at(factor.span())
}
