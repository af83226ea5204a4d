//! Text that does not parse: whatever of it parses alone is kept, and every part that is lost is told.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, Block, ImplItem, Item, Stmt, Token, TraitItem};

/// Items that could be read, and the places of what could not.
#[derive(Default)]
pub struct Salvaged {
    pub items: Vec<Item>,
    pub lost: Vec<(proc_macro2::Span, proc_macro2::Span)>,
}

/// Reads item after item, and goes on behind the next `;` or brace after one that cannot be read.
pub fn salvage(tokens: TokenStream) -> Salvaged {
    let mut out = Salvaged::default();
    out.items = each(tokens, &mut out.lost, broken_item);
    out
}

/// Parts of a text whose brackets do not match, each likely to hold whole items: it is cut where something begins in the
/// first column after something ended.
pub fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut cuts = vec![0];
    let mut ended = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '#' || c == '/');
        if begins && ended && at > 0 {
            cuts.push(at);
        }
        let trimmed = line.trim_end();
        ended = trimmed.is_empty() || trimmed.starts_with('}') || (begins && trimmed.ends_with([';', '}']));
        at += line.len();
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|cut| Some((cut[0], text.get(cut[0]..cut[1])?)))
        .collect()
}

type Lost = Vec<(proc_macro2::Span, proc_macro2::Span)>;

fn each<T: Parse>(tokens: TokenStream, lost: &mut Lost, mend: fn(Vec<TokenTree>, &mut Lost) -> Option<T>) -> Vec<T> {
    let mut out = Vec::new();
    let read = |input: ParseStream| {
        while input.peek(Token![#]) && input.peek2(Token![!]) {
            if Attribute::parse_inner(input).is_err() {
                break;
            }
        }
        while !input.is_empty() {
            let ahead = input.fork();
            match ahead.parse::<T>() {
                Ok(item) => {
                    input.advance_to(&ahead);
                    out.push(item);
                }
                Err(_) => {
                    let broken = until_end(input);
                    let place = broken
                        .first()
                        .zip(broken.last())
                        .map(|(first, last)| (first.span(), last.span()));
                    match mend(broken, lost) {
                        Some(item) => out.push(item),
                        None => lost.extend(place),
                    }
                }
            }
        }
        Ok(())
    };
    let read: syn::Result<()> = read.parse2(tokens);
    debug_assert!(read.is_ok());
    out
}

/// Takes the tokens up to the next `;` or brace.
fn until_end(input: ParseStream) -> Vec<TokenTree> {
    let mut out = Vec::new();
    while let Ok(tree) = input.parse::<TokenTree>() {
        let ends = match &tree {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        out.push(tree);
        if ends {
            break;
        }
    }
    out
}

/// Splits off the body in braces, which the rest keeps empty.
fn emptied(mut tokens: Vec<TokenTree>) -> Option<(TokenStream, TokenStream)> {
    let TokenTree::Group(body) = tokens.pop()? else {
        return None;
    };
    if body.delimiter() != Delimiter::Brace {
        return None;
    }
    let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
    empty.set_span(body.span());
    tokens.push(empty.into());
    Some((tokens.into_iter().collect(), body.stream()))
}

fn broken_item(tokens: Vec<TokenTree>, lost: &mut Lost) -> Option<Item> {
    let (head, body) = emptied(tokens)?;
    let mut item: Item = syn::parse2(head).ok()?;
    match &mut item {
        Item::Fn(of) => of.block.stmts = broken_body(body, lost),
        Item::Impl(of) => of.items = each(body, lost, broken_impl_item),
        Item::Trait(of) => of.items = each(body, lost, broken_trait_item),
        Item::Mod(of) => {
            let items = each(body, lost, broken_item);
            if let Some((_, content)) = &mut of.content {
                *content = items;
            }
        }
        _ => return None,
    }
    Some(item)
}

fn broken_impl_item(tokens: Vec<TokenTree>, lost: &mut Lost) -> Option<ImplItem> {
    let (head, body) = emptied(tokens)?;
    match syn::parse2(head).ok()? {
        ImplItem::Fn(mut of) => {
            of.block.stmts = broken_body(body, lost);
            Some(ImplItem::Fn(of))
        }
        _ => None,
    }
}

fn broken_trait_item(tokens: Vec<TokenTree>, lost: &mut Lost) -> Option<TraitItem> {
    let (head, body) = emptied(tokens)?;
    match syn::parse2(head).ok()? {
        TraitItem::Fn(mut of) => {
            let block = of.default.as_mut()?;
            block.stmts = broken_body(body, lost);
            Some(TraitItem::Fn(of))
        }
        _ => None,
    }
}

/// Statements of a body, cut at its semicolons, and what does not parse between two of them once more at its braces.
fn broken_body(tokens: TokenStream, lost: &mut Lost) -> Vec<Stmt> {
    let mut out = Vec::new();
    let is_semicolon = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';');
    for part in cut(tokens.into_iter().collect(), is_semicolon) {
        match Block::parse_within.parse2(part.iter().cloned().collect()) {
            Ok(stmts) => out.extend(stmts),
            Err(_) => {
                let is_brace =
                    |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                for piece in cut(part, is_brace) {
                    let place = piece
                        .first()
                        .zip(piece.last())
                        .map(|(first, last)| (first.span(), last.span()));
                    match Block::parse_within.parse2(piece.into_iter().collect()) {
                        Ok(stmts) => out.extend(stmts),
                        Err(_) => lost.extend(place),
                    }
                }
            }
        }
    }
    out
}

fn cut(tokens: Vec<TokenTree>, ends: impl Fn(&TokenTree) -> bool) -> Vec<Vec<TokenTree>> {
    let mut out = vec![Vec::new()];
    for tree in tokens {
        let ended = ends(&tree);
        if let Some(last) = out.last_mut() {
            last.push(tree);
        }
        if ended {
            out.push(Vec::new());
        }
    }
    out.retain(|part| !part.is_empty());
    out
}
