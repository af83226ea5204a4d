//! Traits and impls, and what they hold.

use partywall_ir::{Field, Flags, TypeIx, TypeKind};
use syn::spanned::Spanned as _;
use syn::{ImplItem, ItemImpl, ItemTrait, TraitItem, Visibility};

use crate::attrs::is_test;
use crate::items::Head;
use crate::lower::{Lower, blank_field, blank_type};

impl Lower<'_> {
    pub fn trait_decl(&mut self, of: &ItemTrait) {
        let end = self.spans.of(of.brace_token.span.close());
        let head = Head {
            attrs: &of.attrs,
            ident: &of.ident,
            generics: &of.generics,
            start: of.trait_token.span,
            end,
        };
        let ix = self.type_decl(&head, TypeKind::Interface);
        let bases = self.bounds(&of.supertraits);
        self.unit.types[ix.index()].bases = bases;
        self.inside(ix, &of.attrs, |this| {
            for item in &of.items {
                this.trait_item(ix, item);
            }
        });
    }

    pub fn trait_item(&mut self, ix: TypeIx, item: &TraitItem) {
        let inherited = &Visibility::Inherited;
        match item {
            TraitItem::Fn(of) => {
                let end = of
                    .semi_token
                    .map(|semi| semi.span)
                    .or(of.default.as_ref().map(|body| body.brace_token.span.close()));
                let end = self.spans.of(end.unwrap_or_else(|| of.sig.ident.span()));
                self.function(&of.attrs, inherited, &of.sig, of.default.as_ref(), end);
            }
            TraitItem::Const(of) => {
                let value = of.default.as_ref().map(|(_, value)| value);
                let field = self.constant(
                    &of.attrs,
                    inherited,
                    &of.ident,
                    &of.ty,
                    value,
                    Flags::STATIC.with(Flags::READONLY),
                );
                self.field(ix, field);
            }
            TraitItem::Type(of) => {
                let name = self.ident(&of.ident);
                let ty = match &of.default {
                    Some((_, ty)) => self.ty(ty),
                    None => self.bound(&of.bounds),
                };
                let attributes = self.attributes(&of.attrs);
                let span = self.spans.between(of.type_token.span, of.semi_token.span);
                self.field(
                    ix,
                    Field {
                        attributes,
                        flags: Flags::STATIC,
                        ..blank_field(name, Some(ty), span)
                    },
                );
            }
            TraitItem::Macro(of) => self.member_macro(ix, &of.mac, true),
            other => {
                let span = self.spans.of(other.span());
                self.lost("verbatim", span);
            }
        }
    }

    pub fn impl_block(&mut self, of: &ItemImpl) {
        let self_ty = self.ty(&of.self_ty);
        let written = self.unit.text(self_ty.name).to_owned();
        let name = self.name(written.rsplit('.').next().unwrap_or_default());
        let path = if written.contains('.') {
            self_ty.name
        } else {
            self.path_of(name)
        };
        let attributes = self.attributes(&of.attrs);
        let name_span = self.type_span(&of.self_ty);
        let span = self.spans.between(of.impl_token.span, of.brace_token.span.close());
        let span = attributes.first().map_or(span, |first| first.span.to(span));
        let mut decl = blank_type(name, path, TypeKind::Extension, attributes, span, name_span);
        decl.attributes.extend(self.macro_around(name_span));
        decl.type_params = self.generics(&of.generics);
        decl.bases
            .extend(of.trait_.as_ref().map(|(path, _)| self.type_path(None, path)));
        let ix = self.declare(decl);
        self.inside(ix, &of.attrs, |this| {
            for item in &of.items {
                this.impl_item(ix, item);
            }
        });
    }

    pub fn impl_item(&mut self, ix: TypeIx, item: &ImplItem) {
        match item {
            ImplItem::Fn(of) => {
                let end = self.spans.of(of.block.brace_token.span.close());
                self.function(&of.attrs, &of.vis, &of.sig, Some(&of.block), end);
            }
            ImplItem::Const(of) => {
                let flags = Flags::STATIC.with(Flags::READONLY);
                let field = self.constant(&of.attrs, &of.vis, &of.ident, &of.ty, Some(&of.expr), flags);
                self.field(ix, field);
            }
            ImplItem::Type(of) => {
                let name = self.ident(&of.ident);
                let ty = self.ty(&of.ty);
                let attributes = self.attributes(&of.attrs);
                let span = self.spans.between(of.type_token.span, of.semi_token.span);
                self.field(
                    ix,
                    Field {
                        attributes,
                        flags: Flags::STATIC,
                        ..blank_field(name, Some(ty), span)
                    },
                );
            }
            ImplItem::Macro(of) => self.member_macro(ix, &of.mac, false),
            other => {
                let span = self.spans.of(other.span());
                self.lost("verbatim", span);
            }
        }
    }

    /// Runs `f` with the type as the owner of what it declares.
    fn inside(&mut self, ix: TypeIx, attrs: &[syn::Attribute], f: impl FnOnce(&mut Self)) {
        let owner = self.owner.replace(ix);
        let parent = self.parent.take();
        let test = self.testing(is_test(attrs));
        f(self);
        self.owner = owner;
        self.parent = parent;
        self.test = test;
    }

    /// A macro among the members of a type: of one from outside its functions and constants cannot be known, what it says can.
    fn member_macro(&mut self, ix: TypeIx, mac: &syn::Macro, in_trait: bool) {
        if self.expanded_members(ix, mac, in_trait) {
            return;
        }
        let call = self.macro_call(mac);
        self.module_items.push(call);
    }
}
