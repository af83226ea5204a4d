//! Literals: numbers, and strings of every sort with their escapes resolved.

use std::borrow::Cow;

use partywall_ir::{ExprId, ExprKind, Lit, Span};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Lower, span};

impl<'t> Lower<'t> {
    /// A number.
    pub(crate) fn number(&mut self, node: Node<'t>) -> ExprId {
        let text = self.text(node);
        let lit = match (self.kind(node), integer(text)) {
            (K::Integer, Some(value)) => Lit::Int(value),
            _ => Lit::Number(self.intern(text)),
        };
        self.add(ExprKind::Lit(lit), node)
    }

    /// A string or a character.
    pub(crate) fn string(&mut self, node: Node<'t>, kind: K) -> ExprId {
        let text = self.text(node);
        let text = if kind == K::Character {
            text
        } else {
            text.strip_suffix("u8").or(text.strip_suffix("U8")).unwrap_or(text)
        };
        let value = match kind {
            K::VerbatimString => doubled(inside(text.trim_start_matches('@'), "\""), "\"\"", "\""),
            K::RawString => {
                let quotes = &text[..text.len() - text.trim_start_matches('"').len()];
                let body = inside(text, quotes);
                Cow::Owned(strip_indent(vec![body]).concat())
            }
            K::Character => unescape(inside(text, "'")),
            _ => unescape(inside(text, "\"")),
        };
        self.str_expr(&value, span(node))
    }

    /// An interpolated string; without an interpolation it is a plain one.
    pub(crate) fn interpolated(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let start = kids.first().map_or("", |kid| self.text(kid.node));
        let verbatim = start.contains('@');
        let raw = !verbatim && self.text(node).trim_start_matches('$').starts_with("\"\"\"");
        let end = Span::new(node.end_byte(), node.end_byte());
        let mut texts = vec![(String::new(), end)];
        let mut values = Vec::new();
        for kid in kids {
            match kid.kind {
                K::StringContent | K::Escape => {
                    let text = self.text(kid.node);
                    let text = match kid.kind {
                        K::Escape => unescape(text),
                        _ if raw => Cow::Borrowed(text),
                        _ if verbatim => Cow::Owned(doubled(&braces(text), "\"\"", "\"").into_owned()),
                        _ => braces(text),
                    };
                    if let Some((all, at)) = texts.last_mut() {
                        *at = if all.is_empty() {
                            span(kid.node)
                        } else {
                            at.to(span(kid.node))
                        };
                        all.push_str(&text);
                    }
                }
                K::Interpolation => {
                    let id = self.inner(kid.node);
                    values.push(id);
                    texts.push((String::new(), end));
                }
                _ => {}
            }
        }
        if raw {
            let stripped = strip_indent(texts.iter().map(|(text, _)| &**text).collect());
            for (slot, text) in texts.iter_mut().zip(stripped) {
                slot.0 = text;
            }
        }
        if values.is_empty() {
            let text = texts.pop().map(|(text, _)| text).unwrap_or_default();
            return self.str_expr(&text, span(node));
        }
        let mut parts = Vec::new();
        let mut values = values.into_iter();
        for (text, at) in texts {
            if !text.is_empty() {
                parts.push(self.str_expr(&text, at));
            }
            parts.extend(values.next());
        }
        self.add(ExprKind::Template(parts.into()), node)
    }
}

/// What stands between two quotes; the second may be missing in broken text.
fn inside<'a>(text: &'a str, quote: &str) -> &'a str {
    let text = text.strip_prefix(quote).unwrap_or(text);
    text.strip_suffix(quote).unwrap_or(text)
}

fn doubled<'a>(text: &'a str, twice: &str, once: &str) -> Cow<'a, str> {
    if text.contains(twice) {
        Cow::Owned(text.replace(twice, once))
    } else {
        Cow::Borrowed(text)
    }
}

fn braces(text: &str) -> Cow<'_, str> {
    if text.contains(['{', '}']) {
        Cow::Owned(text.replace("{{", "{").replace("}}", "}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn integer(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter(|c| *c != '_')
        .collect::<String>()
        .to_ascii_lowercase();
    let digits = digits.trim_end_matches(['u', 'l']);
    match digits.get(..2) {
        Some("0x") => i64::from_str_radix(&digits[2..], 16).ok(),
        Some("0b") => i64::from_str_radix(&digits[2..], 2).ok(),
        _ => digits.parse().ok(),
    }
}

/// Resolves backslash escapes. One that is malformed stands for its own text.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        let Some(c) = chars.next() else {
            out.push('\\');
            return Cow::Owned(out);
        };
        rest = chars.as_str();
        let digits = match c {
            'x' => rest.bytes().take(4).take_while(u8::is_ascii_hexdigit).count(),
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let code = rest
                .get(..digits)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok());
            if let Some(code) = code {
                out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &rest[digits..];
            }
            continue;
        }
        out.push(match c {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            other => other,
        });
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The pieces of a raw string without the line breaks at its quotes and without the indentation of its last line.
fn strip_indent(pieces: Vec<&str>) -> Vec<String> {
    let opens = pieces
        .first()
        .and_then(|first| first.find('\n').filter(|at| first[..*at].trim().is_empty()));
    let (Some(opens), Some(last)) = (opens, pieces.last()) else {
        return pieces.into_iter().map(str::to_owned).collect();
    };
    let tail = last.rfind('\n').map_or("", |at| &last[at + 1..]);
    let indent = if tail.trim().is_empty() { tail } else { "" };
    let wanted = format!("\n{indent}");
    let count = pieces.len();
    let mut out = Vec::with_capacity(count);
    for (index, piece) in pieces.into_iter().enumerate() {
        // The line break before the first line goes with the rest of its indentation.
        let mut text = if index == 0 { &piece[opens..] } else { piece }.to_owned();
        if index + 1 == count
            && let Some(at) = text.rfind('\n')
        {
            text.truncate(at);
            if text.ends_with('\r') {
                text.pop();
            }
        }
        let text = if indent.is_empty() {
            text
        } else {
            text.replace(&wanted, "\n")
        };
        out.push(if index == 0 {
            text.strip_prefix('\n').unwrap_or(&text).to_owned()
        } else {
            text
        });
    }
    out
}
