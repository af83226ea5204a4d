//! Expressions from their leftmost operand outwards: `a.b().c[0] + d or e`. Such chains are long in ordinary code,
//! so they are walked with a list and not with the stack.

use partywall_ir::{Arg, BinaryOp, ExprId, ExprKind, UnaryOp};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

impl Lower<'_> {
    /// Lowers an expression; whatever else stands in its place becomes a gap.
    pub(crate) fn expr(&mut self, at: At) -> ExprId {
        if !self.descend() {
            return self.too_deep(at);
        }
        let floor = self.spine.len();
        let mut base = at;
        while let Some(next) = self.leftmost(base) {
            self.spine.push(base);
            base = next;
        }
        let mut id = self.leaf(base);
        while self.spine.len() > floor {
            let Some(outer) = self.spine.pop() else { break };
            id = self.extend(outer, id);
        }
        self.ascend();
        id
    }

    /// Lowers a part of a node, or all of the node as a gap when the part is not there.
    pub(crate) fn expr_or_gap(&mut self, part: Option<At>, at: At) -> ExprId {
        match part {
            Some(part) => self.expr(part),
            None => self.gap(at),
        }
    }

    /// The operand that a node begins with, where the rest of the node only adds to it.
    fn leftmost(&self, at: At) -> Option<At> {
        let role = match self.tree.kind(at) {
            Kind::Attribute => Role::Object,
            Kind::Call => Role::Function,
            Kind::Subscript => Role::Value,
            Kind::BinaryOperator | Kind::BooleanOperator => Role::Left,
            Kind::Parenthesized | Kind::Type | Kind::MemberType | Kind::Await => return self.tree.first(at),
            _ => return None,
        };
        self.tree.child(at, role)
    }

    fn extend(&mut self, at: At, base: ExprId) -> ExprId {
        let tree = self.tree;
        match tree.kind(at) {
            Kind::Attribute => {
                let name = tree.child(at, Role::Attribute).map_or("", |name| self.slice(name));
                if name == "__class__" && self.unit.body[base].kind == ExprKind::Base {
                    return base;
                }
                let name = self.intern(name);
                self.add_at(ExprKind::Member { base, name }, at)
            }
            Kind::Call => self.call(at, base),
            Kind::Subscript => {
                let mut args = Vec::new();
                for arg in tree.each(at, Role::Subscript) {
                    if tree.kind(arg) == Kind::Slice {
                        args.extend(tree.children(arg).map(|bound| self.expr(bound)));
                    } else {
                        args.push(self.expr(arg));
                    }
                }
                self.add_at(
                    ExprKind::Index {
                        base,
                        args: args.into(),
                    },
                    at,
                )
            }
            Kind::BinaryOperator | Kind::BooleanOperator => {
                let op = match tree.child(at, Role::Operator).map(|op| tree.kind(op)) {
                    Some(Kind::And) => BinaryOp::And,
                    Some(Kind::Or) => BinaryOp::Or,
                    Some(Kind::Plus) => BinaryOp::Add,
                    Some(Kind::Minus) => BinaryOp::Sub,
                    Some(Kind::Amp) => BinaryOp::BitAnd,
                    Some(Kind::Pipe) => BinaryOp::BitOr,
                    _ => BinaryOp::Other,
                };
                let Some(right) = tree.child(at, Role::Right) else {
                    return base;
                };
                let right = self.expr(right);
                self.add_at(ExprKind::Binary { op, left: base, right }, at)
            }
            Kind::MemberType => {
                let name = tree.children(at).last().map_or("", |name| self.slice(name));
                let name = self.intern(name);
                self.add_at(ExprKind::Member { base, name }, at)
            }
            Kind::Await => self.add_at(
                ExprKind::Unary {
                    op: UnaryOp::Await,
                    operand: base,
                },
                at,
            ),
            _ => base,
        }
    }

    fn call(&mut self, at: At, callee: ExprId) -> ExprId {
        if let ExprKind::Name(name) = self.unit.body[callee].kind
            && self.unit.text(name) == "super"
        {
            let span = self.tree.span(at);
            let place = &mut self.unit.body.exprs[callee.index()];
            *place = partywall_ir::Expr {
                kind: ExprKind::Base,
                span,
            };
            return callee;
        }
        let args = self
            .tree
            .child(at, Role::Arguments)
            .map(|args| self.arguments(args))
            .unwrap_or_default();
        self.add_at(
            ExprKind::Call {
                callee,
                args: args.into(),
            },
            at,
        )
    }

    /// The arguments of a call, a decorator or a class.
    pub(crate) fn arguments(&mut self, at: At) -> Vec<Arg> {
        let tree = self.tree;
        if tree.kind(at) != Kind::ArgumentList {
            return vec![Arg::positional(self.expr(at))];
        }
        let mut args = Vec::new();
        for child in tree.children(at) {
            args.push(self.argument(child));
        }
        args
    }

    /// One argument.
    pub(crate) fn argument(&mut self, at: At) -> Arg {
        let tree = self.tree;
        match tree.kind(at) {
            Kind::KeywordArgument => {
                let name = tree.child(at, Role::Name).map(|name| self.name(name));
                let value = self.expr_or_gap(tree.child(at, Role::Value), at);
                Arg {
                    name,
                    spread: false,
                    value,
                }
            }
            Kind::ListSplat | Kind::ListSplatPattern | Kind::DictionarySplat | Kind::DictionarySplatPattern => {
                let value = self.expr_or_gap(tree.first(at), at);
                Arg {
                    name: None,
                    spread: true,
                    value,
                }
            }
            _ => Arg::positional(self.expr(at)),
        }
    }
}
