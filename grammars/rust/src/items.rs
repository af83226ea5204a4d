//! Declarations: types, functions, constants, modules. What traits and impls hold is in `members.rs`.

use partywall_ir::{
    Arg, Attribute, ExprId, ExprKind, Field, Flags, FnIx, FnKind, Function, Name, Span, TypeIx, TypeKind,
};
use syn::spanned::Spanned as _;
use syn::{Block, Fields, Generics, Item, ItemMod, Signature, Visibility};

use crate::attrs::is_test;
use crate::lower::{Lower, blank_field, blank_function, blank_type};
use crate::types::plain;

/// What a declaration of a type has in front and around it.
pub struct Head<'a> {
    pub attrs: &'a [syn::Attribute],
    pub ident: &'a proc_macro2::Ident,
    pub generics: &'a Generics,
    pub start: proc_macro2::Span,
    pub end: Span,
}

impl Lower<'_> {
    pub fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    /// An item inside a body; a function is an expression there.
    pub fn local_item(&mut self, item: &Item) -> Option<ExprId> {
        let owner = self.owner.take();
        let before = self.module_items.len();
        let functions = self.unit.functions.len();
        self.item(item);
        self.owner = owner;
        if self.module_items.len() > before {
            return self.module_items.pop();
        }
        let Item::Fn(of) = item else { return None };
        let declared = FnIx(u32::try_from(functions).unwrap_or(u32::MAX));
        let span = self
            .spans
            .between(of.sig.fn_token.span, of.block.brace_token.span.close());
        Some(self.expr(ExprKind::LocalFn(declared), span))
    }

    pub fn item(&mut self, item: &Item) {
        if self.deeper(|this| this.item_inner(item)).is_none() {
            let span = self.spans.of(item.span());
            self.lost("too_deep", span);
        }
    }

    fn item_inner(&mut self, item: &Item) {
        match item {
            Item::Use(of) => self.import(of),
            Item::ExternCrate(of) => self.extern_crate(of),
            Item::Fn(of) => {
                let span = self.spans.of(of.block.brace_token.span.close());
                self.function(&of.attrs, &of.vis, &of.sig, Some(&of.block), span);
            }
            Item::Struct(of) => {
                let end = match (&of.fields, &of.semi_token) {
                    (_, Some(semi)) => self.spans.of(semi.span),
                    (Fields::Named(fields), None) => self.spans.of(fields.brace_token.span.close()),
                    _ => self.spans.of(of.ident.span()),
                };
                let head = Head {
                    attrs: &of.attrs,
                    ident: &of.ident,
                    generics: &of.generics,
                    start: of.struct_token.span,
                    end,
                };
                let ix = self.type_decl(&head, TypeKind::Class);
                self.fields(ix, &of.fields);
            }
            Item::Union(of) => {
                let end = self.spans.of(of.fields.brace_token.span.close());
                let head = Head {
                    attrs: &of.attrs,
                    ident: &of.ident,
                    generics: &of.generics,
                    start: of.union_token.span,
                    end,
                };
                let ix = self.type_decl(&head, TypeKind::Class);
                self.fields(ix, &Fields::Named(of.fields.clone()));
            }
            Item::Enum(of) => {
                let end = self.spans.of(of.brace_token.span.close());
                let head = Head {
                    attrs: &of.attrs,
                    ident: &of.ident,
                    generics: &of.generics,
                    start: of.enum_token.span,
                    end,
                };
                let ix = self.type_decl(&head, TypeKind::Enum);
                for variant in &of.variants {
                    self.variant(ix, variant);
                }
            }
            Item::Type(of) => {
                let end = self.spans.of(of.semi_token.span);
                let head = Head {
                    attrs: &of.attrs,
                    ident: &of.ident,
                    generics: &of.generics,
                    start: of.type_token.span,
                    end,
                };
                let ix = self.type_decl(&head, TypeKind::Alias);
                let base = self.ty(&of.ty);
                self.unit.types[ix.index()].bases.push(base);
            }
            Item::TraitAlias(of) => {
                let end = self.spans.of(of.semi_token.span);
                let head = Head {
                    attrs: &of.attrs,
                    ident: &of.ident,
                    generics: &of.generics,
                    start: of.trait_token.span,
                    end,
                };
                let ix = self.type_decl(&head, TypeKind::Alias);
                let bases = self.bounds(&of.bounds);
                self.unit.types[ix.index()].bases = bases;
            }
            Item::Trait(of) => self.trait_decl(of),
            Item::Impl(of) => self.impl_block(of),
            Item::Const(of) => {
                let field = self.constant(&of.attrs, &of.vis, &of.ident, &of.ty, Some(&of.expr), Flags::READONLY);
                self.unit.globals.push(field);
            }
            Item::Static(of) => {
                let flags = match of.mutability {
                    syn::StaticMutability::None => Flags::READONLY,
                    _ => Flags::default(),
                };
                let mut field = self.constant(&of.attrs, &of.vis, &of.ident, &of.ty, Some(&of.expr), flags);
                field.attributes.extend(self.macro_around(field.span));
                self.unit.globals.push(field);
            }
            Item::Mod(of) => self.inline_module(of),
            Item::Macro(of) => self.item_macro_call(&of.attrs, of.ident.as_ref(), &of.mac),
            Item::ForeignMod(of) => {
                for item in &of.items {
                    self.foreign_item(item);
                }
            }
            // A function without a body or a static without a value, as macros declare them.
            Item::Verbatim(tokens) => match syn::parse2(tokens.clone()) {
                Ok(item) => self.foreign_item(&item),
                Err(_) => {
                    let span = self.spans.of(tokens.span());
                    self.lost("verbatim", span);
                }
            },
            _ => {
                let span = self.spans.of(item.span());
                self.lost("item", span);
            }
        }
    }

    fn foreign_item(&mut self, item: &syn::ForeignItem) {
        match item {
            syn::ForeignItem::Fn(of) => {
                let span = self.spans.of(of.semi_token.span);
                self.function(&of.attrs, &of.vis, &of.sig, None, span);
            }
            syn::ForeignItem::Static(of) => {
                let mut field = self.constant(&of.attrs, &of.vis, &of.ident, &of.ty, None, Flags::READONLY);
                field.attributes.extend(self.macro_around(field.span));
                self.unit.globals.push(field);
            }
            other => {
                let span = self.spans.of(other.span());
                self.lost("verbatim", span);
            }
        }
    }

    fn inline_module(&mut self, of: &ItemMod) {
        let Some((_, items)) = &of.content else { return };
        let outer = self.module.clone();
        self.module.push('.');
        self.module.push_str(&plain(&of.ident));
        let test = self.testing(is_test(&of.attrs));
        self.items(items);
        self.test = test;
        self.module = outer;
    }

    pub fn type_decl(&mut self, head: &Head, kind: TypeKind) -> TypeIx {
        let name = self.ident(head.ident);
        let path = self.path_of(name);
        let mut attributes = self.attributes(head.attrs);
        let first = attributes.first().map(|first| first.span);
        let name_span = self.spans.of(head.ident.span());
        attributes.extend(self.macro_around(name_span));
        let start = self.spans.of(head.start);
        let span = first.map_or(start, |first| first.to(start)).to(name_span).to(head.end);
        let mut decl = blank_type(name, path, kind, attributes, span, name_span);
        decl.type_params = self.generics(head.generics);
        self.declare(decl)
    }

    fn fields(&mut self, owner: TypeIx, fields: &Fields) {
        for (at, field) in fields.iter().enumerate() {
            let name = match &field.ident {
                Some(ident) => self.ident(ident),
                None => self.name(&at.to_string()),
            };
            let attributes = self.attributes(&field.attrs);
            let ty = self.ty(&field.ty);
            let value = field.default.as_ref().map(|(_, value)| self.value(value));
            let mut flags = visibility(&field.vis);
            if self.unit.text(ty.name).rsplit('.').next() == Some("Option") {
                flags = flags.with(Flags::NULLABLE);
            }
            let own = field
                .ident
                .as_ref()
                .map_or_else(|| self.type_span(&field.ty), |ident| self.spans.of(ident.span()));
            let end = value.map_or_else(|| self.type_span(&field.ty), |value| self.span_of(value));
            let span = own.to(end);
            let span = attributes.first().map_or(span, |first| first.span.to(span));
            self.field(
                owner,
                Field {
                    attributes,
                    value,
                    flags,
                    ..blank_field(name, Some(ty), span)
                },
            );
        }
    }

    fn variant(&mut self, owner: TypeIx, variant: &syn::Variant) {
        let name = self.ident(&variant.ident);
        let attributes = self.attributes(&variant.attrs);
        let ty = match &variant.fields {
            Fields::Unit => None,
            fields => {
                let args = fields.iter().map(|field| self.ty(&field.ty)).collect();
                Some(self.type_ref("()", args))
            }
        };
        let value = variant.discriminant.as_ref().map(|(_, value)| self.value(value));
        let span = self.spans.of(variant.ident.span());
        let span = match &variant.fields {
            Fields::Named(fields) => span.to(self.spans.of(fields.brace_token.span.close())),
            Fields::Unnamed(fields) => span.to(self.spans.of(fields.paren_token.span.close())),
            Fields::Unit => span,
        };
        let span = value.map_or(span, |value| span.to(self.span_of(value)));
        self.field(
            owner,
            Field {
                attributes,
                value,
                ..blank_field(name, ty, span)
            },
        );
    }

    /// A constant or a static.
    pub fn constant(
        &mut self,
        attrs: &[syn::Attribute],
        vis: &Visibility,
        ident: &proc_macro2::Ident,
        ty: &syn::Type,
        value: Option<&syn::Expr>,
        flags: Flags,
    ) -> Field {
        let name = self.ident(ident);
        let attributes = self.attributes(attrs);
        let ty = self.ty(ty);
        let value = value.map(|value| self.value(value));
        let span = self.spans.of(ident.span());
        let span = value.map_or(span, |value| span.to(self.span_of(value)));
        let flags = visibility(vis).with(flags).with(self.flags(is_test(attrs)));
        Field {
            attributes,
            value,
            flags,
            ..blank_field(name, Some(ty), span)
        }
    }

    /// The macro that holds an item, as an attribute of what it declares: `thread_local!`.
    pub fn macro_around(&self, span: Span) -> Option<Attribute> {
        let path = self.item_macro?;
        Some(Attribute {
            path,
            type_args: Box::default(),
            args: Vec::new(),
            span,
        })
    }

    /// A function or a method; its place in the unit is before those that it holds.
    pub fn function(
        &mut self,
        attrs: &[syn::Attribute],
        vis: &Visibility,
        sig: &Signature,
        body: Option<&Block>,
        end: Span,
    ) -> FnIx {
        let name = self.ident(&sig.ident);
        let attributes = self.attributes(attrs);
        let name_span = self.spans.of(sig.ident.span());
        let start = sig.asyncness.map_or(sig.fn_token.span, |token| token.span);
        let span = self.spans.of(start).to(end);
        let span = attributes.first().map_or(span, |first| first.span.to(span));
        let test = is_test(attrs);
        let mut flags = visibility(vis).with(self.flags(test));
        let receiver = sig.inputs.iter().any(|input| matches!(input, syn::FnArg::Receiver(_)));
        for (holds, flag) in [
            (sig.asyncness.is_some(), Flags::ASYNC),
            (self.owner.is_some() && !receiver, Flags::STATIC),
            (self.owner.is_some() && body.is_none(), Flags::ABSTRACT),
            (
                matches!(&sig.output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::Never(_))),
                Flags::DIVERGES,
            ),
        ] {
            if holds {
                flags = flags.with(flag);
            }
        }
        let function = Function {
            owner: self.owner,
            parent: self.parent,
            type_params: self.generics(&sig.generics),
            params: sig.inputs.iter().map(|input| self.fn_arg(input)).collect(),
            ret: self.output(&sig.output),
            attributes,
            flags,
            name_span,
            ..blank_function(name, FnKind::Plain, span)
        };
        let ix = self.add_function(function);
        if let Some(body) = body {
            let body = self.body_of(ix, test, |this| this.block(body));
            self.unit.functions[ix.index()].body = Some(body);
        }
        ix
    }

    /// Adds a function with its place in the unit, before those that it holds.
    pub fn add_function(&mut self, function: Function) -> FnIx {
        self.unit.functions.push(function);
        FnIx(u32::try_from(self.unit.functions.len() - 1).unwrap_or(u32::MAX))
    }

    /// Runs `f` inside a function.
    pub fn body_of<R>(&mut self, ix: FnIx, test: bool, f: impl FnOnce(&mut Self) -> R) -> R {
        let parent = self.parent.replace(ix);
        let owner = self.owner.take();
        let test = self.testing(test);
        let result = self.naming(false, f);
        self.parent = parent;
        self.owner = owner;
        self.test = test;
        result
    }

    /// A call among the items.
    pub fn module_call(&mut self, callee: ExprId, args: Vec<Arg>, span: Span) {
        let call = self.expr(
            ExprKind::Call {
                callee,
                args: args.into(),
            },
            span,
        );
        self.module_items.push(call);
    }

    /// Where a type stands, near enough: the path or the first token.
    pub fn type_span(&self, ty: &syn::Type) -> Span {
        match ty {
            syn::Type::Path(of) => self.path_span(of.qself.as_ref(), &of.path),
            syn::Type::Reference(of) => self.spans.of(of.and_token.span).to(self.type_span(&of.elem)),
            syn::Type::Paren(of) => self.spans.group(&of.paren_token.span),
            syn::Type::Tuple(of) => self.spans.group(&of.paren_token.span),
            syn::Type::Array(of) => self.spans.group(&of.bracket_token.span),
            syn::Type::Slice(of) => self.spans.group(&of.bracket_token.span),
            other => self.spans.of(other.span()),
        }
    }

    /// A name with `!` behind it.
    pub fn macro_name(&mut self, mac: &syn::Macro) -> Name {
        let name = mac
            .path
            .segments
            .last()
            .map(|last| plain(&last.ident))
            .unwrap_or_default();
        self.name(&format!("{name}!"))
    }
}

/// `pub`, whatever it is restricted to.
pub fn visibility(vis: &Visibility) -> Flags {
    match vis {
        Visibility::Inherited => Flags::default(),
        _ => Flags::PUBLIC,
    }
}
