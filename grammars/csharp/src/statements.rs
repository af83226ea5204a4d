//! Blocks, declarations of locals, and the statements that hold others without choosing between them.

use partywall_ir::{ExprId, ExprKind, PatId, PatKind, Span};
use tree_sitter::Node;

use crate::declarations::is_statement;
use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};

/// The statements of one block so far.
#[derive(Default)]
struct Items {
    done: Vec<ExprId>,
    /// Using declarations: what each opens, and how many statements came before it.
    open: Vec<(Resources, usize, Span)>,
}

/// Resources with what they are bound to.
type Resources = Vec<(Option<PatId>, ExprId)>;

impl<'t> Lower<'t> {
    /// `{ … }`.
    pub(crate) fn block(&mut self, node: Node<'t>) -> ExprId {
        self.block_after(node, Vec::new())
    }

    /// `{ … }` with something in front of its statements.
    pub(crate) fn block_after(&mut self, node: Node<'t>, front: Vec<ExprId>) -> ExprId {
        let kids = self.spliced(node);
        let mut items = Items {
            done: front,
            open: Vec::new(),
        };
        self.fill_items(&kids, &mut items);
        let items = self.close(items, span(node).end);
        self.add(ExprKind::Block { items, value: false }, node)
    }

    /// The statements of a section or a file, onto `done`.
    pub(crate) fn items_into(&mut self, kids: &[Kid<'t>], done: &mut Vec<ExprId>) {
        let mut items = Items {
            done: std::mem::take(done),
            open: Vec::new(),
        };
        self.fill_items(kids, &mut items);
        let end = kids.last().map_or(0, |kid| span(kid.node).end);
        *done = self.close(items, end).into();
    }

    fn fill_items(&mut self, kids: &[Kid<'t>], items: &mut Items) {
        for kid in kids {
            let done = self.deeper(|this| this.statement(*kid, items));
            if done.is_none() {
                let gap = self.gap("too_deep", kid.node, Vec::new());
                items.done.push(gap);
            }
        }
    }

    /// Puts everything after a using declaration inside of it, the last one first.
    fn close(&mut self, items: Items, end: u32) -> Box<[ExprId]> {
        let Items { mut done, mut open } = items;
        while let Some((resources, before, at)) = open.pop() {
            let inner = done.split_off(before);
            let start = inner.first().map_or(at.end, |first| self.unit.body[*first].span.start);
            let inside = Span {
                start,
                end: end.max(start),
            };
            let body = self.add_at(
                ExprKind::Block {
                    items: inner.into(),
                    value: false,
                },
                inside,
            );
            let using = self.add_at(
                ExprKind::Using {
                    items: resources.into(),
                    body,
                },
                at.to(inside),
            );
            done.push(using);
        }
        done.into()
    }

    /// The one statement that a condition or loop governs: itself, or a block when it is none or several expressions.
    pub(crate) fn body_of(&mut self, node: Node<'t>) -> ExprId {
        if self.kind(node) == K::Block {
            let block = self.deeper(|this| this.block(node));
            return block.unwrap_or_else(|| self.gap("too_deep", node, Vec::new()));
        }
        let kid = Kid {
            node,
            kind: self.kind(node),
            field: 0,
        };
        let mut done = Vec::new();
        self.items_into(&[kid], &mut done);
        match &*done {
            [one] => *one,
            _ => self.add(
                ExprKind::Block {
                    items: done.into(),
                    value: false,
                },
                node,
            ),
        }
    }

    /// The statement in a field.
    pub(crate) fn body_in(&mut self, node: Node<'t>, field: u16) -> ExprId {
        match self.child(node, field) {
            Some(body) => self.body_of(body),
            None => self.absent(node),
        }
    }

    fn statement(&mut self, kid: Kid<'t>, items: &mut Items) {
        let node = kid.node;
        let id = match kid.kind {
            K::Token | K::Empty => return,
            K::ExpressionStatement => {
                let kids = self.kids(node);
                let Some(inner) = self.free_expr(&kids) else { return };
                inner
            }
            K::LocalDeclaration => return self.local(node, items),
            K::Block => self.block(node),
            K::If => self.if_chain(node),
            K::Return => self.leave(node, ExprKind::Return),
            K::Throw => self.leave(node, ExprKind::Raise),
            K::Yield => self.yield_(node),
            K::Break => self.break_(node),
            K::Continue => self.add(ExprKind::Continue, node),
            K::Foreach => self.foreach(node),
            K::For => self.for_(node),
            K::While => self.while_(node),
            K::Do => self.do_(node),
            K::Switch => self.switch(node),
            K::Try => self.try_(node),
            K::Using => self.using(node),
            K::Lock => self.lock(node),
            K::CheckedStatement | K::Unsafe => {
                let kids = self.kids(node);
                match of_kind(&kids, K::Block) {
                    Some(block) => self.body_of(block),
                    None => self.absent(node),
                }
            }
            K::Fixed => self.fixed(node),
            K::Labeled => {
                let kids = self.kids(node);
                let Some(inner) = kids.last().filter(|_| kids.len() > 2) else {
                    return;
                };
                let inner = Kid {
                    node: inner.node,
                    kind: inner.kind,
                    field: 0,
                };
                return self.fill_items(&[inner], items);
            }
            K::LocalFunction => self.local_function(node),
            K::Error => self.broken(node),
            K::Class | K::Struct | K::Record | K::Interface | K::Enum | K::Delegate | K::Method | K::UsingDirective => {
                return self.declaration(kid, None);
            }
            K::Namespace | K::Property | K::Field | K::Constructor => return self.declaration(kid, None),
            _ if is_expression_statement(kid.kind) => self.expr(node),
            _ => self.unknown(node),
        };
        items.done.push(id);
    }

    /// What can be read of broken text between statements.
    fn broken(&mut self, node: Node<'t>) -> ExprId {
        let kids: Vec<_> = self.kids(node).into_iter().filter(|kid| readable(kid.kind)).collect();
        let mut parts = Vec::new();
        self.items_into(&kids, &mut parts);
        self.gap("error", node, parts)
    }

    fn leave(&mut self, node: Node<'t>, kind: impl FnOnce(Option<ExprId>) -> ExprKind) -> ExprId {
        let kids = self.kids(node);
        let value = self.free_expr(&kids);
        self.add(kind(value), node)
    }

    /// A declaration of locals, or of resources that stay open for the rest of the block.
    fn local(&mut self, node: Node<'t>, items: &mut Items) {
        let kids = self.kids(node);
        let Some(declaration) = of_kind(&kids, K::VariableDeclaration) else {
            return;
        };
        if kids
            .iter()
            .any(|kid| kid.kind == K::Token && self.text(kid.node) == "using")
        {
            let resources = self.resources(declaration);
            items.open.push((resources, items.done.len(), span(node)));
        } else {
            self.lets(declaration, &mut items.done);
        }
    }

    /// One declaration for each declarator.
    pub(crate) fn lets(&mut self, declaration: Node<'t>, done: &mut Vec<ExprId>) {
        let kids = self.kids(declaration);
        let written = in_field(&kids, self.f().type_);
        let many = kids.iter().filter(|kid| kid.kind == K::VariableDeclarator).count() > 1;
        for kid in kids.iter().filter(|kid| kid.kind == K::VariableDeclarator) {
            let parts = self.kids(kid.node);
            let ty = self.declared(written);
            let value = self.initial(&parts);
            let pattern = self.declarator(kid.node, &parts);
            let at = if many { span(kid.node) } else { span(declaration) };
            done.push(self.add_at(
                ExprKind::Let {
                    pattern,
                    ty: ty.map(Box::new),
                    value,
                    els: None,
                },
                at,
            ));
        }
    }

    /// The value that follows `=` in a declarator.
    pub(crate) fn initial(&mut self, parts: &[Kid<'t>]) -> Option<ExprId> {
        let equals = parts
            .iter()
            .position(|part| part.kind == K::Token && self.text(part.node) == "=")?;
        self.free_expr(&parts[equals..])
    }

    fn declarator(&mut self, node: Node<'t>, parts: &[Kid<'t>]) -> PatId {
        if let Some(tuple) = of_kind(parts, K::TuplePattern) {
            return self.binding(tuple);
        }
        match in_field(parts, self.f().name) {
            Some(name) => self.bind(name),
            None => self.add_pat(PatKind::Wild, span(node)),
        }
    }

    fn resources(&mut self, declaration: Node<'t>) -> Resources {
        let mut resources = Vec::new();
        for kid in self.kids(declaration) {
            if kid.kind == K::VariableDeclarator {
                let parts = self.kids(kid.node);
                let value = match self.initial(&parts) {
                    Some(value) => value,
                    None => self.absent(kid.node),
                };
                let pattern = self.declarator(kid.node, &parts);
                resources.push((Some(pattern), value));
            }
        }
        resources
    }

    fn using(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let body = in_field(&kids, self.f().body);
        let resources = match of_kind(&kids, K::VariableDeclaration) {
            Some(declaration) => self.resources(declaration),
            None => match self.free_expr(&kids) {
                Some(value) => vec![(None, value)],
                None => Vec::new(),
            },
        };
        let body = match body {
            Some(body) => self.body_of(body),
            None => self.absent(node),
        };
        self.add(
            ExprKind::Using {
                items: resources.into(),
                body,
            },
            node,
        )
    }

    fn lock(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let mut parts = kids.iter().filter(|kid| kid.kind.is_value());
        let (held, body) = (parts.next().copied(), parts.next().copied());
        let held = held.map(|held| (None, self.expr(held.node)));
        let body = match body {
            Some(body) => self.body_of(body.node),
            None => self.absent(node),
        };
        self.add(
            ExprKind::Using {
                items: held.into_iter().collect(),
                body,
            },
            node,
        )
    }

    fn fixed(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let mut items = Vec::new();
        for kid in kids.iter().filter(|kid| kid.kind.is_value()) {
            match kid.kind {
                K::VariableDeclaration => self.lets(kid.node, &mut items),
                _ => {
                    let body = self.body_of(kid.node);
                    items.push(body);
                }
            }
        }
        self.add(
            ExprKind::Block {
                items: items.into(),
                value: false,
            },
            node,
        )
    }
}

/// Expressions that broken text can leave where a statement should stand.
fn is_expression_statement(kind: K) -> bool {
    matches!(
        kind,
        K::Identifier
            | K::GenericName
            | K::QualifiedName
            | K::Invocation
            | K::Member
            | K::Assignment
            | K::Await
            | K::Binary
            | K::Conditional
            | K::ConditionalAccess
            | K::ElementAccess
            | K::Interpolated
            | K::Is
            | K::IsPattern
            | K::Lambda
            | K::ObjectCreation
            | K::Parenthesized
            | K::Postfix
            | K::Prefix
            | K::Query
            | K::String
            | K::Tuple
            | K::With
            | K::DeclarationExpression
    )
}

/// What is worth reading inside broken text: statements and expressions, not the loose words around them.
fn readable(kind: K) -> bool {
    kind == K::Error || is_statement(kind) || (is_expression_statement(kind) && kind != K::Identifier)
}
