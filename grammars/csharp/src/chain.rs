//! Expressions that grow on the left: `a.b().c()`, `a + b + c`. Generated code makes them thousands of links long, so they are
//! walked down and then up again, without recursion.

use partywall_ir::{BinaryOp, ExprId, ExprKind, UnaryOp};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Lower, span};

impl<'t> Lower<'t> {
    /// An expression.
    pub(crate) fn expr(&mut self, node: Node<'t>) -> ExprId {
        let done = self.deeper(|this| this.chain(node));
        done.unwrap_or_else(|| self.gap("too_deep", node, Vec::new()))
    }

    fn chain(&mut self, node: Node<'t>) -> ExprId {
        let mark = self.spine.len();
        let mut node = node;
        let mut kind = self.kind(node);
        while let Some(left) = self.left_of(node, kind) {
            // Brackets say nothing once the tree is built.
            if kind != K::Parenthesized {
                self.spine.push((node, kind));
            }
            node = left;
            kind = self.kind(left);
        }
        let mut id = self.leaf(node, kind);
        while self.spine.len() > mark {
            let Some((node, kind)) = self.spine.pop() else { break };
            id = self.link(node, kind, id);
        }
        id
    }

    /// What an expression grows on.
    fn left_of(&mut self, node: Node<'t>, kind: K) -> Option<Node<'t>> {
        let f = self.f();
        match kind {
            K::Member => self.child(node, f.expression),
            K::ElementAccess => self.child(node, f.expression),
            K::Invocation => self
                .child(node, f.function)
                .filter(|function| !self.is_special(*function)),
            K::ConditionalAccess => self.child(node, f.condition),
            K::QualifiedName => self.child(node, f.qualifier),
            K::Binary | K::As | K::Is => self.child(node, f.left),
            K::IsPattern => self.child(node, f.expression),
            K::Postfix | K::With | K::SwitchExpression => node.child(0),
            K::Parenthesized => {
                let kids = self.kids(node);
                kids.iter().find(|kid| kid.kind.is_value()).map(|kid| kid.node)
            }
            _ => None,
        }
    }

    /// What stands before the brackets of a call that is none: `nameof`, and `v is var`, which the grammar ends too soon.
    fn is_special(&self, function: Node<'t>) -> bool {
        match self.kind(function) {
            K::Identifier => self.text(function) == "nameof",
            K::Is => self
                .child(function, self.f().right)
                .is_some_and(|ty| self.kind(ty) == K::ImplicitType),
            _ => false,
        }
    }

    /// One link of a chain on top of what it grows on.
    fn link(&mut self, node: Node<'t>, kind: K, left: ExprId) -> ExprId {
        let f = self.f();
        match kind {
            K::Member | K::QualifiedName => match self.child(node, f.name) {
                Some(name) => self.member_of(left, name, node),
                None => self.gap("error", node, vec![left]),
            },
            K::Invocation => {
                let args = self
                    .child(node, f.arguments)
                    .map(|list| self.args(list))
                    .unwrap_or_default();
                self.add(ExprKind::Call { callee: left, args }, node)
            }
            K::ElementAccess => {
                let args = self
                    .child(node, f.subscript)
                    .map(|list| self.indices(list))
                    .unwrap_or_default();
                self.add(ExprKind::Index { base: left, args }, node)
            }
            K::ConditionalAccess => self.conditional_access(node, left),
            K::Binary => self.onto(node, left),
            K::As => match self.child(node, f.right) {
                Some(ty) => {
                    let ty = Box::new(self.ty(ty));
                    self.add(ExprKind::Cast { value: left, ty }, node)
                }
                None => self.gap("error", node, vec![left]),
            },
            K::Is | K::IsPattern => self.test(node, left),
            K::SwitchExpression => self.switch_expression(node, left),
            K::With => self.with(node, left),
            K::Postfix => {
                let forgiven = self.src.get(..node.end_byte()).is_some_and(|text| text.ends_with('!'));
                if forgiven {
                    left
                } else {
                    self.add(
                        ExprKind::Unary {
                            op: UnaryOp::Arith,
                            operand: left,
                        },
                        node,
                    )
                }
            }
            _ => left,
        }
    }

    /// A member by its simple or generic name.
    pub(crate) fn member_of(&mut self, base: ExprId, name_node: Node<'t>, node: Node<'t>) -> ExprId {
        let text = self.simple(name_node);
        let name = self.intern(text);
        if self.kind(name_node) != K::GenericName {
            return self.add(ExprKind::Member { base, name }, node);
        }
        let args = self.type_args(name_node);
        let mut at = span(node);
        at.end = span(name_node.child(0).unwrap_or(name_node)).end;
        let base = self.add_at(ExprKind::Member { base, name }, at);
        self.add(
            ExprKind::Generic {
                base,
                args: args.into(),
            },
            node,
        )
    }

    fn conditional_access(&mut self, node: Node<'t>, left: ExprId) -> ExprId {
        let kids = self.kids(node);
        match kids
            .iter()
            .find(|kid| matches!(kid.kind, K::MemberBinding | K::ElementBinding))
        {
            Some(kid) if kid.kind == K::MemberBinding => match self.child(kid.node, self.f().name) {
                Some(name) => self.member_of(left, name, node),
                None => self.gap("error", node, vec![left]),
            },
            Some(kid) => {
                let args = self.indices(kid.node);
                self.add(ExprKind::Index { base: left, args }, node)
            }
            None => self.gap("error", node, vec![left]),
        }
    }
}

/// An operator that can also stand in a compound assignment.
pub(crate) fn operator(word: &str) -> BinaryOp {
    match word {
        "&" => BinaryOp::BitAnd,
        "|" => BinaryOp::BitOr,
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Sub,
        "??" => BinaryOp::Coalesce,
        _ => BinaryOp::Other,
    }
}
