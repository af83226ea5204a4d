//! The file, its namespaces and its types.

use partywall_ir::{ExprKind, Field, Flags, FnKind, Import, Name, Span, TypeDecl, TypeIx, TypeKind, TypeRef};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};

impl<'t> Lower<'t> {
    /// The whole file.
    pub(crate) fn file(&mut self, root: Node<'t>) {
        let mut statements = Vec::new();
        let mut attributes = Vec::new();
        let before = self.prefix.len();
        let mut todo = self.spliced(root);
        todo.reverse();
        while let Some(kid) = todo.pop() {
            match kid.kind {
                // Broken text: what is inside is read as if it stood here.
                K::Error => todo.extend(self.spliced(kid.node).into_iter().rev()),
                K::FileNamespace => {
                    self.prefix.truncate(before);
                    if let Some(name) = self.child(kid.node, self.f().name) {
                        let name = self.path(name).0;
                        let name = self.unit.text(name).to_owned();
                        self.prefix.extend(name.chars().take(1024));
                    }
                }
                K::GlobalAttribute => {
                    for part in self.kids(kid.node) {
                        if part.kind == K::Attribute {
                            attributes.push(self.attribute(part.node));
                        }
                    }
                }
                K::GlobalStatement => {
                    let index = self.module_function();
                    let kids = self.spliced(kid.node);
                    self.within(index, |this| this.items_into(&kids, &mut statements));
                }
                kind if is_statement(kind) => {
                    let index = self.module_function();
                    self.within(index, |this| this.items_into(&[kid], &mut statements));
                }
                _ => self.declaration(kid, None),
            }
        }
        self.prefix.truncate(before);
        if self.module.is_some() || !attributes.is_empty() {
            let index = self.module_function();
            let at = self.unit.functions[index.index()].span;
            let items = statements.into();
            let body = self.add_at(ExprKind::Block { items, value: false }, at);
            let function = self.function(index);
            function.body = Some(body);
            function.attributes = attributes;
        }
    }

    /// What may stand in a namespace or, as a member, in a type.
    pub(crate) fn declaration(&mut self, kid: Kid<'t>, owner: Option<TypeIx>) {
        let done = self.deeper(|this| this.declaration_inner(kid, owner));
        if done.is_none() {
            self.lost("too_deep", kid.node);
        }
    }

    fn declaration_inner(&mut self, kid: Kid<'t>, owner: Option<TypeIx>) {
        match kid.kind {
            K::Namespace => {
                let name = self.child(kid.node, self.f().name).map(|name| self.path(name).0);
                let name = name.map(|name| self.unit.text(name).to_owned()).unwrap_or_default();
                if let Some(body) = self.child(kid.node, self.f().body) {
                    self.named(&name, |this| this.declarations(body, None));
                }
            }
            K::UsingDirective => self.import(kid.node),
            K::Struct if self.is_extension_block(kid.node) => self.extension_block(kid.node, owner),
            K::Class | K::Struct | K::Record | K::Interface | K::Enum => self.type_decl(kid, owner),
            K::Delegate => self.delegate(kid.node, owner),
            K::Token | K::ExplicitInterface | K::Modifier | K::AttributeList | K::Identifier => {}
            _ => self.member(kid, owner),
        }
    }

    /// The declarations in a body; broken text among them is read as if it stood there.
    pub(crate) fn declarations(&mut self, body: Node<'t>, owner: Option<TypeIx>) {
        let mut todo = self.spliced(body);
        todo.reverse();
        while let Some(kid) = todo.pop() {
            match kid.kind {
                K::Error => todo.extend(self.spliced(kid.node).into_iter().rev()),
                _ => self.declaration(kid, owner),
            }
        }
    }

    fn import(&mut self, node: Node<'t>) {
        let kids = self.kids(node);
        let alias = in_field(&kids, self.f().name);
        let target = kids
            .iter()
            .rfind(|kid| kid.field != self.f().name && kid.kind.is_value());
        let Some(target) = target else { return };
        let path = self.ty(target.node).name;
        let local = match alias {
            Some(alias) => self.ident(alias),
            None => self.intern(""),
        };
        self.unit.imports.push(Import {
            path,
            local,
            glob: alias.is_none(),
            span: span(node),
        });
    }

