//! What makes a value: `new` in all its forms, initializers, collections, `with`.

use partywall_ir::{Arg, CollectionKind, ExprId, ExprKind, Name, New, TypeRef};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Lower, in_field, of_kind, span};

/// What an initializer sets and adds.
#[derive(Default)]
struct Initial {
    fields: Vec<(Name, ExprId)>,
    items: Vec<ExprId>,
    /// Keys and values in turn.
    pairs: Vec<ExprId>,
}

impl<'t> Lower<'t> {
    /// A creation of any sort; what is none is a gap.
    pub(crate) fn creation(&mut self, node: Node<'t>, kind: K) -> ExprId {
        match kind {
            K::ObjectCreation | K::ImplicitObject => self.object(node),
            K::AnonymousObject => self.anonymous(node),
            K::ArrayCreation | K::Stackalloc => self.array(node),
            K::ImplicitArray | K::ImplicitStackalloc => {
                let kids = self.kids(node);
                match of_kind(&kids, K::Initializer) {
                    Some(list) => self.expr(list),
                    None => self.absent(node),
                }
            }
            K::Initializer => self.initializer(node),
            K::CollectionExpression => self.list(node, CollectionKind::List),
            K::ElementBinding => {
                let items = self.indices(node);
                self.add(
                    ExprKind::Collection {
                        kind: CollectionKind::List,
                        items,
                    },
                    node,
                )
            }
            _ => self.unknown(node),
        }
    }

    /// Something that this frontend does not know, with what of it can be read.
    pub(crate) fn unknown(&mut self, node: Node<'t>) -> ExprId {
        let word = if node.is_error() { "error" } else { node.kind() };
        let mut parts = Vec::new();
        for kid in self.kids(node) {
            if kid.kind.is_value() {
                parts.push(self.expr(kid.node));
            }
        }
        self.gap(word, node, parts)
    }

    fn list(&mut self, node: Node<'t>, kind: CollectionKind) -> ExprId {
        let kids = self.kids(node);
        let mut items = Vec::new();
        for kid in kids.iter().filter(|kid| kid.kind.is_value()) {
            items.push(self.expr(kid.node));
        }
        self.add(
            ExprKind::Collection {
                kind,
                items: items.into(),
            },
            node,
        )
    }

    /// `new T(..) { .. }` and `new(..) { .. }`.
    fn object(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let ty = in_field(&kids, self.f().type_).map(|ty| self.ty(ty));
        let args = of_kind(&kids, K::ArgumentList)
            .map(|list| self.args(list))
            .unwrap_or_default();
        let list = of_kind(&kids, K::Initializer);
        if list.is_none() && args.len() > 1 && ty.as_ref().is_some_and(|ty| self.unit.text(ty.name) == "Tuple") {
            let items = args.iter().map(|arg| arg.value).collect();
            let kind = CollectionKind::Tuple;
            return self.add(ExprKind::Collection { kind, items }, node);
        }
        self.fill_object(node, ty, args.into(), list)
    }

    /// Items that an initializer adds stand as one more argument, spread.
    fn fill_object(
        &mut self,
        node: Node<'t>,
        ty: Option<TypeRef>,
        mut args: Vec<Arg>,
        list: Option<Node<'t>>,
    ) -> ExprId {
        let mut fields = Vec::new();
        if let Some(list) = list {
            let initial = self.initial_parts(list);
            fields = initial.fields;
            for (kind, items) in [
                (CollectionKind::List, initial.items),
                (CollectionKind::Dict, initial.pairs),
            ] {
                if !items.is_empty() {
                    let value = self.add(
                        ExprKind::Collection {
                            kind,
                            items: items.into(),
                        },
                        list,
                    );
                    args.push(Arg {
                        name: None,
                        spread: true,
                        value,
                    });
                }
            }
        }
        self.add(
            ExprKind::New(Box::new(New {
                ty,
                args: args.into(),
                fields: fields.into(),
            })),
            node,
        )
    }

