//! Macros among the items: those that hold items, those that describe tables, those that only name things, and
//! the rules of new ones.

use partywall_ir::{Arg, Attribute, Field, Flags, FnKind, Function, Name, TypeKind};
use proc_macro2::{Delimiter, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _, Result};
use syn::{Item, Macro, Token, Type, token};

use crate::args::{arguments, only_names};
use crate::attrs::is_test;
use crate::lower::{Lower, blank_field, blank_function, blank_type};
use crate::types::plain;

/// `#[attr] schema.name (key) { column -> Type, … }`.
struct Table {
    attrs: Vec<syn::Attribute>,
    name: Ident,
    keys: Vec<Ident>,
    rows: Vec<Row>,
    end: Span,
}

struct Row {
    attrs: Vec<syn::Attribute>,
    name: Ident,
    ty: Type,
}

impl Lower<'_> {
    pub fn item_macro_call(&mut self, attrs: &[syn::Attribute], declared: Option<&Ident>, mac: &Macro) {
        if let Some(name) = declared {
            return self.macro_rules(attrs, name, mac);
        }
        let span = self.macro_span(mac);
        if !self.affords(&mac.tokens, span) {
            let name = self.macro_name(mac);
            let kind = format!("macro {}", self.unit.text(name));
            return self.lost(&kind, span);
        }
        let test = self.testing(is_test(attrs));
        let name = self.macro_name(mac);
        if self.items_of(name, &mac.tokens) {
            // They are items like any other.
        } else if let Ok(tables) = tables.parse2(mac.tokens.clone()) {
            for table in &tables {
                self.table(mac, table);
            }
        } else if !self.expanded_items(mac) {
            self.naming_call(mac);
        }
        self.test = test;
    }

    /// Lowers the items that a macro holds; false when it holds something else.
    pub fn items_of(&mut self, macro_name: Name, tokens: &TokenStream) -> bool {
        let Ok(items) = items.parse2(as_items(tokens)) else {
            return false;
        };
        let before = self.item_macro.replace(macro_name);
        self.items(&items);
        self.item_macro = before;
        true
    }

    fn table(&mut self, mac: &Macro, table: &Table) {
        let name = self.ident(&table.name);
        let path = self.path_of(name);
        let name_span = self.spans.of(table.name.span());
        let keys = table.keys.iter().map(|key| {
            let span = self.spans.of(key.span());
            Arg::positional(self.string(&plain(key), span))
        });
        let args: Vec<Arg> = keys.collect();
        let head = args
            .iter()
            .fold(name_span, |span, key| span.to(self.span_of(key.value)));
        let first = Attribute {
            path: self.macro_name(mac),
            type_args: Box::default(),
            args,
            span: head,
        };
        let mut attributes = vec![first];
        attributes.extend(self.attributes(&table.attrs));
        let start = attributes
            .get(1)
            .map_or(name_span, |attribute| attribute.span.to(name_span));
        let span = self.spans.until(start, table.end);
        let decl = blank_type(name, path, TypeKind::Macro, attributes, span, name_span);
        let ix = self.declare(decl);
        for row in &table.rows {
            let name = self.ident(&row.name);
            let attributes = self.attributes(&row.attrs);
            let ty = self.ty(&row.ty);
            let span = self.spans.of(row.name.span()).to(self.type_span(&row.ty));
            self.field(
                ix,
                Field {
                    attributes,
                    ..blank_field(name, Some(ty), span)
                },
            );
        }
    }

    /// `joinable!(a -> b (c));` has the names as arguments when its tokens are no expressions.
    fn naming_call(&mut self, mac: &Macro) {
        let is_list = arguments.parse2(mac.tokens.clone()).is_ok();
        let names = if is_list { None } else { only_names(&mac.tokens, 0) };
        let Some(names) = names else {
            let call = self.macro_call(mac);
            self.module_items.push(call);
            return;
        };
        let callee = self.macro_callee(mac);
        let args = names
            .iter()
            .map(|name| {
                let span = self.spans.of(name.span());
                Arg::positional(self.named(&plain(name), span))
            })
            .collect();
        let span = self.macro_span(mac);
        self.module_call(callee, args, span);
    }

    fn macro_rules(&mut self, attrs: &[syn::Attribute], name: &Ident, mac: &Macro) {
        let text = plain(name);
        let diverges = self.macros.find(&text, &self.unit.path).is_some_and(|decl| decl.leaves);
        let mut flags = self.flags(is_test(attrs));
        if diverges {
            flags = flags.with(Flags::DIVERGES);
        }
        let attributes = self.attributes(attrs);
        let name_span = self.spans.of(name.span());
        let span = self.macro_span(mac);
        let name = self.name(&format!("{text}!"));
        let parent = self.parent;
        let function = Function {
            parent,
            attributes,
            flags,
            name_span,
            ..blank_function(name, FnKind::Macro, span)
        };
        self.add_function(function);
    }
}

/// Items, at least one.
pub fn items(input: ParseStream) -> Result<Vec<Item>> {
    let mut out = Vec::new();
    while !input.is_empty() || out.is_empty() {
        out.push(input.parse()?);
    }
    Ok(out)
}

/// `static ref NAME: T = …;` is a static whose type is behind a wrapper, and a last item may lack its semicolon.
fn as_items(tokens: &TokenStream) -> TokenStream {
    let mut out = Vec::new();
    let mut before = None;
    let (mut statics, mut functions) = (false, false);
    for tree in tokens.clone() {
        let word = match &tree {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        };
        let dropped = before.as_deref() == Some("static") && word.as_deref() == Some("ref");
        statics |= word.as_deref() == Some("static");
        functions |= word.as_deref() == Some("fn");
        before = word;
        if !dropped {
            out.push(tree);
        }
    }
    let open = match out.last() {
        Some(TokenTree::Punct(punct)) => punct.as_char() != ';',
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => statics,
        _ => true,
    };
    if open
        && (statics || functions)
        && let Some(last) = out.last()
    {
        let mut semicolon = Punct::new(';', Spacing::Alone);
        semicolon.set_span(last.span());
        out.push(semicolon.into());
    }
    out.into_iter().collect()
}

fn tables(input: ParseStream) -> Result<Vec<Table>> {
    let mut out = Vec::new();
    while !input.is_empty() || out.is_empty() {
        if input.peek(Token![use]) {
            input.parse::<syn::ItemUse>()?;
            continue;
        }
        out.push(table(input)?);
    }
    Ok(out)
}

fn table(input: ParseStream) -> Result<Table> {
    let attrs = input.call(syn::Attribute::parse_outer)?;
    let mut name: Ident = input.parse()?;
    while input.peek(Token![.]) {
        input.parse::<Token![.]>()?;
        name = input.parse()?;
    }
    let mut keys = Vec::new();
    if input.peek(token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        keys.extend(content.parse_terminated(|input| input.parse::<Ident>(), Token![,])?);
    }
    let content;
    let braces = syn::braced!(content in input);
    let rows = content
        .parse_terminated(row, Token![,])?
        .into_iter()
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return Err(content.error("a row"));
    }
    Ok(Table {
        attrs,
        name,
        keys,
        rows,
        end: braces.span.close(),
    })
}

fn row(input: ParseStream) -> Result<Row> {
    let attrs = input.call(syn::Attribute::parse_outer)?;
    let name = input.parse()?;
    input.parse::<Token![->]>()?;
    Ok(Row {
        attrs,
        name,
        ty: input.parse()?,
    })
}
