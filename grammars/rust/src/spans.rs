//! From the parser's places to bytes of the file.

use std::ops::Range;

use partywall_ir::Span;
use proc_macro2::extra::DelimSpan;

/// Where the text that was handed to the lexer stands in its file. One map serves one lexed text.
pub struct SpanMap {
    base: usize,
    len: usize,
    /// First byte of each line, and whether the line is plain ASCII: there a column is a byte.
    lines: Vec<(u32, bool)>,
}

impl SpanMap {
    /// The map of a text that begins at byte `base` of the file.
    pub fn new(text: &str, base: usize) -> Self {
        let mut lines = Vec::with_capacity(text.len() / 32 + 1);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            lines.push((u32::try_from(start).unwrap_or(u32::MAX), line.is_ascii()));
            start += line.len();
        }
        Self {
            base,
            len: text.len(),
            lines,
        }
    }

    /// The place of a token. The end of the input, which has none, is the end of the text.
    pub fn of(&self, span: proc_macro2::Span) -> Span {
        let (from, to) = match (self.start(span), self.end(span)) {
            (Some(from), Some(to)) => (from, to),
            _ => {
                let Range { start, end } = span.byte_range();
                (start, end)
            }
        };
        if to == 0 {
            return Span::new(self.base + self.len, self.base + self.len);
        }
        Span::new(self.base + from.min(self.len), self.base + to.min(self.len))
    }

    /// From one token to another.
    pub fn between(&self, first: proc_macro2::Span, last: proc_macro2::Span) -> Span {
        match (self.start(first), self.end(last)) {
            (Some(from), Some(to)) if to > 0 => Span::new(self.base + from.min(self.len), self.base + to.min(self.len)),
            _ => self.of(first).to(self.of(last)),
        }
    }

    /// From where something starts to the end of a token behind it.
    pub fn until(&self, start: Span, last: proc_macro2::Span) -> Span {
        match self.end(last) {
            Some(to) if to > 0 => {
                let end = Span::new(start.start as usize, self.base + to.min(self.len));
                start.to(end)
            }
            _ => start.to(self.of(last)),
        }
    }

    /// A name's place, where the text there is that name.
    pub fn word(&self, text: &str, ident: &proc_macro2::Ident) -> Option<Span> {
        let from = self.base + self.start(ident.span())?;
        let rest = text.get(from..)?;
        let raw = rest.strip_prefix("r#").map_or(0, |_| 2);
        let letters = rest[raw..].find(|c: char| !c.is_alphanumeric() && c != '_');
        let end = letters.map_or(rest.len(), |letters| raw + letters);
        (*ident == rest[..end]).then(|| Span::new(from, from + end))
    }

    /// A bracketed group with its brackets.
    pub fn group(&self, delimiters: &DelimSpan) -> Span {
        self.between(delimiters.open(), delimiters.close())
    }

    fn start(&self, span: proc_macro2::Span) -> Option<usize> {
        let start = span.start();
        self.byte(start.line, start.column)
    }

    fn end(&self, span: proc_macro2::Span) -> Option<usize> {
        let end = span.end();
        self.byte(end.line, end.column)
    }

    fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let (start, ascii) = self.lines.get(line.checked_sub(1)?)?;
        ascii.then_some(*start as usize + column)
    }
}
