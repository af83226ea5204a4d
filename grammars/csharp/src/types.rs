//! Types as they are written, and the names that they and other things are called by.

use partywall_ir::{ExprId, ExprKind, Name, Span, TypeParam, TypeRef};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, free_value, in_field, of_kind, span};

impl<'t> Lower<'t> {
    /// A type. Nullability, pointers, `ref` and `scoped` are left out.
    pub(crate) fn ty(&mut self, node: Node<'t>) -> TypeRef {
        let known = self.deeper(|this| this.type_inner(node));
        known.unwrap_or_else(|| {
            self.lost("too_deep", node);
            self.plain("_")
        })
    }

    /// A declared type; none for `var`.
    pub(crate) fn declared(&mut self, node: Option<Node<'t>>) -> Option<TypeRef> {
        let node = node?;
        match self.kind(node) {
            K::ImplicitType => None,
            _ => Some(self.ty(node)),
        }
    }

    /// Whether a type is written with `?`.
    pub(crate) fn is_nullable(&self, node: Option<Node<'t>>) -> bool {
        node.is_some_and(|node| self.kind(node) == K::NullableType)
    }

    fn plain(&mut self, name: &str) -> TypeRef {
        TypeRef {
            name: self.intern(name),
            args: Box::default(),
        }
    }

    fn type_inner(&mut self, mut node: Node<'t>) -> TypeRef {
        loop {
            match self.kind(node) {
                K::NullableType | K::PointerType | K::RefType | K::ScopedType => match self.child(node, self.f().type_)
                {
                    Some(inner) => node = inner,
                    None => return self.plain("_"),
                },
                K::ArrayType => {
                    let item = self.child(node, self.f().type_);
                    let item = item.map(|item| self.ty(item));
                    return TypeRef {
                        name: self.intern("[]"),
                        args: item.into_iter().collect(),
                    };
                }
                K::TupleType => {
                    let (kids, field) = (self.kids(node), self.f().type_);
                    let items: Vec<_> = kids
                        .iter()
                        .filter(|kid| kid.kind == K::TupleElement)
                        .map(|kid| kid.node)
                        .collect();
                    let args = items
                        .into_iter()
                        .filter_map(|item| self.child(item, field))
                        .collect::<Vec<_>>();
                    let args = args.into_iter().map(|item| self.ty(item)).collect();
                    return TypeRef {
                        name: self.intern("()"),
                        args,
                    };
                }
                K::FunctionPointer => {
                    let mut args = Vec::new();
                    for kid in self.kids(node) {
                        if kid.kind == K::FunctionPointerParameter
                            && let Some(item) = self.child(kid.node, self.f().type_)
                        {
                            args.push(self.ty(item));
                        } else if kid.field == self.f().returns {
                            args.push(self.ty(kid.node));
                        }
                    }
                    return TypeRef {
                        name: self.intern("fn"),
                        args: args.into(),
                    };
                }
                K::PredefinedType => {
                    let name = self.ident(node);
                    return TypeRef {
                        name,
                        args: Box::default(),
                    };
                }
                K::ImplicitType => return self.plain("var"),
                _ => {
                    let (name, args) = self.path(node);
                    return TypeRef { name, args };
                }
            }
        }
    }

    /// A dotted name, simple, qualified or generic: its path without type arguments, and those.
    pub(crate) fn path(&mut self, node: Node<'t>) -> (Name, Box<[TypeRef]>) {
        let mut parts = Vec::new();
        let mut args = Vec::new();
        let mut rest = Some(node);
        while let Some(node) = rest.take() {
            let (left, name) = match self.kind(node) {
                K::QualifiedName => (self.child(node, self.f().qualifier), self.child(node, self.f().name)),
                K::Member => (self.child(node, self.f().expression), self.child(node, self.f().name)),
                K::AliasQualifiedName => {
                    let alias = self.child(node, self.f().alias);
                    (
                        alias.filter(|alias| self.text(*alias) != "global"),
                        self.child(node, self.f().name),
                    )
                }
                _ => (None, Some(node)),
            };
            if let Some(name) = name {
                parts.push(self.simple(name));
                if self.kind(name) == K::GenericName && args.is_empty() {
                    args = self.type_args(name);
                }
            }
            rest = left;
        }
        let name = match &*parts {
            [one] => self.intern(one),
            _ => {
                parts.reverse();
                self.intern(&parts.join("."))
            }
        };
        (name, args.into())
    }

