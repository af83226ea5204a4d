//! What is passed: arguments and indices.

use partywall_ir::{Arg, ExprId, ExprKind, UnaryOp};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, free_value, in_field, of_kind, span};

impl<'t> Lower<'t> {
    /// The arguments in a list.
    pub(crate) fn args(&mut self, list: Node<'t>) -> Box<[Arg]> {
        let kids = self.kids(list);
        let mut args = Vec::with_capacity(kids.len() / 2);
        for kid in &kids {
            if kid.kind == K::Argument {
                let arg = self.arg(kid.node);
                args.extend(arg);
            }
        }
        args.into()
    }

    fn arg(&mut self, node: Node<'t>) -> Option<Arg> {
        let kids = self.kids(node);
        let name = in_field(&kids, self.f().name).map(|name| self.ident(name));
        let mut value = self.free_expr(&kids)?;
        if self.by_reference(&kids) {
            value = self.add(
                ExprKind::Unary {
                    op: UnaryOp::Ref,
                    operand: value,
                },
                node,
            );
        }
        Some(Arg {
            name,
            spread: false,
            value,
        })
    }

    fn by_reference(&self, kids: &[Kid<'t>]) -> bool {
        kids.iter()
            .any(|kid| kid.kind == K::Token && matches!(self.text(kid.node), "ref" | "out" | "in"))
    }

    /// The values in an index; of a range, the bounds that are written.
    pub(crate) fn indices(&mut self, list: Node<'t>) -> Box<[ExprId]> {
        let mut values = Vec::new();
        for kid in self.kids(list) {
            if kid.kind != K::Argument {
                continue;
            }
            let parts = self.kids(kid.node);
            let Some(value) = free_value(&parts) else { continue };
            if self.kind(value) == K::Range {
                let bounds = self.kids(value);
                for bound in bounds.iter().filter(|bound| bound.kind.is_value()) {
                    values.push(self.expr(bound.node));
                }
            } else {
                values.push(self.expr(value));
            }
        }
        values.into()
    }

    /// `nameof(a.b)`: the string that it stands for.
    pub(crate) fn nameof(&mut self, node: Node<'t>) -> ExprId {
        let list = self.child(node, self.f().arguments);
        let args = list.map(|list| self.kids(list)).unwrap_or_default();
        let parts = of_kind(&args, K::Argument)
            .map(|arg| self.kids(arg))
            .unwrap_or_default();
        let name = parts
            .iter()
            .find(|part| part.kind.is_value())
            .map_or("", |part| self.last_name(part.node));
        self.str_expr(name, span(node))
    }

    /// The last name in a chain of members: what `nameof` gives and what an anonymous object calls the member.
    pub(crate) fn last_name(&mut self, node: Node<'t>) -> &'t str {
        let f = self.f();
        match self.kind(node) {
            K::Member | K::QualifiedName | K::AliasQualifiedName => {
                self.child(node, f.name).map_or("", |name| self.simple(name))
            }
            K::ConditionalAccess => {
                let kids = self.kids(node);
                let binding = of_kind(&kids, K::MemberBinding).and_then(|binding| self.child(binding, f.name));
                binding.map_or("", |name| self.simple(name))
            }
            K::Postfix => node.child(0).map_or("", |inner| match self.kind(inner) {
                K::Postfix => "",
                _ => self.last_name(inner),
            }),
            K::Identifier | K::GenericName | K::PredefinedType => self.simple(node),
            _ => "",
        }
    }
}