    /// A place among the types for a declaration that is called `name_node`.
    fn open_type(
        &mut self,
        node: Node<'t>,
        name_node: Option<Node<'t>>,
        kind: TypeKind,
        owner: Option<TypeIx>,
    ) -> TypeIx {
        let name = name_node.map_or("", |name| self.simple(name));
        let path = self.named(name, |this| {
            let path = std::mem::take(&mut this.prefix);
            let name = this.intern(&path);
            this.prefix = path;
            name
        });
        let name = self.intern(name);
        let index = TypeIx(u32::try_from(self.unit.types.len()).unwrap_or(u32::MAX));
        self.unit.types.push(TypeDecl {
            name,
            path,
            kind,
            owner,
            type_params: Vec::new(),
            bases: Vec::new(),
            attributes: Vec::new(),
            fields: Vec::new(),
            span: span(node),
            name_span: name_node.map_or(Span::default(), span),
        });
        index
    }

    fn type_decl(&mut self, kid: Kid<'t>, owner: Option<TypeIx>) {
        let node = kid.node;
        let kids = self.kids(node);
        let kind = match kid.kind {
            K::Interface => TypeKind::Interface,
            K::Enum => TypeKind::Enum,
            _ => TypeKind::Class,
        };
        let name_node = in_field(&kids, self.f().name);
        let index = self.open_type(node, name_node, kind, owner);
        let attributes = self.attributes(&kids, Target::Any);
        let type_params = self.type_params(&kids);
        let (bases, base_args) = self.bases(&kids);
        let decl = &mut self.unit.types[index.index()];
        decl.attributes = attributes;
        decl.type_params = type_params;
        decl.bases = bases;
        if let Some(list) = of_kind(&kids, K::ParameterList) {
            self.primary_constructor(index, list, base_args);
        }
        if let Some(body) = in_field(&kids, self.f().body) {
            let name = name_node.map_or("", |name| self.simple(name));
            match kind {
                TypeKind::Enum => self.enum_members(index, body),
                _ => self.named(name, |this| this.declarations(body, Some(index))),
            }
        }
        if let Some(list) = of_kind(&kids, K::ParameterList) {
            let flags = match kid.kind {
                K::Record => Flags::PUBLIC.with(Flags::PROPERTY),
                _ => Flags::default(),
            };
            self.parameter_fields(index, list, flags);
        }
    }

