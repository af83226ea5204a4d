//! What is written for a decorator where it is put, and the conditions in it that are decided by that: `role` in
//! `@allowed(role="admin")`.

use crate::flow::cx::Cx;
use crate::flow::value::{Root, Shape, Val};
use crate::program::{FnId, TypeId};
use partywall_ir::{Attribute, BinaryOp, ExprId, ExprKind, Lit, Name, ParamKind, UnaryOp};

/// How deep a condition is looked into.
const MAX_DEPTH: usize = 8;

impl Cx<'_, '_> {
    /// The parameters of a decorator with what an attribute of the function under way gives them, or else their defaults that say so.
    pub(super) fn written_for(&mut self, decorator: FnId, attribute: &Attribute) -> Vec<(Name, Val)> {
        let program = self.eng.program;
        let unit = program.func(decorator).unit;
        let mut written = Vec::new();
        let mut free = attribute.args.iter().filter(|arg| arg.name.is_none());
        for param in &program.decl(decorator).params {
            let name = program.sym(unit, param.name);
            let named = |arg: &&partywall_ir::Arg| arg.name.is_some_and(|own| self.sym(own) == name);
            let arg = match param.kind {
                ParamKind::Plain => attribute.args.iter().find(named).or_else(|| free.next()),
                _ => None,
            };
            let val = match (arg, param.default) {
                (Some(arg), _) => self.eval(arg.value),
                (None, Some(default)) if is_nothing(&program.unit(unit).body[default].kind) => Val::shaped(Shape::Null),
                _ => continue,
            };
            written.push((param.name, val));
        }
        written
    }

    /// Whether a condition in a decorator holds, where what is written for it decides that alone.
    pub(super) fn told_by_written(&self, cond: ExprId) -> Option<bool> {
        let asks = self.wrapped.is_some() && self.lambdas == 0;
        asks.then(|| self.told_within(cond, 0)).flatten()
    }

    fn told_within(&self, cond: ExprId, depth: usize) -> Option<bool> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.unit.body[cond].kind {
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => self.told_within(operand, depth + 1).map(|told| !told),
            ExprKind::Binary { op, left, right } => match op {
                BinaryOp::And | BinaryOp::Or => {
                    let decides = op == BinaryOp::Or;
                    let sides = [left, right].map(|side| self.told_within(side, depth + 1));
                    match sides {
                        [Some(a), Some(b)] if a == b => Some(a),
                        _ => sides.contains(&Some(decides)).then_some(decides),
                    }
                }
                BinaryOp::In => self.is_among(left, right),
                BinaryOp::NotIn => self.is_among(left, right).map(|told| !told),
                BinaryOp::Eq => self.is_text(left, right),
                BinaryOp::Ne => self.is_text(left, right).map(|told| !told),
                _ => None,
            },
            ExprKind::Name(_) | ExprKind::Member { .. } => match self.known_part(cond)?.shape {
                Shape::Null | Shape::Bool(false) => Some(false),
                Shape::Bool(true) => Some(true),
                Shape::Text(text) => Some(!text.is_empty()),
                Shape::List(items) => Some(!items.is_empty()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of an expression that is nothing but what is written, or is left out where that is made.
    fn known_part(&self, expr: ExprId) -> Option<Val> {
        match self.unit.body[expr].kind {
            ExprKind::Name(name) => {
                let val = self.st.env.get(&name)?;
                val.srcs
                    .list()
                    .iter()
                    .all(|src| src.root() == Root::Const)
                    .then(|| val.clone())
            }
            ExprKind::Member { base, name } => {
                let of = self.known_part(base)?;
                let Shape::Object(members) = &of.shape else { return None };
                let name = self.sym(name);
                match members.iter().find(|(member, _)| *member == name) {
                    Some((_, val)) => Some(val.clone()),
                    None => self.is_left_out(of.ty.decl()?, name).then(|| Val::shaped(Shape::Null)),
                }
            }
            _ => None,
        }
    }

    /// Whether a member that is not given is nothing.
    fn is_left_out(&self, ty: TypeId, name: crate::program::Sym) -> bool {
        let program = self.eng.program;
        let Some(field) = program.field(ty, name) else {
            return false;
        };
        let value = program.field_decl(field).value;
        value.is_some_and(|value| is_nothing(&program.unit(field.unit).body[value].kind))
    }

    fn is_among(&self, text: ExprId, list: ExprId) -> Option<bool> {
        let text = self.text_of(text)?;
        let Shape::List(items) = self.known_part(list)?.shape else {
            return None;
        };
        let texts: Option<Vec<_>> = items
            .iter()
            .map(|item| match &item.shape {
                Shape::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        Some(texts?.iter().any(|item| item[..] == *text))
    }

    fn is_text(&self, left: ExprId, right: ExprId) -> Option<bool> {
        let (text, of) = match self.text_of(left) {
            Some(text) => (text, right),
            None => (self.text_of(right)?, left),
        };
        match self.known_part(of)?.shape {
            Shape::Text(own) => Some(own[..] == *text),
            Shape::Null => Some(false),
            _ => None,
        }
    }

    fn text_of(&self, expr: ExprId) -> Option<&str> {
        match self.unit.body[expr].kind {
            ExprKind::Lit(Lit::Str(text)) => Some(self.unit.text(text)),
            _ => None,
        }
    }
}

fn is_nothing(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Lit(Lit::Null))
}
