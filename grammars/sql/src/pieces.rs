//! Schema statements that do not parse as a whole, read part by part: an element of a table or an operation on it that
//! is not understood loses only itself.

use partywall_ir::{Span, TypeDecl, TypeKind};
use sqlparser::ast::{self, Statement as Ast};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::file::File;
use crate::parse::{offset, order, parse_tokens, too_deep};
use crate::prepare::Prepared;

/// Elements of one table that are looked at one by one.
const MAX_ELEMENTS: usize = 2_000;

/// Elements of one statement that are not understood, until the rest is given up.
const MAX_FAILURES: usize = 100;

impl File<'_> {
    /// Reads a `CREATE TABLE` or `ALTER TABLE` that does not parse as a whole part by part; false when it is neither.
    pub(crate) fn piecewise(&mut self, prepared: &Prepared, base: usize, all: &[TokenWithSpan], span: Span) -> bool {
        if too_deep(all, span.end as usize).is_some() {
            return false;
        }
        let keyword = |at: usize| match all.get(at).map(|token| &token.token) {
            Some(Token::Word(word)) => word.keyword,
            _ => Keyword::NoKeyword,
        };
        let head = (0..all.len().min(6)).find(|at| keyword(*at) == Keyword::TABLE);
        let view = (0..all.len().min(6)).find(|at| keyword(*at) == Keyword::VIEW);
        match (keyword(0), head, view) {
            (Keyword::CREATE, None, Some(view)) => self.view_by_name(prepared, base, all, &all[view + 1..], span),
            (Keyword::CREATE, None, None) => self.index_piecewise(prepared, all, span),
            (Keyword::CREATE, Some(_), _) => self.table_piecewise(prepared, all, span),
            (Keyword::ALTER, Some(1), _) => self.alter_piecewise(prepared, all, span),
            _ => false,
        }
    }

    /// A view whose query does not parse: its name and the query's text.
    fn view_by_name(
        &mut self,
        prepared: &Prepared,
        base: usize,
        all: &[TokenWithSpan],
        rest: &[TokenWithSpan],
        span: Span,
    ) -> bool {
        let security = rest.iter().position(|token| is_word(token, "security"));
        if let Some(security) = security.filter(|at| *at > 0 && is_word(&rest[at - 1], "sql")) {
            // `SQL SECURITY INVOKER`
            let mut stream = all.to_vec();
            let from = all.len() - rest.len() + security - 1;
            stream.drain(from..(from + 3).min(all.len()));
            let parsed = order(&prepared.sql)
                .into_iter()
                .find_map(|dialect| parse_tokens(&stream, dialect).ok());
            if let Some(Ast::CreateView(view)) = parsed {
                self.create_view(prepared, base, &view, span);
                return true;
            }
        }
        let skipped = ["if", "not", "exists"];
        let mut parts = Vec::new();
        for token in rest
            .iter()
            .filter(|token| !skipped.iter().any(|word| is_word(token, word)))
        {
            match &token.token {
                Token::Word(word) if word.keyword == Keyword::AS => break,
                Token::Word(word) => parts.push(ast::ObjectNamePart::Identifier(ast::Ident {
                    value: word.value.clone(),
                    quote_style: word.quote_style,
                    span: token.span,
                })),
                Token::Period => {}
                _ => break,
            }
        }
        if parts.is_empty() {
            return false;
        }
        let mut decl = self.decl(prepared, &ast::ObjectName(parts), TypeKind::Class, span);
        let text = self.text.get(span.range()).unwrap_or_default();
        let attribute = self.attribute("sql.view", &[text.to_owned()], decl.name_span);
        decl.attributes.push(attribute);
        self.unit.types.push(decl);
        self.gap("error", span);
        true
    }

    fn index_piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        let clustering = |token: &TokenWithSpan| is_word(token, "clustered") || is_word(token, "nonclustered");
        let mut stream: Vec<TokenWithSpan> = all.iter().filter(|token| !clustering(token)).cloned().collect();
        // What follows the columns says how it is stored, but for the condition of a partial index.
        let close = stream.iter().position(|token| token.token == Token::RParen);
        if let Some(close) = close {
            let partial = stream.iter().skip(close).position(|token| is_word(token, "where"));
            stream.drain(close + 1..partial.map_or(stream.len(), |at| close + at));
        }
        let parsed = order(&prepared.sql)
            .into_iter()
            .find_map(|dialect| parse_tokens(&stream, dialect).ok());
        let Some(Ast::CreateIndex(index)) = parsed else {
            return false;
        };
        self.create_index(prepared, &index, span);
        true
    }

    fn table_piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        let Some(open) = all.iter().position(|token| token.token == Token::LParen) else {
            return false;
        };
        let (found, close) = parts(all, open + 1);
        let parts = found.into_iter().flat_map(|part| at_constraint(all, part));
        let Some(close) = close.and_then(|close| all.get(close)) else {
            return false;
        };
        let dialects = order(&prepared.sql);
        let mut failures = 0;
        let mut decl: Option<TypeDecl> = None;
        for part in parts.take(MAX_ELEMENTS) {
            let element = &all[part];
            let (Some(first), Some(last)) = (element.first(), element.last()) else {
                continue;
            };
            let place = Span::new(offset(first.span), last.span.end.column as usize - 1);
            let element = without_storage(element);
            let element = element.as_slice();
            let short = short_column(element);
            let mut parsed = None;
            for (tokens, whole) in [(element, true), (&element[..short], false)] {
                if tokens.is_empty() {
                    continue;
                }
                let mut stream = all[..=open].to_vec();
                stream.extend_from_slice(tokens);
                stream.push(close.clone());
                parsed = dialects.iter().find_map(|dialect| parse_tokens(&stream, *dialect).ok());
                if parsed.is_some() {
                    if !whole {
                        self.gap("error", place);
                    }
                    break;
                }
            }
            let Some(Ast::CreateTable(table)) = parsed else {
                if let (Some(column), Some(decl)) = (not_null_constraint(prepared, element), &mut decl) {
                    self.required(decl, &column);
                } else if !says_nothing(element) {
                    self.gap("error", place);
                    failures += 1;
                }
                if failures > MAX_FAILURES {
                    // What is left of the statement is given up as a whole.
                    self.gap(
                        "error",
                        Span {
                            start: place.end,
                            ..span
                        },
                    );
                    break;
                }
                continue;
            };
            let decl = match &mut decl {
                Some(decl) => decl,
                none => none.insert(self.table(prepared, &table.name, span)),
            };
            for column in &table.columns {
                let field = self.column(prepared, column, span);
                decl.fields.push(field);
            }
            for constraint in &table.constraints {
                self.constraint(prepared, constraint, decl, span);
            }
        }
        let found = decl.is_some();
        self.unit.types.extend(decl);
        found
    }

    fn alter_piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        // `ALTER TABLE [IF EXISTS] [ONLY] name [*] operation, operation`
        const OPERATIONS: [Keyword; 9] = [
            Keyword::ADD,
            Keyword::DROP,
            Keyword::ALTER,
            Keyword::ENABLE,
            Keyword::DISABLE,
            Keyword::FORCE,
            Keyword::RENAME,
            Keyword::OWNER,
            Keyword::MODIFY,
        ];
        let begins =
            |token: &TokenWithSpan| matches!(&token.token, Token::Word(word) if OPERATIONS.contains(&word.keyword));
        let Some(first) = all.iter().skip(2).position(begins).map(|at| at + 2) else {
            // `ALTER TABLE t CHECK CONSTRAINT c` declares nothing.
            return all
                .windows(2)
                .any(|pair| is_word(&pair[0], "check") && is_word(&pair[1], "constraint"));
        };
        // `WITH CHECK ADD …`
        let head: Vec<TokenWithSpan> = all[..first]
            .iter()
            .filter(|token| !["with", "check", "nocheck"].iter().any(|word| is_word(token, word)))
            .cloned()
            .collect();
        let (parts, _) = parts(all, first);
        let dialects = order(&prepared.sql);
        let mut failures = 0;
        let mut decl: Option<TypeDecl> = None;
        let mut pending = Vec::new();
        let mut seen = false;
        for part in parts.into_iter().take(MAX_ELEMENTS) {
            let operation = &all[part];
            let (Some(from), Some(to)) = (operation.first(), operation.last()) else {
                continue;
            };
            let place = Span::new(offset(from.span), to.span.end.column as usize - 1);
            let mut stream = head.clone();
            stream.append(&mut without_storage(operation));
            let mut parsed = dialects.iter().find_map(|dialect| parse_tokens(&stream, *dialect).ok());
            if parsed.is_none() {
                // `ALTER COLUMN c type NOT NULL` declares the column anew; `ADD a int, b int` says `ADD` once.
                let column = operation.get(1).is_some_and(|token| is_word(token, "column"));
                let rest = match is_word(from, "alter") && column {
                    true => &operation[2..],
                    false => operation,
                };
                stream.truncate(head.len());
                stream.push(TokenWithSpan {
                    token: Token::make_keyword("ADD"),
                    span: from.span,
                });
                stream.append(&mut without_storage(rest));
                parsed = dialects.iter().find_map(|dialect| parse_tokens(&stream, *dialect).ok());
            }
            let Some(Ast::AlterTable(alter)) = parsed else {
                match not_null_constraint(prepared, &operation[1..]) {
                    Some(column) => pending.push(column),
                    None if says_nothing(operation) || says_nothing(&operation[1..]) => seen = true,
                    None => {
                        self.gap("error", place);
                        seen = true;
                        failures += 1;
                    }
                }
                if failures > MAX_FAILURES {
                    // What is left of the statement is given up as a whole.
                    self.gap(
                        "error",
                        Span {
                            start: place.end,
                            ..span
                        },
                    );
                    break;
                }
                continue;
            };
            let decl = match &mut decl {
                Some(decl) => decl,
                none => none.insert(self.extension(prepared, &alter.name, span)),
            };
            for operation in &alter.operations {
                self.alter(prepared, operation, decl, span);
            }
        }
        if !pending.is_empty() {
            let decl = decl.get_or_insert_with(|| self.extension(prepared, &named(&all[2..first]), span));
            for column in pending {
                let attribute = self.attribute("sql.not_null", &[column], span);
                decl.attributes.push(attribute);
            }
        }
        let found = decl.is_some() || seen;
        self.unit.types.extend(decl);
        found
    }
}