    /// The bases, and the arguments that the first is constructed with.
    fn bases(&mut self, kids: &[Kid<'t>]) -> (Vec<TypeRef>, Option<Node<'t>>) {
        let mut bases = Vec::new();
        let mut args = None;
        for list in kids.iter().filter(|kid| kid.kind == K::BaseList) {
            for base in self.kids(list.node) {
                match base.kind {
                    K::ArgumentList => args = Some(base.node),
                    K::PrimaryBase => {
                        let parts = self.kids(base.node);
                        args = of_kind(&parts, K::ArgumentList);
                        bases.extend(in_field(&parts, self.f().type_).map(|ty| self.ty(ty)));
                    }
                    kind if kind.is_value() => bases.push(self.ty(base.node)),
                    _ => {}
                }
            }
        }
        (bases, args)
    }

    fn primary_constructor(&mut self, index: TypeIx, list: Node<'t>, base_args: Option<Node<'t>>) {
        let (name, name_at) = (
            self.unit.types[index.index()].name,
            self.unit.types[index.index()].name_span,
        );
        let at = self.unit.types[index.index()].span;
        let function = self.open(FnKind::Constructor, name, Some(index), at, name_at);
        let params = self.params(list, Target::Parameter);
        let body = base_args.map(|args| {
            let callee = self.add(ExprKind::Base, args);
            let list = self.within(function, |this| this.args(args));
            let call = self.add(ExprKind::Call { callee, args: list }, args);
            self.add(
                ExprKind::Block {
                    items: Box::new([call]),
                    value: false,
                },
                args,
            )
        });
        let function = self.function(function);
        function.params = params;
        function.flags = Flags::PUBLIC;
        function.body = body;
    }

    /// A field for each parameter of a primary constructor that is not declared as a member as well.
    fn parameter_fields(&mut self, index: TypeIx, list: Node<'t>, flags: Flags) {
        let mut fields = Vec::new();
        let mut known: Vec<Name> = self.unit.types[index.index()]
            .fields
            .iter()
            .map(|field| field.name)
            .collect();
        known.sort_unstable();
        for kid in self.kids(list) {
            if kid.kind != K::Parameter {
                continue;
            }
            let kids = self.kids(kid.node);
            let Some(name) = in_field(&kids, self.f().name) else {
                continue;
            };
            let name = self.ident(name);
            if known.binary_search(&name).is_ok() {
                continue;
            }
            let written = in_field(&kids, self.f().type_);
            let ty = self.declared(written);
            let attributes = match flags.has(Flags::PUBLIC) {
                true => self.attributes(&kids, Target::Property),
                false => Vec::new(),
            };
            let flags = if self.is_nullable(written) {
                flags.with(Flags::NULLABLE)
            } else {
                flags
            };
            fields.push(Field {
                name,
                ty,
                value: None,
                getter: None,
                attributes,
                flags,
                span: span(kid.node),
            });
        }
        let own = &mut self.unit.types[index.index()].fields;
        fields.append(own);
        *own = fields;
    }

    fn enum_members(&mut self, index: TypeIx, body: Node<'t>) {
        for kid in self.spliced(body) {
            if kid.kind != K::EnumMember {
                continue;
            }
            let kids = self.kids(kid.node);
            let Some(name) = in_field(&kids, self.f().name) else {
                continue;
            };
            let name = self.ident(name);
            let attributes = self.attributes(&kids, Target::Any);
            let value = in_field(&kids, self.f().value).map(|value| self.expr(value));
            let flags = Flags::PUBLIC.with(Flags::STATIC).with(Flags::READONLY);
            let field = Field {
                name,
                ty: None,
                value,
                getter: None,
                attributes,
                flags,
                span: span(kid.node),
            };
            self.unit.types[index.index()].fields.push(field);
        }
    }

    /// A delegate is another name for a function type: its parameters' types, then its result's.
    fn delegate(&mut self, node: Node<'t>, owner: Option<TypeIx>) {
        let kids = self.kids(node);
        let index = self.open_type(node, in_field(&kids, self.f().name), TypeKind::Alias, owner);
        let attributes = self.attributes(&kids, Target::Any);
        let type_params = self.type_params(&kids);
        let params = in_field(&kids, self.f().parameters)
            .map(|list| self.params(list, Target::Any))
            .unwrap_or_default();
        let mut args: Vec<_> = params.into_iter().filter_map(|param| param.ty).collect();
        args.extend(in_field(&kids, self.f().type_).map(|ty| self.ty(ty)));
        let name = self.intern("fn");
        let decl = &mut self.unit.types[index.index()];
        decl.attributes = attributes;
        decl.type_params = type_params;
        decl.bases = vec![TypeRef {
            name,
            args: args.into(),
        }];
    }
}

/// Statements and bare expressions: what a file with top-level statements may hold, whole or broken.
pub(crate) fn is_statement(kind: K) -> bool {
    matches!(
        kind,
        K::Block
            | K::Break
            | K::CheckedStatement
            | K::Continue
            | K::Do
            | K::ExpressionStatement
            | K::Fixed
            | K::For
            | K::Return
            | K::Lock
            | K::Yield
            | K::Switch
            | K::Throw
            | K::Try
            | K::Unsafe
            | K::Using
            | K::Foreach
            | K::If
            | K::While
            | K::Labeled
            | K::LocalDeclaration
            | K::LocalFunction
            | K::Invocation
            | K::Assignment
    )
}
