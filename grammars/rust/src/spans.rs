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
        let (start, end) = (span.start(), span.end());
        let (from, to) = match (self.byte(start.line, start.column), self.byte(end.line, end.column)) {
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
        self.of(first).to(self.of(last))
    }

    /// A bracketed group with its brackets.
    pub fn group(&self, delimiters: &DelimSpan) -> Span {
        self.between(delimiters.open(), delimiters.close())
    }

    fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let (start, ascii) = self.lines.get(line.checked_sub(1)?)?;
        ascii.then_some(*start as usize + column)
    }
}
