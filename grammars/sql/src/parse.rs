//! From prepared text to the parser's tree: dialects tried in a fixed order, bounds on what the parser is given, and
//! spans that carry offsets in the text that was given instead of lines and columns.

use sqlparser::ast;
use sqlparser::dialect::{
    ClickHouseDialect, Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect,
};
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, TokenizerError};

use crate::model::SqlError;
use crate::prepare::Prepared;
use crate::repair::{Dropped, mend, without_top};

/// Brackets within brackets; the parser's effort can double with each.
const MAX_NESTING: usize = 40;
/// Tokens from one comma to the next, over all open brackets: bounds the depth of the tree that operators build.
const MAX_RUN: usize = 3000;
/// What the parser may recurse.
const RECURSION: usize = 80;
/// Repairs of one statement.
const MAX_REPAIRS: usize = 12;
/// Longer statements are not repaired.
const MAX_REPAIRED_TOKENS: usize = 4000;

/// A statement's tree and the holes that were taken out to get it.
pub(crate) struct Parsed {
    pub statement: ast::Statement,
    pub dropped: Vec<Dropped>,
}

/// Statements with more brackets within brackets, or more words that nest without brackets, get a stack of their own.
const SHALLOW: usize = 3;
/// The size of that stack: the parser takes up to a quarter of a megabyte for each level when it is not optimized.
const STACK: usize = 64 << 20;

/// Runs what parses `sql` where there is stack enough for it: the parser guards its own recursion too late. None when
/// it panicked or no thread was to be had.
pub(crate) fn on_stack<T: Send>(sql: &str, run: impl FnOnce() -> T + Send) -> Option<T> {
    if !nests(sql) {
        return std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).ok();
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, run)
            .ok()?;
        thread.join().ok()
    })
}

/// Whether parsing may go deep. May say so of a text whose brackets stand in strings.
fn nests(sql: &str) -> bool {
    let mut depth = 0usize;
    let mut deepest = 0usize;
    let mut words = 0usize;
    for (at, byte) in sql.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' | b'<' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            b'-' | b'+' | b'~' | b'!' => words += 1,
            b'c' | b'C' | b'n' | b'N' | b'i' | b'I' | b'e' | b'E' | b'p' | b'P' => {
                let is = |word: &str| {
                    sql.as_bytes()[at..]
                        .get(..word.len())
                        .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
                };
                words += usize::from(
                    ["case ", "not ", "interval ", "explain ", "prior ", "prepare "]
                        .iter()
                        .any(|word| is(word)),
                );
            }
            _ => {}
        }
    }
    deepest > SHALLOW || words > 16
}

/// Parses the statement in a range of the prepared text. Offsets are those of the given text plus `base`.
pub(crate) fn parse(
    prepared: &Prepared,
    range: std::ops::Range<usize>,
    base: usize,
    repairs: bool,
) -> Result<Parsed, SqlError> {
    let sql = prepared.sql.get(range.clone()).unwrap_or_default();
    let offset = prepared.origin(range.start) + base;
    on_stack(sql, || parse_here(prepared, range, base, repairs)).unwrap_or_else(|| {
        Err(SqlError {
            message: "the parser failed".to_owned(),
            offset,
        })
    })
}

fn parse_here(
    prepared: &Prepared,
    range: std::ops::Range<usize>,
    base: usize,
    repairs: bool,
) -> Result<Parsed, SqlError> {
    let sql = prepared.sql.get(range.clone()).unwrap_or_default();
    let mut error: Option<SqlError> = None;
    let mut note = |found: SqlError| {
        // The dialect that came furthest knows best what is wrong; among equals the first.
        if error.as_ref().is_none_or(|known| known.offset < found.offset) {
            error = Some(found);
        }
    };
    let end = prepared.origin(range.end) + base;
    let dialects = order(sql);
    let mut streams = Vec::new();
    for dialect in dialects {
        let mut tokens = match tokens(prepared, range.clone(), base, dialect) {
            Ok(tokens) => tokens,
            Err(found) => {
                note(found);
                continue;
            }
        };
        without_top(&mut tokens);
        if let Some(found) = too_deep(&tokens, end) {
            return Err(found);
        }
        match parse_tokens(&tokens, dialect) {
            Ok(statement) => {
                return Ok(Parsed {
                    statement,
                    dropped: Vec::new(),
                });
            }
            Err(failed) => {
                note(SqlError {
                    offset: failed.offset.unwrap_or(end),
                    message: failed.message.clone(),
                });
                if repairs && tokens.len() <= MAX_REPAIRED_TOKENS {
                    streams.push((dialect, tokens, failed));
                }
            }
        }
    }
    for (dialect, mut tokens, mut failed) in streams {
        let mut dropped = Vec::new();
        for _ in 0..MAX_REPAIRS {
            if !mend(&mut tokens, &failed, prepared, &mut dropped) {
                break;
            }
            match parse_tokens(&tokens, dialect) {
                Ok(statement) => return Ok(Parsed { statement, dropped }),
                Err(again) => failed = again,
            }
        }
    }
    Err(error.unwrap_or_else(|| SqlError {
        message: "nothing to parse".to_owned(),
        offset: end,
    }))
}

/// Where and why the parser stopped.
pub(crate) struct Failed {
    /// None at the end of the text.
    pub offset: Option<usize>,
    pub message: String,
}

