//! Whether a string is SQL at all, told from its first words: prose begins with "Update" and "Select" too.

use crate::analyse::hole;
use crate::lex::{Kind, Lexer, Style, is_word};

/// How far a text is looked at.
const WINDOW: usize = 4_000;

/// What makes one row of however many there are, or of none.
const FOLDS: [&str; 9] = [
    "count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every", "exists",
];

/// Whether a query gives a row even where it finds none: it asks whether there are any, or how many, of all of them at once.
pub fn always_answers(text: &str) -> bool {
    let tokens = tokens(window(text));
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.eq_ignore_ascii_case(word));
    let first = if is(1, "not") { 2 } else { 1 };
    let folds = FOLDS.iter().any(|word| is(first, word)) && is(first + 1, "(");
    let grouped = (0..tokens.len()).any(|at| is(at, "group") || is(at, "having"));
    is(0, "select") && folds && (!grouped || is(first, "exists"))
}

/// Whether a string is likely a statement: it begins with a statement's word, and what follows is what a statement has
/// there. Cheap. Says no for statements that touch no table (`SELECT version()`).
pub fn looks_like_sql(text: &str) -> bool {
    let tokens = tokens(window(text));
    let Some(start) = tokens.iter().position(|token| is_name(token)) else {
        return false;
    };
    // Only brackets, separators and holes may stand in front.
    if tokens[..start].iter().any(|token| !matches!(*token, "(" | ";" | "$h")) {
        return false;
    }
    let rest = &tokens[start + 1..];
    let has = |word: &str| rest.iter().any(|token| token.eq_ignore_ascii_case(word));
    let at = |index: usize, word: &str| rest.get(index).is_some_and(|token| token.eq_ignore_ascii_case(word));
    match tokens[start].to_ascii_lowercase().as_str() {
        "select" => {
            let from = rest.iter().position(|token| token.eq_ignore_ascii_case("from"));
            let reads = from.is_some() && !at(0, "from") || has("where") || has("set_config");
            let alone = at(0, "exists") || at(0, "count") || at(0, "1");
            (reads || alone) && !is_prose(&rest[..from.unwrap_or(rest.len())])
        }
        "insert" | "replace" => {
            let modified = ["ignore", "or", "low_priority", "delayed", "high_priority"]
                .iter()
                .any(|word| at(0, word));
            let into = at(0, "into") || (modified && has("into"));
            into && ["values", "value", "select", "set", "default", "with", "exec", "$h"]
                .iter()
                .any(|word| has(word))
        }
        "update" => {
            let set = rest.iter().position(|token| token.eq_ignore_ascii_case("set"));
            set.is_some_and(|set| set > 0 && !is_prose(&rest[..set]) && (has("=") || has("$h")))
        }
        "delete" => {
            let from = rest.iter().position(|token| token.eq_ignore_ascii_case("from"));
            match from {
                Some(0) => rest.len() > 1 && !is_prose(&rest[1..]),
                Some(1..=3) => has("where") || has("join"),
                _ => false,
            }
        }
        "truncate" => at(0, "table"),
        "with" => has("as") && has("(") && ["select", "insert", "update", "delete"].iter().any(|word| has(word)),
        "merge" => has("using") && (has("matched") || has("$h")),
        "exec" | "execute" => calls(rest, &["@", "'", "$", ":", "?", "%", "{", "$h"]),
        "call" => calls(rest, &["("]),
        "create" | "alter" | "drop" => {
            rest.iter().take(4).any(|token| {
                ["table", "view", "index", "policy"]
                    .iter()
                    .any(|word| token.eq_ignore_ascii_case(word))
            }) && rest.len() > 1
        }
        _ => false,
    }
}

/// What to put to the end of a statement for one more condition, which is the first hole.
pub fn further_condition(text: &str) -> String {
    let conditional = tokens(window(text))
        .iter()
        .any(|token| token.eq_ignore_ascii_case("where"));
    let word = if conditional { "AND" } else { "WHERE" };
    format!(" {word} {}", hole(0))
}

