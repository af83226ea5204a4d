//! How the tokens of macros and attributes read when nobody says how: the parsers, nothing of the unit.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Result};
use syn::{Block, Expr, Stmt, Token, token};

use crate::types::plain;

/// `value`, `name = value` or `..value`.
pub struct Argument {
    pub name: Option<String>,
    pub spread: bool,
    pub value: Expr,
}

/// Expressions with commas or semicolons between them.
pub fn arguments(input: ParseStream) -> Result<Vec<Argument>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        out.push(one_argument(input)?);
        if input.is_empty() {
            break;
        }
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(out)
}

fn one_argument(input: ParseStream) -> Result<Argument> {
    if input.peek(Token![let]) {
        return Err(input.error("a statement"));
    }
    let name = named(input)?;
    // `name = %value` and `?value` say how a value is printed.
    if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
    } else if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
    }
    Ok(Argument {
        name,
        spread: false,
        value: input.parse()?,
    })
}

/// `name =` or `dotted.name =`, if that is what comes.
fn named(input: ParseStream) -> Result<Option<String>> {
    let mut ahead = input.cursor();
    let mut parts = 0_usize;
    while let Some((_, rest)) = ahead.ident() {
        parts += 1;
        let Some((punct, rest)) = rest.punct() else {
            return Ok(None);
        };
        match (punct.as_char(), rest.punct()) {
            ('.', _) => ahead = rest,
            ('=', Some((next, _))) if punct.spacing() == Spacing::Joint && matches!(next.as_char(), '=' | '>') => {
                return Ok(None);
            }
            ('=', _) => break,
            _ => return Ok(None),
        }
    }
    if parts == 0 || ahead.ident().is_none() {
        return Ok(None);
    }
    let mut name = plain(&input.call(Ident::parse_any)?);
    for _ in 1..parts {
        input.parse::<Token![.]>()?;
        name.push('.');
        name.push_str(&plain(&input.call(Ident::parse_any)?));
    }
    input.parse::<Token![=]>()?;
    Ok(Some(name))
}

/// Statements, at least one.
pub fn statements(input: ParseStream) -> Result<Vec<Stmt>> {
    if input.is_empty() {
        return Err(input.error("nothing"));
    }
    Block::parse_within(input)
}

/// What JSON-like and map-like macros hold: an expression, or braces and brackets with such in them.
pub enum Value {
    Expr(Box<Expr>),
    List(Vec<Value>, proc_macro2::Span, proc_macro2::Span),
    Dict(Vec<(Value, Value)>, proc_macro2::Span, proc_macro2::Span),
    /// `name: value` outside of braces, `name: { statements }` included.
    Keyed(Ident, Box<Value>),
    Block(Box<Block>),
}

/// Values with commas between, at least one of them more than an expression.
pub fn values(input: ParseStream) -> Result<Vec<Value>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let keyed = input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]);
        if keyed {
            let name: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            let value = if input.peek(token::Brace) && input.fork().parse::<Block>().is_ok() {
                Value::Block(Box::new(input.parse()?))
            } else {
                value(input)?
            };
            out.push(Value::Keyed(name, Box::new(value)));
        } else {
            out.push(value(input)?);
        }
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else if !input.is_empty() && !keyed {
            return Err(input.error("a separator"));
        }
    }
    Ok(out)
}

fn value(input: ParseStream) -> Result<Value> {
    if input.peek(token::Brace) {
        let content;
        let braces = syn::braced!(content in input);
        let mut pairs = Vec::new();
        while !content.is_empty() {
            let key = if content.peek(token::Paren) || !content.peek2(Token![:]) {
                Value::Expr(Box::new(content.parse()?))
            } else {
                Value::Expr(Box::new(Expr::parse_without_eager_brace(&content)?))
            };
            if content.peek(Token![:]) {
                content.parse::<Token![:]>()?;
            } else {
                content.parse::<Token![=>]>()?;
            }
            pairs.push((key, value(&content)?));
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        return Ok(Value::Dict(pairs, braces.span.open(), braces.span.close()));
    }
    if input.peek(token::Bracket) {
        let ahead = input.fork();
        if let Ok(list) = list(&ahead)
            && (ahead.is_empty() || ahead.peek(Token![,]))
        {
            input.advance_to(&ahead);
            return Ok(list);
        }
    }
    Ok(Value::Expr(Box::new(input.parse()?)))
}

fn list(input: ParseStream) -> Result<Value> {
    let content;
    let brackets = syn::bracketed!(content in input);
    let mut items = Vec::new();
    while !content.is_empty() {
        items.push(value(&content)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(Value::List(items, brackets.span.open(), brackets.span.close()))
}

/// Whether a semicolon stands among tokens, outside of their groups.
pub fn has_semicolon(tokens: &TokenStream) -> bool {
    tokens
        .clone()
        .into_iter()
        .any(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';'))
}

/// Names among tokens, those in parentheses included; none when anything but names, punctuation and parentheses is there.
pub fn only_names(tokens: &TokenStream, depth: u32) -> Option<Vec<Ident>> {
    let mut out = Vec::new();
    for tree in tokens.clone() {
        match tree {
            TokenTree::Ident(name) => out.push(name),
            TokenTree::Punct(_) => {}
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && depth < 8 => {
                out.extend(only_names(&group.stream(), depth + 1)?);
            }
            _ => return None,
        }
    }
    Some(out)
}