/// The dialects in the order of trying: marks of quoting come first, since other dialects misread what they quote.
pub(crate) fn order(sql: &str) -> Vec<&'static dyn Dialect> {
    let mut dialects: Vec<&'static dyn Dialect> = vec![
        &PostgreSqlDialect {},
        &GenericDialect {},
        &MySqlDialect {},
        &SQLiteDialect {},
        &MsSqlDialect {},
        &ClickHouseDialect {},
    ];
    if sql.contains('`') {
        dialects.swap(0, 2);
    } else if bracketed(sql) {
        dialects.swap(0, 4);
    }
    dialects
}

/// Whether a name stands in brackets: `[Order Lines]`, `dbo.[Users]`.
fn bracketed(sql: &str) -> bool {
    let bytes = sql.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        *byte == b'['
            && bytes
                .get(at + 1)
                .is_some_and(|next| next.is_ascii_alphabetic() || *next == b'_')
            && at
                .checked_sub(1)
                .is_none_or(|before| matches!(bytes[before], b' ' | b'\n' | b'\t' | b'.' | b'(' | b','))
    })
}

/// The tokens of a range, without white space, their spans on one line with offsets for columns.
pub(crate) fn tokens(
    prepared: &Prepared,
    range: std::ops::Range<usize>,
    base: usize,
    dialect: &dyn Dialect,
) -> Result<Vec<TokenWithSpan>, SqlError> {
    let sql = prepared.sql.get(range.clone()).unwrap_or_default();
    let mut cursor = Cursor {
        text: sql,
        at: 0,
        place: Location::new(1, 1),
    };
    let raw = Tokenizer::new(dialect, sql)
        .tokenize_with_location()
        .map_err(|error: TokenizerError| SqlError {
            offset: prepared.origin(range.start + cursor.seek(error.location)) + base,
            message: error.message,
        })?;
    let mut out = Vec::with_capacity(raw.len());
    let mut cursor = Cursor {
        text: sql,
        at: 0,
        place: Location::new(1, 1),
    };
    for token in raw {
        let start = cursor.seek(token.span.start);
        let end = cursor.seek(token.span.end);
        if matches!(token.token, Token::Whitespace(_) | Token::EOF) {
            continue;
        }
        let first = prepared.origin(range.start + start) + base;
        // The end of a mark leads back to its start; the byte before the end is surely inside.
        let last = prepared.origin(range.start + end.max(start + 1) - 1) + base + 1;
        out.push(at_offsets(token.token, first, last));
    }
    Ok(out)
}

/// A token whose span holds offsets.
pub(crate) fn at_offsets(token: Token, start: usize, end: usize) -> TokenWithSpan {
    let place = |offset: usize| Location::new(1, offset as u64 + 1);
    TokenWithSpan {
        token,
        span: Span {
            start: place(start),
            end: place(end),
        },
    }
}

/// The offset that a span of ours holds.
pub(crate) fn offset(span: Span) -> usize {
    (span.start.column as usize).saturating_sub(1)
}

/// Walks forward through a text by lines and columns.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    place: Location,
}

impl Cursor<'_> {
    fn seek(&mut self, to: Location) -> usize {
        let before = |a: Location, b: Location| (a.line, a.column) < (b.line, b.column);
        for next in self.text[self.at..].chars() {
            if !before(self.place, to) {
                break;
            }
            self.at += next.len_utf8();
            self.place = if next == '\n' {
                Location::new(self.place.line + 1, 1)
            } else {
                Location::new(self.place.line, self.place.column + 1)
            };
        }
        self.at
    }
}

/// Refuses what could cost the parser, or whoever frees its tree, too much stack or time.
pub(crate) fn too_deep(tokens: &[TokenWithSpan], end: usize) -> Option<SqlError> {
    let mut runs = vec![0usize];
    let mut total = 0;
    for token in tokens {
        match token.token {
            Token::LParen | Token::LBracket | Token::LBrace => runs.push(0),
            Token::RParen | Token::RBracket | Token::RBrace if runs.len() > 1 => {
                total -= runs.pop().unwrap_or(0);
            }
            Token::Comma => {
                if let Some(run) = runs.last_mut() {
                    total -= *run;
                    *run = 0;
                }
            }
            _ => {}
        }
        if let Some(run) = runs.last_mut() {
            *run += 1;
            total += 1;
        }
        if runs.len() > MAX_NESTING || total > MAX_RUN {
            return Some(SqlError {
                message: "nested too deeply".to_owned(),
                offset: offset(token.span).min(end),
            });
        }
    }
    None
}

/// Parses exactly one statement.
pub(crate) fn parse_tokens(tokens: &[TokenWithSpan], dialect: &dyn Dialect) -> Result<ast::Statement, Failed> {
    let mut parser = Parser::new(dialect)
        .with_recursion_limit(RECURSION)
        .with_tokens_with_locations(tokens.to_vec());
    let statement = parser.parse_statement().map_err(|error| failed(&error))?;
    while parser.consume_token(&Token::SemiColon) {}
    let rest = parser.peek_token();
    if rest.token == Token::EOF {
        return Ok(statement);
    }
    Err(Failed {
        offset: Some(offset(rest.span)),
        message: format!("Expected: end of statement, found: {rest}"),
    })
}

fn failed(error: &ParserError) -> Failed {
    let text = match error {
        ParserError::TokenizerError(text) | ParserError::ParserError(text) => text.as_str(),
        ParserError::RecursionLimitExceeded => "nested too deeply",
    };
    match text.rsplit_once(" at Line: 1, Column: ") {
        Some((message, column)) => Failed {
            offset: column
                .trim()
                .parse::<usize>()
                .ok()
                .map(|column| column.saturating_sub(1)),
            message: message.to_owned(),
        },
        None => Failed {
            offset: None,
            message: text.to_owned(),
        },
    }
}