/// The beginning of a text, as far as it is looked at.
fn window(text: &str) -> &str {
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A procedure's name, and then the end or one of these.
fn calls(rest: &[&str], next: &[&str]) -> bool {
    let (mut bracketed, mut named, mut at) = (false, false, 0);
    while let Some(token) = rest.get(at) {
        match *token {
            "[" if !named => bracketed = true,
            "]" if bracketed => (bracketed, named) = (false, true),
            "." | "\"" | "`" => named = false,
            // Two words side by side are no name.
            token if is_name(token) && (bracketed || !named) => named = !bracketed,
            _ => break,
        }
        at += 1;
    }
    let follows = |token: &&str| next.contains(token) || token.as_bytes()[0].is_ascii_digit();
    at > 0 && !bracketed && rest.get(at).is_none_or(follows)
}

/// Whether bare words stand side by side as they do in a sentence.
fn is_prose(tokens: &[&str]) -> bool {
    const KEYWORDS: [&str; 53] = [
        "as",
        "distinct",
        "case",
        "when",
        "then",
        "else",
        "end",
        "and",
        "or",
        "not",
        "is",
        "null",
        "over",
        "in",
        "all",
        "top",
        "filter",
        "where",
        "interval",
        "between",
        "like",
        "partition",
        "by",
        "order",
        "group",
        "desc",
        "asc",
        "only",
        "join",
        "left",
        "right",
        "inner",
        "outer",
        "full",
        "cross",
        "on",
        "using",
        "limit",
        "offset",
        "returning",
        "exists",
        "select",
        "from",
        "at",
        "time",
        "zone",
        "set",
        "for",
        "with",
        "having",
        "union",
        "low_priority",
        "ignore",
    ];
    let mut run = 0;
    for token in tokens {
        let plain = is_name(token) && !KEYWORDS.iter().any(|word| word.eq_ignore_ascii_case(token));
        run = if plain { run + 1 } else { 0 };
        if run > 2 {
            return true;
        }
    }
    false
}

fn is_name(token: &str) -> bool {
    token
        .bytes()
        .next()
        .is_some_and(|byte| is_word(byte) && !byte.is_ascii_digit())
}

/// Words and signs; a hole reads `$h`, a string or a quoted name is its quote.
fn tokens(text: &str) -> Vec<&str> {
    let mut lexer = Lexer::new(text, Style::of(text));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(piece) = lexer.at(at) {
        let body = &text[piece.start..piece.end];
        at = piece.end;
        match piece.kind {
            Kind::Space | Kind::LineComment | Kind::BlockComment => {}
            Kind::Word => match found.last_mut() {
                Some(last)
                    if *last == "$" && body.starts_with('h') && body[1..].starts_with(|c: char| c.is_ascii_digit()) =>
                {
                    *last = "$h";
                }
                _ => found.push(body),
            },
            Kind::Sign => found.push(body),
            Kind::Text | Kind::Quoted | Kind::Dollar => found.push(&body[..1]),
        }
    }
    found
}

/// The first four words in lower case; comments, brackets and holes are passed over.
pub(crate) fn first_words(text: &str) -> Vec<String> {
    let mut lexer = Lexer::new(text, Style::default());
    let mut words = Vec::new();
    let mut at = 0;
    let mut signs = 0;
    while let Some(piece) = lexer.at(at) {
        let body = &text[piece.start..piece.end];
        at = piece.end;
        match piece.kind {
            Kind::Space | Kind::LineComment | Kind::BlockComment => {}
            Kind::Word if words.is_empty() && text[..piece.start].ends_with('$') => {}
            Kind::Word => words.push(body.to_ascii_lowercase()),
            Kind::Sign if words.is_empty() && matches!(body, "(" | "$" | ";") && signs < 16 => signs += 1,
            Kind::Sign | Kind::Text | Kind::Quoted | Kind::Dollar if words.is_empty() => break,
            _ => {}
        }
        if words.len() == 4 {
            break;
        }
    }
    words
}
