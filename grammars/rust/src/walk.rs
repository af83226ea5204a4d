//! Macro tokens that read neither as arguments nor as statements: whatever in them reads as an expression, in order.

use proc_macro2::{Delimiter, Span, TokenTree};
use syn::parse::discouraged::{AnyDelimiter as _, Speculative as _};
use syn::parse::{ParseBuffer, ParseStream, Result};
use syn::{Block, Expr, Pat, Stmt, Token, token};

use crate::args::{Value, statements, values};

/// A part of a macro's tokens.
pub enum Piece {
    Expr(Expr),
    Values(Vec<Value>),
    Statements(Vec<Stmt>, Span, Span),
    Group(Vec<Piece>),
    /// A token that could not be read.
    Skipped(Span),
}

/// One arm of a `select!`: `pattern = future => body`.
pub struct Branch {
    pub pattern: Option<Pat>,
    pub future: Option<Expr>,
    pub cond: Option<Expr>,
    pub body: Expr,
}

/// Arms of a `select!`, at least one.
pub fn branches(input: ParseStream) -> Result<Vec<Branch>> {
    let mut out = Vec::new();
    if input.peek(syn::Ident) && input.peek2(Token![;]) {
        input.parse::<syn::Ident>()?;
        input.parse::<Token![;]>()?;
    }
    while !input.is_empty() || out.is_empty() {
        let (mut pattern, mut future, mut cond) = (None, None, None);
        if input.peek(Token![else]) {
            input.parse::<Token![else]>()?;
        } else {
            pattern = Some(Pat::parse_multi_with_leading_vert(input)?);
            input.parse::<Token![=]>()?;
            future = Some(input.parse()?);
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                cond = Some(input.parse()?);
            }
        }
        input.parse::<Token![=>]>()?;
        let body = if input.peek(token::Brace) {
            let block: Block = input.parse()?;
            Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block,
            })
        } else {
            input.parse()?
        };
        out.push(Branch {
            pattern,
            future,
            cond,
            body,
        });
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(out)
}

/// Walks tokens; what an attempt that fails has read is taken off the budget, since it will be read again.
pub struct Walker<'a> {
    pub budget: &'a mut usize,
    /// Where the tokens end in the file that was lexed.
    pub end: usize,
}

impl Walker<'_> {
    pub fn walk(&mut self, input: ParseStream) -> Vec<Piece> {
        let mut out = Vec::new();
        while !input.is_empty() {
            if *self.budget == 0 {
                out.push(Piece::Skipped(input.span()));
                while input.parse::<TokenTree>().is_ok() {}
                break;
            }
            *self.budget -= 1;
            if let Some(piece) = self.piece(input) {
                out.push(piece);
            }
        }
        out
    }

    fn piece(&mut self, input: ParseStream) -> Option<Piece> {
        if input.peek(token::Brace) {
            return self.group(input);
        }
        if !begins_nothing(input) {
            if let Some(expr) = self.attempt(input, |ahead| ahead.parse::<Expr>()) {
                return Some(Piece::Expr(expr));
            }
            if let Some(expr) = self.attempt(input, Expr::parse_without_eager_brace) {
                return Some(Piece::Expr(expr));
            }
            if input.peek(token::Paren) || input.peek(token::Bracket) {
                return self.group(input);
            }
        }
        if input.peek(syn::Ident) {
            return input
                .parse::<syn::ExprPath>()
                .ok()
                .map(|name| Piece::Expr(Expr::Path(name)));
        }
        match input.parse::<TokenTree>() {
            Ok(TokenTree::Punct(_)) | Err(_) => None,
            Ok(tree) => Some(Piece::Skipped(tree.span())),
        }
    }

    fn group(&mut self, input: ParseStream) -> Option<Piece> {
        let (delimiter, span, content) = input.parse_any_delimiter().ok()?;
        if delimiter == Delimiter::Brace
            && let Some(stmts) = self.attempt(&content, statements)
        {
            return Some(Piece::Statements(stmts, span.open(), span.close()));
        }
        if let Some(values) = self.attempt(&content, values) {
            return Some(Piece::Values(values));
        }
        Some(Piece::Group(self.walk(&content)))
    }

    /// What `parse` makes of the input's beginning, if it makes anything and takes at least one token.
    fn attempt<T>(&mut self, input: &ParseBuffer, parse: impl FnOnce(ParseStream) -> Result<T>) -> Option<T> {
        let ahead = input.fork();
        let start = input.span().byte_range().start;
        match parse(&ahead) {
            Ok(found) if ahead.cursor() != input.cursor() => {
                input.advance_to(&ahead);
                Some(found)
            }
            Ok(_) => None,
            Err(error) => {
                let reached = match error.span().byte_range().start {
                    0 => self.end,
                    at => at,
                };
                *self.budget = self.budget.saturating_sub(reached.saturating_sub(start));
                None
            }
        }
    }
}

/// Punctuation that separates and begins no expression.
fn begins_nothing(input: ParseStream) -> bool {
    input.peek(Token![,])
        || input.peek(Token![;])
        || input.peek(Token![:])
        || input.peek(Token![=])
        || input.peek(Token![->])
        || input.peek(Token![@])
        || input.peek(Token![#])
        || input.peek(Token![$])
        || input.peek(Token![.])
        || input.peek(Token![?])
        || input.peek(Token![%])
        || input.peek(Token![+])
        || input.peek(Token![/])
        || input.peek(Token![>])
        || input.peek(Token![else])
}
