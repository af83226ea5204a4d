//! Conditions and values: what surely holds where a condition does, split at `AND`, and what its two sides are.

use sqlparser::ast::{self, BinaryOperator, Expr, Value};

use crate::model::{ColumnRef, Conjunct, Op, Operand, Placeholder, Role};
use crate::prepare::Mark;
use crate::scope::{Walker, at};

/// Functions that spell a text in one way: two sides that are equal through them speak of the same thing.
const FOLDS: [&str; 5] = ["lower", "upper", "trim", "btrim", "casefold"];

/// Values within values; deeper ones are [`Operand::Unknown`].
const MAX_DEPTH: usize = 48;

impl Walker<'_> {
    /// Adds what a condition says to a scope.
    pub(crate) fn conditions(&mut self, index: usize, condition: &Expr, outer: bool) {
        let mut found = self.conjuncts(condition, index, outer, 0);
        let query = &mut self.queries[index];
        for conjunct in &found {
            if let Conjunct::Hole { hole, .. } = conjunct {
                query.holes.push(Placeholder::Hole(*hole));
            }
        }
        query.conjuncts.append(&mut found);
    }

    /// What a condition says, split at `AND`.
    pub(crate) fn conjuncts(&mut self, condition: &Expr, index: usize, outer: bool, depth: usize) -> Vec<Conjunct> {
        let mut found = Vec::new();
        for part in spine(condition, &BinaryOperator::And) {
            self.conjunct(part, index, outer, depth, &mut found);
        }
        found
    }

    fn conjunct(&mut self, part: &Expr, index: usize, outer: bool, depth: usize, found: &mut Vec<Conjunct>) {
        if depth > MAX_DEPTH {
            self.subqueries(part, index);
            found.push(Conjunct::Other {
                operands: vec![Operand::Unknown],
                outer,
            });
            return;
        }
        match part {
            Expr::BinaryOp {
                op: BinaryOperator::Or, ..
            } => {
                let arms = spine(part, &BinaryOperator::Or)
                    .into_iter()
                    .map(|arm| self.conjuncts(arm, index, outer, depth + 1))
                    .collect();
                found.push(Conjunct::Any { arms, outer });
            }
            Expr::IsTrue(inner) => found.append(&mut self.conjuncts(inner, index, outer, depth + 1)),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Eq | BinaryOperator::Spaceship,
                right,
            }
            | Expr::IsNotDistinctFrom(left, right) => self.equal(left, right, index, outer, found),
            Expr::BinaryOp { left, op, right } if compares(op) => {
                self.compare(left, Op::Other, right, index, outer, found);
            }
            Expr::IsDistinctFrom(left, right) => self.compare(left, Op::Other, right, index, outer, found),
            Expr::Like { expr, pattern, .. }
            | Expr::ILike { expr, pattern, .. }
            | Expr::SimilarTo { expr, pattern, .. }
            | Expr::RLike { expr, pattern, .. } => self.compare(expr, Op::Other, pattern, index, outer, found),
            Expr::Between { expr, low, high, .. } => {
                let low = self.operand(low, index);
                let high = self.operand(high, index);
                self.against(expr, Op::Other, Operand::List(vec![low, high]), index, outer, found);
            }
            Expr::IsNull(inner) => {
                self.against(
                    inner,
                    Op::IsNull,
                    Operand::Literal("NULL".to_owned()),
                    index,
                    outer,
                    found,
                );
            }
            Expr::IsNotNull(inner) => {
                self.against(
                    inner,
                    Op::IsNotNull,
                    Operand::Literal("NULL".to_owned()),
                    index,
                    outer,
                    found,
                );
            }
            Expr::InList { expr, list, negated } => self.in_list(expr, list, *negated, index, outer, found),
            Expr::InSubquery {
                expr,
                subquery,
                negated,
            } => {
                let query = self.query(subquery, Some(index), Role::Subquery);
                let op = if *negated { Op::Other } else { Op::In };
                self.in_query(expr, op, query, index, outer, found);
            }
            Expr::InUnnest {
                expr,
                array_expr,
                negated,
            } => {
                let values = self.operand(array_expr, index);
                let op = if *negated { Op::Other } else { Op::In };
                self.against(expr, op, values, index, outer, found);
            }
            Expr::AnyOp {
                left,
                compare_op: BinaryOperator::Eq,
                right,
                ..
            } => {
                self.any(left, right, index, outer, found);
            }
            Expr::AnyOp { left, right, .. } | Expr::AllOp { left, right, .. } => {
                self.compare(left, Op::Other, right, index, outer, found);
            }
            Expr::Exists { subquery, negated } => {
                let query = self.query(subquery, Some(index), Role::Exists);
                found.push(Conjunct::Exists {
                    query,
                    negated: *negated,
                    outer,
                });
            }
            Expr::UnaryOp {
                op: ast::UnaryOperator::Not,
                expr,
            } => {
                if let Expr::Exists { subquery, negated } = peel(expr) {
                    let query = self.query(subquery, Some(index), Role::Exists);
                    found.push(Conjunct::Exists {
                        query,
                        negated: !*negated,
                        outer,
                    });
                    return;
                }
                let operand = self.operand(expr, index);
                found.push(Conjunct::Other {
                    operands: vec![operand],
                    outer,
                });
            }
            _ => self.truth(part, index, outer, found),
        }
    }

    /// A value that is a condition by itself.
    fn truth(&mut self, part: &Expr, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        if let Expr::Identifier(ident) = part
            && let Some(Mark::Missing) = self.mark(&ident.value)
        {
            return;
        }
        match self.operand(part, index) {
            Operand::Literal(text) if text == "true" || text == "1" => {}
            Operand::Placeholder(Placeholder::Hole(hole)) => found.push(Conjunct::Hole { hole, outer }),
            Operand::Column(left) => {
                let offset = column_start(part);
                let right = Operand::Literal("true".to_owned());
                found.push(Conjunct::Compare {
                    left,
                    op: Op::Eq,
                    right,
                    outer,
                    offset,
                });
            }
            operand => found.push(Conjunct::Other {
                operands: vec![operand],
                outer,
            }),
        }
    }

    fn equal(&mut self, left: &Expr, right: &Expr, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        match (peel(left), peel(right)) {
            (Expr::Tuple(lefts), Expr::Tuple(rights)) if lefts.len() == rights.len() => {
                for (left, right) in lefts.iter().zip(rights) {
                    self.compare(left, Op::Eq, right, index, outer, found);
                }
            }
            (Expr::Tuple(lefts), Expr::Subquery(query)) => {
                let query = self.query(query, Some(index), Role::Subquery);
                self.tuple_in(lefts, Op::Eq, query, index, outer, found);
            }
            // Some dialects read `= ANY(…)` as a call of a function.
            (_, Expr::Function(function)) if is_any(function) => match &function.args {
                ast::FunctionArguments::Subquery(query) => {
                    let query = self.query(query, Some(index), Role::Subquery);
                    self.in_query(left, Op::In, query, index, outer, found);
                }
                ast::FunctionArguments::List(list) => match list.args.first() {
                    Some(ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(values))) => {
                        self.any(left, values, index, outer, found);
                    }
                    _ => self.compare(left, Op::Other, right, index, outer, found),
                },
                ast::FunctionArguments::None => self.compare(left, Op::Other, right, index, outer, found),
            },
            _ => self.compare(left, Op::Eq, right, index, outer, found),
        }
    }

    /// `left = ANY(right)`.
    fn any(&mut self, left: &Expr, right: &Expr, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        if let Expr::Subquery(query) = peel(right) {
            let query = self.query(query, Some(index), Role::Subquery);
            self.in_query(left, Op::In, query, index, outer, found);
            return;
        }
        let left_value = self.operand(left, index);
        let right_value = self.operand(right, index);
        found.push(match (left_value, right_value) {
            (Operand::Column(column), values) => Conjunct::Compare {
                left: column,
                op: Op::In,
                right: values,
                outer,
                offset: column_start(left),
            },
            (value, Operand::Column(column)) => Conjunct::Compare {
                left: column,
                op: Op::Contains,
                right: value,
                outer,
                offset: column_start(right),
            },
            (left, right) => Conjunct::Other {
                operands: vec![left, right],
                outer,
            },
        });
    }

    fn in_list(
        &mut self,
        expr: &Expr,
        list: &[Expr],
        negated: bool,
        index: usize,
        outer: bool,
        found: &mut Vec<Conjunct>,
    ) {
        let op = if negated { Op::Other } else { Op::In };
        if let Expr::Tuple(lefts) = peel(expr)
            && !negated
        {
            let rows: Vec<Operand> = list.iter().map(|row| self.operand(row, index)).collect();
            for (number, left) in lefts.iter().enumerate() {
                let values = rows.iter().map(|row| match row {
                    Operand::List(values) => values.get(number).cloned().unwrap_or(Operand::Unknown),
                    other => other.clone(),
                });
                let values = Operand::List(values.collect());
                self.against(left, op, values, index, outer, found);
            }
            return;
        }
        let values = Operand::List(list.iter().map(|value| self.operand(value, index)).collect());
        self.against(expr, op, values, index, outer, found);
    }

    fn in_query(&mut self, expr: &Expr, op: Op, query: usize, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        match peel(expr) {
            Expr::Tuple(lefts) => self.tuple_in(lefts, op, query, index, outer, found),
            _ => self.against(expr, op, Operand::Query(query), index, outer, found),
        }
    }

    fn tuple_in(&mut self, lefts: &[Expr], op: Op, query: usize, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        for (number, left) in lefts.iter().enumerate() {
            self.against(left, op, Operand::QueryColumn(query, number), index, outer, found);
        }
    }

    fn compare(&mut self, left: &Expr, op: Op, right: &Expr, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        let left_value = self.operand(left, index);
        let right_value = self.operand(right, index);
        found.push(match (left_value, right_value) {
            (Operand::Column(column), right) => Conjunct::Compare {
                left: column,
                op,
                right,
                outer,
                offset: column_start(left),
            },
            (value, Operand::Column(column)) => Conjunct::Compare {
                left: column,
                op,
                right: value,
                outer,
                offset: column_start(right),
            },
            (Operand::Literal(left), Operand::Literal(right)) if op == Op::Eq && left == right => return,
            (left, right) => Conjunct::Other {
                operands: vec![left, right],
                outer,
            },
        });
    }

    fn against(&mut self, expr: &Expr, op: Op, right: Operand, index: usize, outer: bool, found: &mut Vec<Conjunct>) {
        found.push(match self.operand(expr, index) {
            Operand::Column(left) => Conjunct::Compare {
                left,
                op,
                right,
                outer,
                offset: column_start(expr),
            },
            Operand::Placeholder(value) if matches!(op, Op::IsNull | Op::IsNotNull) => Conjunct::Given {
                value,
                there: op == Op::IsNotNull,
                outer,
            },
            other => Conjunct::Other {
                operands: vec![other, right],
                outer,
            },
        });
    }

    /// What a value is. Queries in it become scopes of their own.
    pub(crate) fn operand(&mut self, expr: &Expr, index: usize) -> Operand {
        self.value(expr, index, 0)
    }

    fn value(&mut self, expr: &Expr, index: usize, depth: usize) -> Operand {
        let expr = peel(expr);
        if depth > MAX_DEPTH {
            self.subqueries(expr, index);
            return Operand::Unknown;
        }
        let down = depth + 1;
        match expr {
            Expr::Identifier(ident) => match self.mark(&ident.value) {
                Some(mark) => bound(mark),
                None => Operand::Column(ColumnRef {
                    qualifier: None,
                    name: self.text(ident),
                }),
            },
            Expr::CompoundIdentifier(parts) => {
                let qualifier = parts.len().checked_sub(2).map(|before| self.text(&parts[before]));
                let name = parts.last().map(|ident| self.text(ident)).unwrap_or_default();
                Operand::Column(ColumnRef { qualifier, name })
            }
            Expr::Value(value) => self.literal(&value.value),
            Expr::TypedString(typed) => self.literal(&typed.value.value),
            Expr::Subquery(query) => Operand::Query(self.query(query, Some(index), Role::Subquery)),
            Expr::Exists { subquery, negated } => {
                let query = Operand::Query(self.query(subquery, Some(index), Role::Exists));
                Operand::Function(if *negated { "not exists" } else { "exists" }.to_owned(), vec![query])
            }
            Expr::Tuple(values) => Operand::List(values.iter().map(|value| self.value(value, index, down)).collect()),
            Expr::Array(array) => {
                Operand::List(array.elem.iter().map(|value| self.value(value, index, down)).collect())
            }
            Expr::BinaryOp { left, op, right } => {
                let left = self.value(left, index, down);
                let right = self.value(right, index, down);
                Operand::Function(op.to_string(), vec![left, right])
            }
            Expr::UnaryOp { op, expr } => {
                let value = self.value(expr, index, down);
                match (op, value) {
                    (ast::UnaryOperator::Minus, Operand::Literal(text)) => Operand::Literal(format!("-{text}")),
                    (op, value) => Operand::Function(op.to_string(), vec![value]),
                }
            }
            Expr::Function(function) => self.function(function, index, down),
            Expr::Trim { expr, .. } => self.value(expr, index, down),
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => {
                let mut parts = Vec::new();
                for part in operand.iter().map(|part| &**part) {
                    parts.push(self.value(part, index, down));
                }
                for when in conditions {
                    parts.push(self.value(&when.condition, index, down));
                    parts.push(self.value(&when.result, index, down));
                }
                for part in else_result.iter().map(|part| &**part) {
                    parts.push(self.value(part, index, down));
                }
                Operand::Function("case".to_owned(), parts)
            }
            Expr::IsNull(inner) => Operand::Function("is null".to_owned(), vec![self.value(inner, index, down)]),
            Expr::IsNotNull(inner) => Operand::Function("is not null".to_owned(), vec![self.value(inner, index, down)]),
            Expr::InList { expr, list, negated } => {
                let left = self.value(expr, index, down);
                let list = list.iter().map(|value| self.value(value, index, down)).collect();
                let name = if *negated { "not in" } else { "in" };
                Operand::Function(name.to_owned(), vec![left, Operand::List(list)])
            }
            _ => {
                self.subqueries(expr, index);
                Operand::Unknown
            }
        }
    }

    fn function(&mut self, function: &ast::Function, index: usize, depth: usize) -> Operand {
        let args = match &function.args {
            ast::FunctionArguments::None => Vec::new(),
            ast::FunctionArguments::Subquery(query) => {
                vec![Operand::Query(self.query(query, Some(index), Role::Subquery))]
            }
            ast::FunctionArguments::List(list) => list
                .args
                .iter()
                .map(|arg| self.function_arg(arg, index, depth))
                .collect(),
        };
        if let Some(filter) = &function.filter {
            self.subqueries(&**filter, index);
        }
        let name = self.whole(&function.name);
        let folds = FOLDS.iter().any(|fold| name.eq_ignore_ascii_case(fold)) && function.over.is_none();
        let call = match <[Operand; 1]>::try_from(args) {
            Ok([value]) if folds => value,
            Ok([value]) => Operand::Function(name, vec![value]),
            Err(args) => Operand::Function(name, args),
        };
        match &function.over {
            Some(window) => {
                self.subqueries(window, index);
                Operand::Function("over".to_owned(), vec![call])
            }
            None => call,
        }
    }

    /// The arguments of a function in `FROM`.
    pub(crate) fn function_args(&mut self, args: &[ast::FunctionArg], index: usize) -> Vec<Operand> {
        args.iter().map(|arg| self.function_arg(arg, index, 1)).collect()
    }

    fn function_arg(&mut self, arg: &ast::FunctionArg, index: usize, depth: usize) -> Operand {
        let (ast::FunctionArg::Named { arg, .. }
        | ast::FunctionArg::ExprNamed { arg, .. }
        | ast::FunctionArg::Unnamed(arg)) = arg;
        match arg {
            ast::FunctionArgExpr::Expr(value) => self.value(value, index, depth),
            ast::FunctionArgExpr::QualifiedWildcard(name) => Operand::Column(ColumnRef {
                qualifier: Some(self.last(name)),
                name: "*".to_owned(),
            }),
            _ => Operand::Column(ColumnRef {
                qualifier: None,
                name: "*".to_owned(),
            }),
        }
    }

    fn literal(&self, value: &Value) -> Operand {
        let text = match value {
            Value::Number(text, _) => text.clone(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Null => "NULL".to_owned(),
            Value::Placeholder(name) => return self.mark(name).map_or(Operand::Unknown, bound),
            Value::DollarQuotedString(text) => text.value.clone(),
            other => match other.clone().into_string() {
                Some(text) => text,
                None => other.to_string(),
            },
        };
        // A string with holes in it is built from parts.
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, number, after)) = self.names.next_mark(rest) {
            if !before.is_empty() {
                parts.push(Operand::Literal(before.to_owned()));
            }
            parts.push(self.names.meaning(number).map_or(Operand::Unknown, bound));
            rest = after;
        }
        if parts.is_empty() {
            return Operand::Literal(text);
        }
        if !rest.is_empty() {
            parts.push(Operand::Literal(rest.to_owned()));
        }
        Operand::Function("||".to_owned(), parts)
    }
}