/// The parts between commas from `start` to the bracket that closes, and the place of that bracket.
fn parts(all: &[TokenWithSpan], start: usize) -> (Vec<std::ops::Range<usize>>, Option<usize>) {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut from = start;
    for (number, token) in all.iter().enumerate().skip(start) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen if depth == 0 => {
                found.push(from..number);
                return (found, Some(number));
            }
            Token::RParen => depth -= 1,
            Token::Comma if depth == 0 => {
                found.push(from..number);
                from = number + 1;
            }
            _ => {}
        }
    }
    found.push(from..all.len());
    (found, None)
}

fn is_word(token: &TokenWithSpan, text: &str) -> bool {
    matches!(&token.token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

/// Elements and operations about indexes, and constraints that are neither keys nor references: `INDEX i …`,
/// `CONSTRAINT c CHECK …`, `ALTER CONSTRAINT c …`, `MATERIALIZE …`.
fn says_nothing(element: &[TokenWithSpan]) -> bool {
    let at = |index: usize, words: &[&str]| {
        element
            .get(index)
            .is_some_and(|token| words.iter().any(|word| is_word(token, word)))
    };
    let key = |from: usize| (from..from + 2).any(|index| at(index, &["primary", "foreign", "unique", "references"]));
    at(
        0,
        &[
            "index",
            "materialize",
            "projection",
            "fulltext",
            "spatial",
            "statistics",
            "check",
        ],
    ) || (at(0, &["constraint"]) && !key(1))
        || (at(0, &["alter", "validate", "drop"]) && at(1, &["constraint", "index"]))
}

/// The name in front of the operations of an `ALTER TABLE`.
fn named(tokens: &[TokenWithSpan]) -> ast::ObjectName {
    let skipped = ["if", "exists", "only"];
    let words = tokens
        .iter()
        .filter(|token| !skipped.iter().any(|word| is_word(token, word)));
    let parts = words.filter_map(|token| match &token.token {
        Token::Word(word) => Some(ast::ObjectNamePart::Identifier(ast::Ident {
            value: word.value.clone(),
            quote_style: word.quote_style,
            span: token.span,
        })),
        _ => None,
    });
    ast::ObjectName(parts.collect())
}

/// `CONSTRAINT name NOT NULL column`: the column.
fn not_null_constraint(prepared: &Prepared, element: &[TokenWithSpan]) -> Option<String> {
    match element {
        [first, _, not, null, column]
            if is_word(first, "constraint") && is_word(not, "not") && is_word(null, "null") =>
        {
            match &column.token {
                Token::Word(word) => Some(prepared.restore(&word.value)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Cuts `column type CONSTRAINT name PRIMARY KEY (…)`, where a comma is missing, in two.
fn at_constraint(all: &[TokenWithSpan], part: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let begins = |at: usize| {
        let of_table = |at: usize| {
            ["primary", "foreign", "unique"]
                .iter()
                .any(|word| is_word(&all[at], word))
        };
        let listed = all[at..part.end]
            .iter()
            .skip(3)
            .take(4)
            .any(|token| token.token == Token::LParen);
        is_word(&all[at], "constraint") && at + 2 < part.end && of_table(at + 2) && listed
    };
    match (part.start + 1..part.end).find(|at| begins(*at)) {
        Some(at) => vec![part.start..at, at..part.end],
        None => vec![part],
    }
}

/// An element without what says how it is stored: `CODEC(…)`, `CLUSTERED`, `WITH (FILLFACTOR = 80)`, `ON [PRIMARY]`.
fn without_storage(element: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut kept = Vec::new();
    let mut tokens = element.iter().peekable();
    while let Some(token) = tokens.next() {
        if is_word(token, "codec") && tokens.peek().is_some_and(|next| next.token == Token::LParen) {
            let mut depth = 0usize;
            for inner in tokens.by_ref() {
                depth += usize::from(inner.token == Token::LParen);
                depth -= usize::from(inner.token == Token::RParen);
                if depth == 0 {
                    break;
                }
            }
            continue;
        }
        if is_word(token, "clustered") || is_word(token, "nonclustered") {
            continue;
        }
        let next = tokens.peek().map(|next| &next.token);
        let filegroup = matches!(next, Some(Token::Word(word)) if word.quote_style.is_some());
        let options = matches!(next, Some(Token::LParen));
        if (is_word(token, "with") && options) || (is_word(token, "on") && filegroup) {
            break;
        }
        kept.push(token.clone());
    }
    kept
}

/// How many tokens of a column's definition are its name and type; 0 for a constraint.
fn short_column(element: &[TokenWithSpan]) -> usize {
    const CONSTRAINTS: [Keyword; 8] = [
        Keyword::CONSTRAINT,
        Keyword::PRIMARY,
        Keyword::UNIQUE,
        Keyword::FOREIGN,
        Keyword::CHECK,
        Keyword::KEY,
        Keyword::INDEX,
        Keyword::EXCLUDE,
    ];
    match element.first().map(|token| &token.token) {
        Some(Token::Word(word)) if !CONSTRAINTS.contains(&word.keyword) => {}
        _ => return 0,
    }
    match element.get(2).map(|token| &token.token) {
        Some(Token::LParen) => {
            let close = element.iter().position(|token| token.token == Token::RParen);
            close.map_or(2, |close| close + 1)
        }
        _ => element.len().min(2),
    }
}