    /// The identifier of a simple or generic name, without `@`.
    pub(crate) fn simple(&self, node: Node<'t>) -> &'t str {
        let node = match self.kind(node) {
            K::GenericName => node.child(0).unwrap_or(node),
            _ => node,
        };
        let text = self.text(node);
        text.strip_prefix('@').unwrap_or(text)
    }

    /// The type arguments of a generic name.
    pub(crate) fn type_args(&mut self, generic: Node<'t>) -> Vec<TypeRef> {
        let kids = self.kids(generic);
        let Some(list) = of_kind(&kids, K::TypeArguments) else {
            return Vec::new();
        };
        let kids = self.kids(list);
        kids.iter()
            .filter(|kid| kid.kind.is_value())
            .map(|kid| self.ty(kid.node))
            .collect()
    }

    /// A type where a value stands (`typeof(T)`, a type test): the path as names and members, so that it resolves alike.
    pub(crate) fn type_expr(&mut self, ty: TypeRef, at: Span) -> ExprId {
        let path = self.unit.text(ty.name).to_owned();
        let mut base = None;
        for part in path.split('.') {
            let name = self.intern(part);
            base = Some(match base {
                None => self.name_expr(name, at),
                Some(base) => self.add_at(ExprKind::Member { base, name }, at),
            });
        }
        match base {
            Some(base) if !ty.args.is_empty() => self.add_at(ExprKind::Generic { base, args: ty.args }, at),
            Some(base) => base,
            None => self.name_expr(ty.name, at),
        }
    }

    /// The type parameters that a declaration has among its children, with their bounds.
    pub(crate) fn type_params(&mut self, kids: &[Kid<'t>]) -> Vec<TypeParam> {
        let Some(list) = of_kind(kids, K::TypeParameters) else {
            return Vec::new();
        };
        let mut params = Vec::new();
        for kid in self.kids(list) {
            if kid.kind == K::TypeParameter
                && let Some(name) = self.child(kid.node, self.f().name)
            {
                params.push(TypeParam {
                    name: self.ident(name),
                    bounds: Vec::new(),
                });
            }
        }
        for clause in kids.iter().filter(|kid| kid.kind == K::TypeConstraints) {
            let parts = self.kids(clause.node);
            let Some(name) = of_kind(&parts, K::Identifier) else {
                continue;
            };
            let name = self.ident(name);
            let mut bounds = Vec::new();
            for part in parts.iter().filter(|part| part.kind == K::TypeConstraint) {
                if let Some(bound) = self.child(part.node, self.f().type_) {
                    bounds.push(self.ty(bound));
                }
            }
            if let Some(param) = params.iter_mut().find(|param| param.name == name) {
                param.bounds.append(&mut bounds);
            }
        }
        params
    }

    /// `new int[n]` and the like: the array's type, its sizes as arguments.
    pub(crate) fn sizes(&mut self, array: Node<'t>) -> Vec<ExprId> {
        let Some(rank) = self.child(array, self.f().rank) else {
            return Vec::new();
        };
        let kids = self.kids(rank);
        kids.iter()
            .filter(|kid| kid.kind.is_value())
            .map(|kid| self.expr(kid.node))
            .collect()
    }

    /// The value that follows `=` in a declarator, an argument or a member.
    pub(crate) fn free_expr(&mut self, kids: &[Kid<'t>]) -> Option<ExprId> {
        free_value(kids).map(|node| self.expr(node))
    }

    /// The expression in a field of a node; a gap where broken text left none.
    pub(crate) fn field_expr(&mut self, node: Node<'t>, field: u16) -> ExprId {
        match self.child(node, field) {
            Some(inner) => self.expr(inner),
            None => self.absent(node),
        }
    }

    /// The same, from children that were gathered already.
    pub(crate) fn kid_expr(&mut self, node: Node<'t>, kids: &[Kid<'t>], field: u16) -> ExprId {
        match in_field(kids, field) {
            Some(inner) => self.expr(inner),
            None => self.absent(node),
        }
    }

    /// Stands for a part that broken text left out.
    pub(crate) fn absent(&mut self, node: Node<'t>) -> ExprId {
        self.gap("error", node, Vec::new())
    }

    /// The span from the start of one node to the end of another.
    pub(crate) fn over(&self, first: Node<'t>, last: Node<'t>) -> Span {
        span(first).to(span(last))
    }
}
