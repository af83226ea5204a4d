//! Attributes, and what they say about tests.

use partywall_ir::{Arg, Attribute, Span};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::{Expr, Meta};

use crate::args::{Argument, arguments};
use crate::lower::{Lower, argument};
use crate::types::dotted;

/// Conditions within conditions; deeper ones stay as they are written.
const MAX_CONDITIONS: usize = 8;

impl Lower<'_> {
    /// All attributes but documentation.
    pub fn attributes(&mut self, attrs: &[syn::Attribute]) -> Vec<Attribute> {
        let mut out = Vec::new();
        for attr in attrs {
            let span = self
                .spans
                .between(attr.pound_token.span, attr.bracket_token.span.close());
            self.attribute(&attr.meta, span, 0, &mut out);
        }
        out
    }

    /// One attribute; one that holds under a condition is the attributes that it stands for.
    fn attribute(&mut self, meta: &Meta, span: Span, depth: usize, out: &mut Vec<Attribute>) {
        if meta.path().is_ident("doc") {
            return;
        }
        if meta.path().is_ident("cfg_attr")
            && depth < MAX_CONDITIONS
            && let Some(inner) = conditional(meta)
        {
            for meta in &inner {
                self.attribute(meta, span, depth + 1, out);
            }
            return;
        }
        let path = self.name(&dotted(meta.path()));
        let args = match meta {
            Meta::Path(_) => Vec::new(),
            Meta::NameValue(of) => {
                let value = self.naming(true, |this| this.value(&of.value));
                vec![Arg::positional(value)]
            }
            Meta::List(of) => self.naming(true, |this| this.attribute_args(&of.tokens)),
        };
        out.push(Attribute {
            path,
            type_args: Box::default(),
            args,
            span,
        });
    }

    fn attribute_args(&mut self, tokens: &TokenStream) -> Vec<Arg> {
        if let Ok(list) = arguments.parse2(tokens.clone()) {
            return self.lower_arguments(&list);
        }
        let mut out = Vec::new();
        for piece in pieces(tokens) {
            let span = self.tokens_span(&piece);
            match arguments.parse2(piece.into_iter().collect()) {
                Ok(list) => out.extend(self.lower_arguments(&list)),
                Err(_) => {
                    let text = self.source(span);
                    let value = self.string(text, span);
                    out.push(argument(None, value));
                }
            }
        }
        out
    }

    /// Arguments as they stand in attributes and macros.
    pub fn lower_arguments(&mut self, list: &[Argument]) -> Vec<Arg> {
        list.iter()
            .map(|arg| {
                let name = arg.name.as_ref().map(|name| self.name(name));
                let value = self.value(&arg.value);
                Arg {
                    name,
                    spread: arg.spread,
                    value,
                }
            })
            .collect()
    }

    fn tokens_span(&self, tokens: &[TokenTree]) -> Span {
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.tree_span(first).to(self.tree_span(last)),
            _ => Span::default(),
        }
    }

    /// A token or a group with its brackets.
    pub fn tree_span(&self, tree: &TokenTree) -> Span {
        match tree {
            TokenTree::Group(group) => self.spans.group(&group.delim_span()),
            tree => self.spans.of(tree.span()),
        }
    }
}

/// The attributes behind the condition of a `cfg_attr`.
fn conditional(meta: &Meta) -> Option<Vec<Meta>> {
    let Meta::List(list) = meta else { return None };
    let parser = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
    let parts = parser.parse2(list.tokens.clone()).ok()?;
    Some(parts.into_iter().skip(1).collect())
}

/// Splits tokens at their commas.
fn pieces(tokens: &TokenStream) -> Vec<Vec<TokenTree>> {
    let mut out = vec![Vec::new()];
    for tree in tokens.clone() {
        match &tree {
            TokenTree::Punct(punct) if punct.as_char() == ',' => out.push(Vec::new()),
            _ => {
                if let Some(last) = out.last_mut() {
                    last.push(tree);
                }
            }
        }
    }
    out.retain(|piece| !piece.is_empty());
    out
}

/// Whether the attributes say that an item is only compiled into tests: `#[test]`, `#[tokio::test]`, `#[cfg(test)]`.
pub fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| match attr.path().segments.last() {
        Some(last) if last.ident == "test" || last.ident == "rstest" || last.ident == "test_case" => true,
        Some(last) if last.ident == "cfg" => match &attr.meta {
            Meta::List(of) => asks_for_test(of.tokens.clone(), 0),
            _ => false,
        },
        _ => false,
    })
}

/// `test` outside of `not(…)`.
fn asks_for_test(tokens: TokenStream, depth: u32) -> bool {
    let mut negated = false;
    for tree in tokens {
        match tree {
            TokenTree::Ident(word) if word == "test" => return true,
            TokenTree::Ident(word) => negated = word == "not",
            TokenTree::Group(group) if !negated && depth < 8 && asks_for_test(group.stream(), depth + 1) => {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// The name of a named argument when an expression reads as one: `name = value`.
pub fn assigned(expr: &Expr) -> Option<(proc_macro2::Ident, &Expr)> {
    let Expr::Assign(assign) = expr else { return None };
    let Expr::Path(path) = &*assign.left else { return None };
    let name = path.path.get_ident().cloned()?;
    Some((name, &assign.right))
}
