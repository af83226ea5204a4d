//! Conditions, loops, `try`, and what leaves them.

use partywall_ir::{ExprId, ExprKind, Handler, Loop, PatId, PatKind, Span, Try};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Lower, in_field, of_kind, span};
use crate::scope::Frame;

impl<'t> Lower<'t> {
    /// `if … else if … else`, however long the chain.
    pub(crate) fn if_chain(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        let mut arms = Vec::new();
        let mut current = node;
        let mut els = loop {
            let cond = self.field_expr(current, f.condition);
            let then = self.body_in(current, f.consequence);
            arms.push((current, cond, then));
            match self.child(current, f.alternative) {
                Some(next) if self.kind(next) == K::If => current = next,
                Some(last) => break Some(self.body_of(last)),
                None => break None,
            }
        };
        let mut id = None;
        for (node, cond, then) in arms.into_iter().rev() {
            let made = self.add(
                ExprKind::If {
                    cond,
                    then,
                    els: els.take(),
                },
                node,
            );
            els = Some(made);
            id = Some(made);
        }
        id.unwrap_or_else(|| self.absent(node))
    }

    /// `break`: of the loop around it, or of the `switch`, which sees to it when it is complete.
    pub(crate) fn break_(&mut self, node: Node<'t>) -> ExprId {
        let id = self.add(ExprKind::Break(None), node);
        if let Some(Frame::Switch(breaks)) = self.frames.last_mut() {
            breaks.push(id);
        }
        id
    }

    pub(crate) fn yield_(&mut self, node: Node<'t>) -> ExprId {
        self.yields();
        let kids = self.kids(node);
        let last = kids
            .iter()
            .any(|kid| kid.kind == K::Token && self.text(kid.node) == "break");
        if last {
            return self.add(ExprKind::Return(None), node);
        }
        let value = self.free_expr(&kids);
        self.add(ExprKind::Yield(value), node)
    }

    fn repeat(
        &mut self,
        at: Span,
        pattern: Option<PatId>,
        head: Option<ExprId>,
        body: ExprId,
        post_test: bool,
    ) -> ExprId {
        let kind = ExprKind::Loop(Box::new(Loop {
            pattern,
            head,
            post_test,
            body,
            els: None,
        }));
        self.add_at(kind, at)
    }

    pub(crate) fn while_(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        let head = self.field_expr(node, f.condition);
        let body = self.looping(|this| this.body_in(node, f.body));
        self.repeat(span(node), None, Some(head), body, false)
    }

    pub(crate) fn do_(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        let body = self.looping(|this| this.body_in(node, f.body));
        let head = self.field_expr(node, f.condition);
        self.repeat(span(node), None, Some(head), body, true)
    }

    pub(crate) fn foreach(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let head = self.kid_expr(node, &kids, f.right);
        let pattern = match in_field(&kids, f.left) {
            Some(left) if self.kind(left) == K::Identifier => {
                let ty = self.declared(in_field(&kids, f.type_));
                let name = self.ident(left);
                let at = span(left);
                let inner = ty.map(|ty| {
                    self.add_pat(
                        PatKind::Record {
                            ty: Some(ty),
                            items: Box::default(),
                            fields: Box::default(),
                        },
                        at,
                    )
                });
                self.add_pat(PatKind::Bind { name, inner }, at)
            }
            Some(left) => self.binding(left),
            None => self.add_pat(PatKind::Wild, span(node)),
        };
        let body = self.looping(|this| this.body_in(node, f.body));
        self.repeat(span(node), Some(pattern), Some(head), body, false)
    }

    /// A block with the initializers and a loop whose body ends with the updates.
    pub(crate) fn for_(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let mut items = Vec::new();
        for kid in kids
            .iter()
            .filter(|kid| kid.field == f.initializer && kid.kind.is_value())
        {
            match kid.kind {
                K::VariableDeclaration => self.lets(kid.node, &mut items),
                _ => {
                    let id = self.expr(kid.node);
                    items.push(id);
                }
            }
        }
        let head = in_field(&kids, f.condition).map(|cond| self.expr(cond));
        let body = self.looping(|this| this.body_in(node, f.body));
        let mut turn = vec![body];
        for kid in kids.iter().filter(|kid| kid.field == f.update && kid.kind.is_value()) {
            turn.push(self.expr(kid.node));
        }
        let body = match &*turn {
            [only] => *only,
            _ => self.add(
                ExprKind::Block {
                    items: turn.into(),
                    value: false,
                },
                node,
            ),
        };
        let id = self.repeat(span(node), None, head, body, false);
        if items.is_empty() {
            return id;
        }
        items.push(id);
        self.add(
            ExprKind::Block {
                items: items.into(),
                value: false,
            },
            node,
        )
    }

    pub(crate) fn try_(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let body = self.body_in(node, self.f().body);
        let mut handlers = Vec::new();
        let mut finally = None;
        for kid in &kids {
            match kid.kind {
                K::CatchClause => handlers.push(self.handler(kid.node)),
                K::Finally => {
                    let parts = self.kids(kid.node);
                    finally = of_kind(&parts, K::Block).map(|block| self.body_of(block));
                }
                _ => {}
            }
        }
        self.add(
            ExprKind::Try(Box::new(Try {
                body,
                handlers: handlers.into(),
                els: None,
                finally,
            })),
            node,
        )
    }

    fn handler(&mut self, node: Node<'t>) -> Handler {
        let kids = self.kids(node);
        let f = self.f();
        let (mut types, mut binding) = (Vec::new(), None);
        if let Some(declaration) = of_kind(&kids, K::CatchDeclaration) {
            types.extend(self.child(declaration, f.type_).map(|ty| self.ty(ty)));
            binding = self.child(declaration, f.name).map(|name| self.ident(name));
        }
        let guard = of_kind(&kids, K::CatchFilter).and_then(|filter| {
            let parts = self.kids(filter);
            self.free_expr(&parts)
        });
        let body = self.body_in(node, f.body);
        Handler {
            types: types.into(),
            binding,
            guard,
            body,
        }
    }
}
