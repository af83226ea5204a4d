//! What to change in a statement that does not parse because it is not whole: a hole stands for a clause, the text ends
//! in the middle, or a placeholder stands where the grammar wants a literal. One change at a time, each at the place
//! where the parser stopped.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::model::Placeholder;
use crate::parse::{Failed, at_offsets, offset};
use crate::prepare::{MISSING, Mark, OPEN, Prepared};

/// A hole that stood for a clause.
#[derive(Clone, Debug)]
pub(crate) struct Dropped {
    pub hole: Placeholder,
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
    if branches(tokens, prepared) {
        return true;
    }
    if at >= tokens.len() {
        if let Some(last) = tokens.len().checked_sub(1)
            && hole(&tokens[last].token, prepared).is_some()
            && !failed.message.contains("SELECT, VALUES")
        {
            if failed.message.contains("Expected: =,") {
                assignments(tokens, last);
                return true;
            }
            return drop_hole(tokens, last, prepared, dropped);
        }
        return finish(tokens, failed, prepared);
    }
    let before = at.checked_sub(1);
    if let Some(range) = unknown_clause(tokens, at, failed) {
        tokens.drain(range);
        return true;
    }
    let is = |at: usize, text: &str| word(&tokens[at].token).is_some_and(|word| word.eq_ignore_ascii_case(text));
    if is(at, "conflict") && before.is_some_and(|before| is(before, "on")) {
        // `INSERT … SELECT 1 ON CONFLICT`: without a `FROM`, the `ON` is taken for an alias.
        let span = tokens[at - 1].span;
        let missing = Token::make_word(&prepared.identifier(MISSING), None);
        let from = [Token::make_keyword("FROM"), missing].map(|token| TokenWithSpan { token, span });
        tokens.splice(at - 1..at - 1, from);
        return true;
    }
    if is_mark(&tokens[at].token, prepared) {
        let span = tokens[at].span;
        let mark = tokens[at].clone();
        let sign = |token: Token| TokenWithSpan { token, span };
        if failed.message.contains("SELECT, VALUES") {
            let word = |text: &str| sign(Token::make_keyword(text));
            tokens.splice(at..=at, [word("SELECT"), mark.clone(), word("FROM"), mark]);
            return true;
        }
        if failed.message.contains("Expected: SET") && hole(&mark.token, prepared).is_some() {
            let word = sign(Token::make_keyword("SET"));
            tokens.splice(at..=at, [word, mark.clone(), sign(Token::Eq), mark]);
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
        assignments(tokens, before);
        return true;
    }
    drop_hole(tokens, before, prepared, dropped)
}

/// Takes `TOP (n)` out of an update or a delete: the parser would read a function there.
pub(crate) fn without_top(tokens: &mut Vec<TokenWithSpan>) {
    let is = |at: usize, text: &str| {
        tokens
            .get(at)
            .and_then(|token| word(&token.token))
            .is_some_and(|word| word.eq_ignore_ascii_case(text))
    };
    let writes = is(0, "update") || is(0, "delete");
    if writes && is(1, "top") && tokens.get(2).is_some_and(|token| token.token == Token::LParen) {
        let close = tokens.iter().position(|token| token.token == Token::RParen);
        tokens.drain(1..close.map_or(1, |close| close + 1));
    }
}

/// `SET $h0 WHERE …`: assignments that are not known.
fn assignments(tokens: &mut Vec<TokenWithSpan>, at: usize) {
    let mark = tokens[at].clone();
    let equals = TokenWithSpan {
        token: Token::Eq,
        span: mark.span,
    };
    tokens.splice(at..=at, [mark.clone(), equals, mark]);
}

/// `CASE x $h0 END`: branches that are not known.
fn branches(tokens: &mut Vec<TokenWithSpan>, prepared: &Prepared) -> bool {
    let is = |at: usize, text: &str| {
        tokens
            .get(at)
            .and_then(|token| word(&token.token))
            .is_some_and(|word| word.eq_ignore_ascii_case(text))
    };
    let found = (1..tokens.len().saturating_sub(1)).find(|at| {
        hole(&tokens[*at].token, prepared).is_some()
            && (is(at + 1, "end") || is(at + 1, "else"))
            && (1..=4).any(|back| at.checked_sub(back).is_some_and(|before| is(before, "case")))
    });
    let Some(at) = found else { return false };
    let mark = tokens[at].clone();
    let word = |text: &str| TokenWithSpan {
        token: Token::make_keyword(text),
        span: mark.span,
    };
    tokens.splice(at..=at, [word("WHEN"), mark.clone(), word("THEN"), mark]);
    true
}

/// A clause that the parser does not know and that changes nothing of what is said here: the condition of a conflict's
/// index (`ON CONFLICT (a) WHERE b DO …`), `INDEXED BY i`, `FOR NO KEY UPDATE`, `CYCLE a SET b USING c`.
fn unknown_clause(tokens: &[TokenWithSpan], at: usize, failed: &Failed) -> Option<std::ops::Range<usize>> {
    let is = |at: usize, text: &str| word(&tokens[at].token).is_some_and(|word| word.eq_ignore_ascii_case(text));
    let after = |text: &str| at > 0 && is(at - 1, text);
    if is(at, "by") && after("indexed") && at + 1 < tokens.len() {
        return Some(at - 1..at + 2);
    }
    if (is(at, "key") || is(at, "no")) && after("for") {
        return Some(at..at + 1);
    }
    if is(at, "cycle") {
        return until(tokens, at, &["select", "insert", "update", "delete"]);
    }
    if is(at, "where") && failed.message.contains("Expected: DO") {
        return until(tokens, at, &["do"]);
    }
    None
}

/// From a place to the next of these words, or to a comma for a clause of one of several.
fn until(tokens: &[TokenWithSpan], at: usize, words: &[&str]) -> Option<std::ops::Range<usize>> {
    let mut depth = 0usize;
    for (number, token) in tokens.iter().enumerate().skip(at) {
        match &token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.checked_sub(1)?,
            Token::Comma if depth == 0 && words.len() > 1 => return Some(at..number),
            Token::Word(word) if depth == 0 && words.iter().any(|text| word.value.eq_ignore_ascii_case(text)) => {
                return Some(at..number);
            }
            _ => {}
        }
    }
    None
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

fn hole(token: &Token, prepared: &Prepared) -> Option<Placeholder> {
    prepared.clause(word(token)?).cloned()
}
