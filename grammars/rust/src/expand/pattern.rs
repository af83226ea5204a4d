//! The two sides of a rule, read: fragments, repetitions and plain tokens.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::types::plain;

/// Groups in groups are read as deep as this.
const MAX_DEPTH: u32 = 64;

/// One part of a matcher, or of what a rule writes.
pub enum Part {
    /// A token as it stands.
    Token(TokenTree),
    /// Brackets and what is in them.
    Group(Delimiter, Vec<Part>),
    /// `$name:kind`; the kind is empty where a rule writes.
    Fragment(String, String),
    /// `$( … ) separator op`.
    Repeat(Repeat),
}

/// A repetition.
pub struct Repeat {
    pub parts: Vec<Part>,
    pub separator: Vec<TokenTree>,
    pub count: Count,
}

/// How often.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Count {
    Any,
    Some,
    Once,
}

/// Reads one side of a rule; fragments have a kind in a matcher only.
pub fn read(tokens: TokenStream, matcher: bool) -> Vec<Part> {
    read_within(tokens, matcher, 0)
}

fn read_within(tokens: TokenStream, matcher: bool, depth: u32) -> Vec<Part> {
    let mut parts = Vec::new();
    if depth > MAX_DEPTH {
        return parts;
    }
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match trees.peek() {
                Some(TokenTree::Ident(_)) => {
                    let Some(TokenTree::Ident(name)) = trees.next() else {
                        break;
                    };
                    let mut kind = String::new();
                    if matcher && trees.next_if(|tree| is_punct(tree, ':')).is_some() {
                        kind = trees.next().map_or_else(String::new, |kind| kind.to_string());
                    }
                    parts.push(Part::Fragment(plain(&name), kind));
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    let inner = read_within(group.stream(), matcher, depth + 1);
                    trees.next();
                    let (mut separator, mut count) = (Vec::new(), None);
                    for tree in trees.by_ref() {
                        let ends = match &tree {
                            TokenTree::Punct(op) => count_of(op.as_char()),
                            _ => None,
                        };
                        if ends.is_some() {
                            count = ends;
                            break;
                        }
                        let joint = matches!(&tree, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
                        separator.push(tree);
                        if !joint && separator.len() > 2 {
                            break;
                        }
                    }
                    parts.push(Part::Repeat(Repeat {
                        parts: inner,
                        separator,
                        count: count.unwrap_or(Count::Any),
                    }));
                }
                _ => parts.push(Part::Token(punct.into())),
            },
            TokenTree::Group(group) => {
                let inner = read_within(group.stream(), matcher, depth + 1);
                parts.push(Part::Group(group.delimiter(), inner));
            }
            other => parts.push(Part::Token(other)),
        }
    }
    parts
}

/// The names of all fragments in some parts.
pub fn names<'p>(parts: &'p [Part], out: &mut Vec<&'p str>) {
    for part in parts {
        match part {
            Part::Token(_) => {}
            Part::Group(_, inner) => names(inner, out),
            Part::Fragment(name, _) => out.push(name),
            Part::Repeat(repeat) => names(&repeat.parts, out),
        }
    }
}

fn is_punct(tree: &TokenTree, char: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn count_of(char: char) -> Option<Count> {
    match char {
        '*' => Some(Count::Any),
        '+' => Some(Count::Some),
        '?' => Some(Count::Once),
        _ => None,
    }
}
