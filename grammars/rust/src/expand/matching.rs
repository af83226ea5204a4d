//! A call's tokens against a matcher. A repetition takes as much as it can and never gives back, as in the language.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _, Result};
use syn::{Expr, Item, Lifetime, Meta, Pat, Stmt, Token, Type, Visibility};

use super::pattern::{Count, Part, Repeat, names};

/// What fragments stand for.
pub type Bound = BTreeMap<String, Binding>;

/// What one fragment stands for.
pub enum Binding {
    /// Tokens.
    One(Vec<TokenTree>),
    /// One binding for each turn of a repetition.
    Many(Vec<Binding>),
}

/// What a matcher's fragments stand for in a call; none where it does not take the call.
pub fn bind(matcher: &[Part], tokens: &TokenStream) -> Option<Bound> {
    let mut bound = Bound::new();
    let whole = |input: ParseStream<'_>| take(matcher, input, &mut bound);
    whole.parse2(tokens.clone()).ok()?;
    Some(bound)
}

fn take(parts: &[Part], input: ParseStream<'_>, bound: &mut Bound) -> Result<()> {
    for part in parts {
        match part {
            Part::Token(wanted) => {
                let found: TokenTree = input.parse()?;
                if !is_same(wanted, &found) {
                    return Err(input.error("another token"));
                }
            }
            Part::Group(delimiter, inner) => match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == *delimiter => {
                    let within = |input: ParseStream<'_>| take(inner, input, bound);
                    within.parse2(group.stream())?;
                }
                _ => return Err(input.error("a group")),
            },
            Part::Fragment(name, kind) => {
                let tokens = fragment(kind, input)?;
                bound.insert(name.clone(), Binding::One(tokens));
            }
            Part::Repeat(repeat) => take_turns(repeat, input, bound)?,
        }
    }
    Ok(())
}

fn take_turns(repeat: &Repeat, input: ParseStream<'_>, bound: &mut Bound) -> Result<()> {
    let mut named = Vec::new();
    names(&repeat.parts, &mut named);
    let mut all: BTreeMap<&str, Vec<Binding>> = named.into_iter().map(|name| (name, Vec::new())).collect();
    let mut turns = 0_usize;
    let most = if repeat.count == Count::Once { 1 } else { usize::MAX };
    while !input.is_empty() && turns < most {
        let ahead = input.fork();
        if turns > 0 && !separated(&repeat.separator, &ahead) {
            break;
        }
        let from = ahead.cursor();
        let mut turn = Bound::new();
        if take(&repeat.parts, &ahead, &mut turn).is_err() || ahead.cursor() == from {
            break;
        }
        input.advance_to(&ahead);
        turns += 1;
        for (name, binding) in turn {
            if let Some(list) = all.get_mut(name.as_str()) {
                list.push(binding);
            }
        }
    }
    if repeat.count == Count::Some && turns == 0 {
        return Err(input.error("at least one"));
    }
    bound.extend(
        all.into_iter()
            .map(|(name, list)| (name.to_owned(), Binding::Many(list))),
    );
    Ok(())
}

fn separated(separator: &[TokenTree], input: ParseStream<'_>) -> bool {
    separator
        .iter()
        .all(|wanted| input.parse::<TokenTree>().is_ok_and(|found| is_same(wanted, &found)))
}

fn is_same(wanted: &TokenTree, found: &TokenTree) -> bool {
    match (wanted, found) {
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}

/// The tokens of one fragment. What may hold operators stays together whatever is written around it.
fn fragment(kind: &str, input: ParseStream<'_>) -> Result<Vec<TokenTree>> {
    let from = input.cursor();
    match kind {
        "ident" => drop(input.call(Ident::parse_any)?),
        "tt" => {
            if input.peek(Lifetime) {
                drop(input.parse::<Lifetime>()?);
            } else {
                drop(input.parse::<TokenTree>()?);
            }
        }
        "lifetime" => drop(input.parse::<Lifetime>()?),
        "literal" => {
            input.parse::<Option<Token![-]>>()?;
            drop(input.parse::<syn::Lit>()?);
        }
        "expr" | "expr_2021" => drop(input.parse::<Expr>()?),
        "ty" => drop(input.parse::<Type>()?),
        "path" => drop(input.parse::<syn::TypePath>()?),
        "pat" => drop(Pat::parse_multi_with_leading_vert(input)?),
        "pat_param" => drop(Pat::parse_single(input)?),
        "stmt" => drop(input.parse::<Stmt>()?),
        "block" => drop(input.parse::<syn::Block>()?),
        "item" => drop(input.parse::<Item>()?),
        "meta" => drop(input.parse::<Meta>()?),
        "vis" => drop(input.parse::<Visibility>()?),
        _ => return Err(input.error("an unknown kind of fragment")),
    }
    let (mut at, end) = (from, input.cursor());
    let mut tokens = Vec::new();
    while at != end {
        let Some((tree, rest)) = at.token_tree() else { break };
        tokens.push(tree);
        at = rest;
    }
    let single = matches!(&tokens[..], [_]);
    if kind.starts_with("expr") && !single {
        let whole = Group::new(Delimiter::None, tokens.into_iter().collect());
        return Ok(vec![whole.into()]);
    }
    Ok(tokens)
}