fn bound(mark: &Mark) -> Operand {
    match mark {
        Mark::Bound(placeholder) => Operand::Placeholder(placeholder.clone()),
        Mark::Open => Operand::Open,
        Mark::Missing => Operand::Unknown,
    }
}

/// A value without brackets, casts and collations around it.
fn peel(expr: &Expr) -> &Expr {
    let mut inner = expr;
    loop {
        inner = match inner {
            Expr::Nested(expr) | Expr::Cast { expr, .. } | Expr::Collate { expr, .. } | Expr::Convert { expr, .. } => {
                expr
            }
            _ => return inner,
        };
    }
}

/// The parts of `a AND (b AND c)` in order. The parser nests them to the left, as deep as there are parts.
fn spine<'e>(expr: &'e Expr, joint: &BinaryOperator) -> Vec<&'e Expr> {
    let mut parts = Vec::new();
    let mut stack = vec![expr];
    while let Some(mut expr) = stack.pop() {
        while let Expr::Nested(inner) = expr {
            expr = inner;
        }
        match expr {
            Expr::BinaryOp { left, op, right } if op == joint => {
                stack.push(right);
                stack.push(left);
            }
            _ => parts.push(expr),
        }
    }
    parts
}

fn compares(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq
            | BinaryOperator::PGLikeMatch
            | BinaryOperator::PGILikeMatch
            | BinaryOperator::PGRegexMatch
            | BinaryOperator::PGRegexIMatch
            | BinaryOperator::AtArrow
            | BinaryOperator::ArrowAt
            | BinaryOperator::PGOverlap
    )
}

fn is_any(function: &ast::Function) -> bool {
    let name = function.name.0.last().and_then(ast::ObjectNamePart::as_ident);
    function.name.0.len() == 1
        && name.is_some_and(|name| name.value.eq_ignore_ascii_case("any") || name.value.eq_ignore_ascii_case("some"))
}

/// Offset of a column's first identifier.
fn column_start(expr: &Expr) -> usize {
    match peel(expr) {
        Expr::Identifier(ident) => at(ident.span),
        Expr::CompoundIdentifier(parts) => parts.first().map_or(0, |ident| at(ident.span)),
        _ => 0,
    }
}
