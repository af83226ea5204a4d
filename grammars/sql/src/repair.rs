//! What to change in a statement that does not parse because it is not whole: a hole stands for a clause, the text ends
//! in the middle, or a placeholder stands where the grammar wants a literal. One change at a time, each at the place
//! where the parser stopped.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::model::Placeholder;
use crate::parse::{Failed, at_offsets, offset};
use crate::prepare::{Mark, OPEN, Prepared};

/// A hole that stood for a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropped {
    pub hole: u32,
    pub offset: usize,
    /// Where the bracket that holds it begins; 0 outside of brackets.
    pub opened: usize,
}

/// Changes the tokens so that the parser may come further; false when there is nothing to change.
pub(crate) fn mend(
    tokens: &mut Vec<TokenWithSpan>,
    failed: &Failed,
    prepared: &Prepared,
    dropped: &mut Vec<Dropped>,
) -> bool {
    let at = match failed.offset {
        Some(place) => tokens.partition_point(|token| offset(token.span) < place),
        None => tokens.len(),
    };
    if at >= tokens.len() {
        if let Some(last) = tokens.len().checked_sub(1)
            && hole(&tokens[last].token, prepared).is_some()
            && !failed.message.contains("SELECT, VALUES")
        {
            return drop_hole(tokens, last, prepared, dropped);
        }
        return finish(tokens, failed, prepared);
    }
    let before = at.checked_sub(1);
    if is_mark(&tokens[at].token, prepared) {
        let span = tokens[at].span;
        let mark = tokens[at].clone();
        let sign = |token: Token| TokenWithSpan { token, span };
        if failed.message.contains("SELECT, VALUES") {
            let word = |text: &str| sign(Token::make_keyword(text));
            tokens.splice(at..=at, [word("SELECT"), mark.clone(), word("FROM"), mark]);
            return true;
        }
        let listed = before.is_some_and(|before| {
            matches!(&tokens[before].token, Token::Word(word) if matches!(word.keyword, Keyword::IN | Keyword::VALUES))
        });
        if listed {
            tokens.splice(at..=at, [sign(Token::LParen), mark, sign(Token::RParen)]);
            return true;
        }
        if hole(&tokens[at].token, prepared).is_some() {
            return drop_hole(tokens, at, prepared, dropped);
        }
        if let Token::Word(word) = &tokens[at].token {
            let placeholder = Token::Placeholder(word.value.clone());
            tokens[at].token = placeholder;
            return true;
        }
    }
    let Some(before) = before else { return false };
    if hole(&tokens[before].token, prepared).is_none() {
        return false;
    }
    if failed.message.contains("Expected: =,") {
        // `SET $h0 WHERE …`: assignments that are not known.
        let mark = tokens[before].clone();
        let equals = TokenWithSpan {
            token: Token::Eq,
            span: mark.span,
        };
        tokens.splice(before..=before, [mark.clone(), equals, mark]);
        return true;
    }
    drop_hole(tokens, before, prepared, dropped)
}

/// The text ends too early: a value of unknown text and the missing brackets are put at its end.
fn finish(tokens: &mut Vec<TokenWithSpan>, failed: &Failed, prepared: &Prepared) -> bool {
    let Some(last) = tokens.last() else { return false };
    let end = offset(last.span) + 1;
    let open = || at_offsets(Token::make_word(&prepared.identifier(OPEN), None), end, end);
    let sign = |token: Token| at_offsets(token, end, end);
    let already = is_open(&last.token, prepared);
    let mut tail = Vec::new();
    match &last.token {
        _ if already => {}
        Token::Word(word) if matches!(word.keyword, Keyword::IN | Keyword::VALUES) => {
            tail.extend([sign(Token::LParen), open(), sign(Token::RParen)]);
        }
        Token::Word(word) if word.keyword != Keyword::NoKeyword && crate::prepare::wants_value(&word.value) => {
            tail.push(open());
        }
        Token::Word(_)
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::DoubleQuotedString(_)
        | Token::EscapedStringLiteral(_)
        | Token::NationalStringLiteral(_)
        | Token::DollarQuotedString(_)
        | Token::Placeholder(_)
        | Token::RParen
        | Token::RBracket => {}
        _ => tail.push(open()),
    }
    let mut brackets = Vec::new();
    for token in tokens.iter() {
        match token.token {
            Token::LParen => brackets.push(Token::RParen),
            Token::LBracket => brackets.push(Token::RBracket),
            Token::RParen | Token::RBracket => {
                brackets.pop();
            }
            _ => {}
        }
    }
    tail.extend(brackets.into_iter().rev().map(sign));
    if tail.is_empty() && failed.message.contains("SELECT, VALUES") {
        tail.extend([
            sign(Token::make_keyword("VALUES")),
            sign(Token::LParen),
            open(),
            sign(Token::RParen),
        ]);
    }
    let changed = !tail.is_empty();
    tokens.append(&mut tail);
    changed
}

fn drop_hole(tokens: &mut Vec<TokenWithSpan>, at: usize, prepared: &Prepared, dropped: &mut Vec<Dropped>) -> bool {
    let Some(number) = hole(&tokens[at].token, prepared) else {
        return false;
    };
    let mut depth = 0usize;
    let mut opened = 0;
    for token in tokens[..at].iter().rev() {
        match token.token {
            Token::RParen => depth += 1,
            Token::LParen if depth == 0 => {
                opened = offset(token.span);
                break;
            }
            Token::LParen => depth -= 1,
            _ => {}
        }
    }
    dropped.push(Dropped {
        hole: number,
        offset: offset(tokens[at].span),
        opened,
    });
    tokens.remove(at);
    true
}

fn word(token: &Token) -> Option<&str> {
    match token {
        Token::Word(word) => Some(&word.value),
        _ => None,
    }
}

fn is_mark(token: &Token, prepared: &Prepared) -> bool {
    word(token).is_some_and(|text| prepared.mark(text).is_some())
}

fn is_open(token: &Token, prepared: &Prepared) -> bool {
    word(token)
        .and_then(|text| prepared.mark(text))
        .is_some_and(|(_, mark)| *mark == Mark::Open)
}

fn hole(token: &Token, prepared: &Prepared) -> Option<u32> {
    match prepared.mark(word(token)?)? {
        (_, Mark::Bound(Placeholder::Hole(hole))) => Some(*hole),
        _ => None,
    }
}