    fn initial_parts(&mut self, list: Node<'t>) -> Initial {
        let mut initial = Initial::default();
        for kid in self.kids(list) {
            match kid.kind {
                K::Assignment => self.initial_assignment(kid.node, &mut initial),
                K::Initializer => {
                    let kids = self.kids(kid.node);
                    let values: Vec<_> = kids.iter().filter(|kid| kid.kind.is_value()).collect();
                    if let [key, value] = &*values {
                        let pair = [self.expr(key.node), self.expr(value.node)];
                        initial.pairs.extend(pair);
                    } else {
                        let item = self.expr(kid.node);
                        initial.items.push(item);
                    }
                }
                kind if kind.is_value() => {
                    let item = self.expr(kid.node);
                    initial.items.push(item);
                }
                _ => {}
            }
        }
        initial
    }

    /// `A = b` and `[k] = v`.
    fn initial_assignment(&mut self, node: Node<'t>, initial: &mut Initial) {
        let kids = self.kids(node);
        let f = self.f();
        match in_field(&kids, f.left) {
            Some(left) if self.kind(left) == K::ElementBinding => {
                let keys = self.indices(left);
                let key = match &*keys {
                    [key] => *key,
                    _ => self.add(
                        ExprKind::Collection {
                            kind: CollectionKind::Tuple,
                            items: keys,
                        },
                        left,
                    ),
                };
                let value = self.kid_expr(node, &kids, f.right);
                initial.pairs.extend([key, value]);
            }
            Some(left) if self.kind(left) == K::Identifier => {
                let name = self.ident(left);
                let value = self.kid_expr(node, &kids, f.right);
                initial.fields.push((name, value));
            }
            _ => {
                let item = self.expr(node);
                initial.items.push(item);
            }
        }
    }

    /// `{ .. }` on its own: an array's items, or the members of an object that is there already.
    fn initializer(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let sets = kids
            .iter()
            .find(|kid| kid.kind.is_value())
            .is_some_and(|kid| kid.kind == K::Assignment);
        if sets {
            self.fill_object(node, None, Vec::new(), Some(node))
        } else {
            self.list(node, CollectionKind::List)
        }
    }

    /// `new T[n]` and `new T[] { .. }`.
    fn array(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        if let Some(list) = of_kind(&kids, K::Initializer) {
            return self.expr(list);
        }
        let Some(array) = in_field(&kids, self.f().type_) else {
            return self.absent(node);
        };
        let ty = Some(self.ty(array));
        let args = self.sizes(array).into_iter().map(Arg::positional).collect();
        self.add(
            ExprKind::New(Box::new(New {
                ty,
                args,
                fields: Box::default(),
            })),
            node,
        )
    }

    /// `new { A = b, c.D }`.
    fn anonymous(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let mut fields = Vec::new();
        let mut rest = kids
            .iter()
            .filter(|kid| kid.kind.is_value() || self.text(kid.node) == "=")
            .peekable();
        let mut members = Vec::new();
        while let Some(kid) = rest.next() {
            let named = rest.next_if(|next| next.kind == K::Token).and_then(|_| rest.next());
            members.push((*kid, named.copied()));
        }
        for (first, named) in members {
            let (name, value) = match named {
                Some(value) => (self.simple(first.node), value.node),
                None => (self.last_name(first.node), first.node),
            };
            let value = self.expr(value);
            fields.push((self.intern(name), value));
        }
        self.add(
            ExprKind::New(Box::new(New {
                ty: None,
                args: Box::default(),
                fields: fields.into(),
            })),
            node,
        )
    }

    /// `x with { .. }`, `x` lowered already.
    pub(crate) fn with(&mut self, node: Node<'t>, value: ExprId) -> ExprId {
        let mut fields = Vec::new();
        for kid in self.kids(node) {
            if kid.kind == K::WithInitializer {
                let parts = self.kids(kid.node);
                let name = of_kind(&parts, K::Identifier).map(|name| self.ident(name));
                if let (Some(name), Some(value)) = (name, self.initial(&parts)) {
                    fields.push((name, value));
                }
            }
        }
        let args = Box::new([Arg {
            name: None,
            spread: true,
            value,
        }]);
        self.add_at(
            ExprKind::New(Box::new(New {
                ty: None,
                args,
                fields: fields.into(),
            })),
            span(node),
        )
    }
}
