//! The parts of an expression or a pattern, one level down, and the names that a whole pattern binds. Knows every place where
//! one can stand, so that nobody else has to.

use crate::{Arg, Attribute, Body, ExprId, ExprKind, Name, Param, PatId, PatKind};

/// A part of an expression or a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An expression.
    Expr(ExprId),
    /// A pattern.
    Pat(PatId),
}

/// Calls `f` with each child expression in the order of evaluation: branches and bodies of lambdas too, though they may
/// not be evaluated. What stands inside of patterns is not visited: see [`parts`] and [`pattern_parts`].
pub fn children(kind: &ExprKind, f: &mut dyn FnMut(ExprId)) {
    parts(kind, &mut |part| {
        if let Part::Expr(id) = part {
            f(id);
        }
    });
}

/// Calls `f` with each child expression and each pattern of an expression, in the order of evaluation.
pub fn parts(kind: &ExprKind, f: &mut dyn FnMut(Part)) {
    use Part::{Expr, Pat};
    match kind {
        ExprKind::Lit(_)
        | ExprKind::Name(_)
        | ExprKind::This
        | ExprKind::Base
        | ExprKind::LocalFn(_)
        | ExprKind::Continue => {}
        ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => f(Expr(*base)),
        ExprKind::Index { base, args } => {
            f(Expr(*base));
            args.iter().for_each(|arg| f(Expr(*arg)));
        }
        ExprKind::Call { callee, args } => {
            f(Expr(*callee));
            arguments(args, f);
        }
        ExprKind::New(new) => {
            arguments(&new.args, f);
            new.fields.iter().for_each(|(_, value)| f(Expr(*value)));
        }
        ExprKind::Collection { items, .. } | ExprKind::Template(items) | ExprKind::Block { items, .. } => {
            items.iter().for_each(|item| f(Expr(*item)));
        }
        ExprKind::Gap { parts, .. } => parts.iter().for_each(|part| f(Expr(*part))),
        ExprKind::Lambda(lambda) => {
            lambda
                .attributes
                .iter()
                .for_each(|attribute| attribute_parts(attribute, f));
            lambda.params.iter().for_each(|param| param_parts(param, f));
            f(Expr(lambda.body));
        }
        ExprKind::Unary { operand, .. } => f(Expr(*operand)),
        ExprKind::Binary { left, right, .. } => {
            f(Expr(*left));
            f(Expr(*right));
        }
        ExprKind::Cast { value, .. } => f(Expr(*value)),
        ExprKind::Let {
            pattern, value, els, ..
        } => {
            value.iter().for_each(|value| f(Expr(*value)));
            f(Pat(*pattern));
            els.iter().for_each(|els| f(Expr(*els)));
        }
        ExprKind::Assign { target, op, value } => {
            // A compound assignment reads its target first; a plain one comes to it last.
            if op.is_some() {
                f(Expr(*target));
            }
            f(Expr(*value));
            if op.is_none() {
                f(Expr(*target));
            }
        }
        ExprKind::Is { value, pattern } => {
            f(Expr(*value));
            f(Pat(*pattern));
        }
        ExprKind::If { cond, then, els } => {
            f(Expr(*cond));
            f(Expr(*then));
            els.iter().for_each(|els| f(Expr(*els)));
        }
        ExprKind::Match { value, arms, .. } => {
            f(Expr(*value));
            for arm in arms {
                f(Pat(arm.pattern));
                arm.guard.iter().for_each(|guard| f(Expr(*guard)));
                f(Expr(arm.body));
            }
        }
        ExprKind::Loop(found) => {
            let head = |f: &mut dyn FnMut(Part)| {
                found.head.iter().for_each(|head| f(Expr(*head)));
                found.pattern.iter().for_each(|pattern| f(Pat(*pattern)));
            };
            if found.post_test {
                f(Expr(found.body));
                head(f);
            } else {
                head(f);
                f(Expr(found.body));
            }
            found.els.iter().for_each(|els| f(Expr(*els)));
        }
        ExprKind::Comprehension { element, clauses } => {
            for clause in clauses {
                f(Expr(clause.source));
                f(Pat(clause.pattern));
                clause.conds.iter().for_each(|cond| f(Expr(*cond)));
            }
            f(Expr(*element));
        }
        ExprKind::Try(found) => {
            f(Expr(found.body));
            for handler in &found.handlers {
                handler.guard.iter().for_each(|guard| f(Expr(*guard)));
                f(Expr(handler.body));
            }
            found.els.iter().chain(&found.finally).for_each(|part| f(Expr(*part)));
        }
        ExprKind::Using { items, body } => {
            for (pattern, value) in items {
                f(Expr(*value));
                pattern.iter().for_each(|pattern| f(Pat(*pattern)));
            }
            f(Expr(*body));
        }
        ExprKind::Return(value) | ExprKind::Raise(value) | ExprKind::Yield(value) | ExprKind::Break(value) => {
            value.iter().for_each(|value| f(Expr(*value)));
        }
    }
}

/// Calls `f` with each part of a pattern: patterns inside of it, and the expression of a [`PatKind::Value`].
pub fn pattern_parts(kind: &PatKind, f: &mut dyn FnMut(Part)) {
    match kind {
        PatKind::Wild | PatKind::Rest(_) | PatKind::Gap => {}
        PatKind::Bind { inner, .. } => inner.iter().for_each(|inner| f(Part::Pat(*inner))),
        PatKind::Value(value) => f(Part::Expr(*value)),
        PatKind::Tuple(items) | PatKind::Or(items) | PatKind::And(items) => {
            items.iter().for_each(|item| f(Part::Pat(*item)));
        }
        PatKind::Record { items, fields, .. } => {
            items.iter().for_each(|item| f(Part::Pat(*item)));
            fields.iter().for_each(|(_, item)| f(Part::Pat(*item)));
        }
        PatKind::Not(inner) => f(Part::Pat(*inner)),
    }
}

/// Calls `f` with each name that a pattern of a body binds, those in patterns inside of it too.
pub fn bound(body: &Body, pattern: PatId, f: &mut dyn FnMut(Name)) {
    let mut open = vec![pattern];
    while let Some(at) = open.pop() {
        let kind = &body[at].kind;
        if let PatKind::Bind { name, .. } | PatKind::Rest(Some(name)) = kind {
            f(*name);
        }
        pattern_parts(kind, &mut |part| {
            // inner patterns are lowered before those around them
            if let Part::Pat(inner) = part
                && inner < at
            {
                open.push(inner);
            }
        });
    }
}

/// Calls `f` with the arguments of an attribute.
pub fn attribute_parts(attribute: &Attribute, f: &mut dyn FnMut(Part)) {
    arguments(&attribute.args, f);
}

/// Calls `f` with what stands in a parameter: its attributes' arguments, its default, its pattern.
pub fn param_parts(param: &Param, f: &mut dyn FnMut(Part)) {
    param
        .attributes
        .iter()
        .for_each(|attribute| attribute_parts(attribute, f));
    param.default.iter().for_each(|default| f(Part::Expr(*default)));
    param.pattern.iter().for_each(|pattern| f(Part::Pat(*pattern)));
}

fn arguments(args: &[Arg], f: &mut dyn FnMut(Part)) {
    args.iter().for_each(|arg| f(Part::Expr(arg.value)));
}
