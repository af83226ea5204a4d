//! Literals with text: strings in all their forms, numbers.

use partywall_ir::{ExprId, ExprKind, Lit, Span};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

impl Lower<'_> {
    /// A string, or several that stand beside each other: a template if one of them has holes, else one literal.
    pub(crate) fn string(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        if tree.kind(at) == Kind::String {
            if let Some(plain) = plain(self.slice(at)) {
                let name = self.intern(plain);
                return self.literal(Lit::Str(name), at);
            }
            let mut made = Pieces::default();
            self.pieces(at, &mut made);
            return self.joined(made, at);
        }
        let mut made = Pieces::default();
        for part in tree.children(at) {
            if tree.kind(part) == Kind::String {
                self.pieces(part, &mut made);
            } else {
                let part = self.expr(part);
                self.piece(part, &mut made);
            }
        }
        self.joined(made, at)
    }

    /// Whether a node is a string without holes, the sort that a docstring is.
    pub(crate) fn is_plain_string(&self, at: At) -> bool {
        let tree = self.tree;
        match tree.kind(at) {
            Kind::String => tree.children(at).all(|child| tree.kind(child) != Kind::Interpolation),
            Kind::Concatenated => tree.children(at).all(|part| self.is_plain_string(part)),
            _ => false,
        }
    }

    fn pieces(&mut self, at: At, made: &mut Pieces) {
        let tree = self.tree;
        let source = self.slice(at);
        let form = Form::of(source);
        if !form.formatted {
            if made.text.is_empty() {
                made.start = tree.span(at).start;
            }
            decode(form.content(source), &form, &mut made.text);
            made.end = tree.span(at).end;
            return;
        }
        for child in tree.children(at) {
            let span = tree.span(child);
            match tree.kind(child) {
                Kind::StringContent => {
                    if made.text.is_empty() {
                        made.start = span.start;
                    }
                    decode(self.slice(child), &form, &mut made.text);
                    made.end = span.end;
                }
                Kind::Interpolation => self.hole(child, made),
                Kind::Error => {
                    let gap = self.expr(child);
                    self.piece(gap, made);
                }
                _ => {}
            }
        }
    }

    fn hole(&mut self, at: At, made: &mut Pieces) {
        let tree = self.tree;
        if let Some(inner) = tree.child(at, Role::Expression).or_else(|| tree.first(at)) {
            let inner = self.expr(inner);
            self.piece(inner, made);
        }
        for format in tree.each(at, Role::FormatSpecifier) {
            for inner in tree
                .children(format)
                .filter(|inner| tree.kind(*inner) == Kind::FormatExpression)
            {
                let inner = self.expr(inner);
                self.piece(inner, made);
            }
        }
    }

    fn piece(&mut self, part: ExprId, made: &mut Pieces) {
        self.flush(made);
        made.parts.push(part);
        made.holes = true;
    }

    fn flush(&mut self, made: &mut Pieces) {
        if !made.text.is_empty() {
            let name = self.intern(&made.text);
            let span = Span {
                start: made.start,
                end: made.end,
            };
            made.parts.push(self.add(ExprKind::Lit(Lit::Str(name)), span));
            made.text.clear();
        }
    }

    fn joined(&mut self, mut made: Pieces, at: At) -> ExprId {
        if !made.holes {
            let name = self.intern(&made.text);
            return self.literal(Lit::Str(name), at);
        }
        self.flush(&mut made);
        self.add_at(ExprKind::Template(made.parts.into()), at)
    }

    /// A whole number that fits, or any other as written.
    pub(crate) fn number(&mut self, at: At) -> ExprId {
        let text = self.slice(at);
        let lit = match integer(text) {
            Some(value) => Lit::Int(value),
            None => Lit::Number(self.intern(text)),
        };
        self.literal(lit, at)
    }
}

/// The parts of a string so far; `text` waits to become a literal.
#[derive(Default)]
struct Pieces {
    parts: Vec<ExprId>,
    text: String,
    start: u32,
    end: u32,
    holes: bool,
}

/// What the letters before a string's quote say.
struct Form {
    prefix: usize,
    raw: bool,
    bytes: bool,
    formatted: bool,
}

impl Form {
    fn of(source: &str) -> Self {
        let prefix = source.bytes().take_while(u8::is_ascii_alphabetic).count();
        let letters = source.as_bytes().get(..prefix).unwrap_or_default();
        let has = |letter: u8| letters.iter().any(|byte| byte.eq_ignore_ascii_case(&letter));
        Self {
            prefix,
            raw: has(b'r'),
            bytes: has(b'b'),
            formatted: has(b'f') || has(b't'),
        }
    }

    fn content<'s>(&self, source: &'s str) -> &'s str {
        let rest = source.get(self.prefix..).unwrap_or_default();
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            if let Some(inner) = rest.strip_prefix(quote) {
                return inner.strip_suffix(quote).unwrap_or(inner);
            }
        }
        rest
    }
}

/// The content of a string that needs no work.
fn plain(source: &str) -> Option<&str> {
    let form = Form::of(source);
    let content = form.content(source);
    (!form.formatted && (form.raw || !content.contains('\\'))).then_some(content)
}

/// Appends content with its escapes resolved; an unknown escape stays as written, as in the language itself.
fn decode(content: &str, form: &Form, into: &mut String) {
    let mut rest = content;
    while let Some(stop) = rest.find(['\\', '{', '}']) {
        into.push_str(&rest[..stop]);
        let (mark, after) = rest[stop..].split_at(1);
        rest = after;
        if mark != "\\" {
            into.push_str(mark);
            rest = if form.formatted {
                after.strip_prefix(mark).unwrap_or(after)
            } else {
                after
            };
            continue;
        }
        match (!form.raw).then(|| escape(after, form.bytes)).flatten() {
            Some((decoded, length)) => {
                into.extend(decoded);
                rest = &after[length..];
            }
            None => into.push('\\'),
        }
    }
    into.push_str(rest);
}

/// What follows a backslash: the character that it stands for and how many bytes are used up.
fn escape(after: &str, bytes: bool) -> Option<(Option<char>, usize)> {
    let first = after.chars().next()?;
    let hex = |length: usize| {
        let digits = after
            .get(1..=length)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let code = u32::from_str_radix(digits, 16).ok()?;
        Some((
            Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
            1 + length,
        ))
    };
    let one = |decoded: char| Some((Some(decoded), 1));
    match first {
        '\n' => Some((None, 1)),
        '\r' => Some((None, if after.starts_with("\r\n") { 2 } else { 1 })),
        '\\' | '\'' | '"' => one(first),
        'n' => one('\n'),
        't' => one('\t'),
        'r' => one('\r'),
        'a' => one('\x07'),
        'b' => one('\x08'),
        'f' => one('\x0c'),
        'v' => one('\x0b'),
        'x' => hex(2),
        'u' if !bytes => hex(4),
        'U' if !bytes => hex(8),
        'N' if !bytes && after.starts_with("N{") => {
            let length = after.find('}')? + 1;
            Some((Some(char::REPLACEMENT_CHARACTER), length))
        }
        '0'..='7' => {
            let length = after
                .bytes()
                .take(3)
                .take_while(|byte| (b'0'..=b'7').contains(byte))
                .count();
            let code = u32::from_str_radix(after.get(..length)?, 8).ok()?;
            Some((char::from_u32(code), length))
        }
        _ => None,
    }
}

fn integer(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let digits = text.replace('_', "");
    let lower = digits.to_ascii_lowercase();
    let lower = lower.trim_end_matches('l');
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            return i64::from_str_radix(digits, radix).ok();
        }
    }
    lower.parse().ok()
}
