//! Places in a file: byte ranges, and lines and columns made from them on demand.

/// A half-open range of bytes of one file's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte; never less than `start`.
    pub end: u32,
}

impl Span {
    /// The span of the bytes from `start` up to `end`; an inverted range becomes empty at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes as a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people and protocols name it; both fields count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. LF, CRLF and a lone CR each end a line.
    pub line: u32,
    /// Column, from 1, in the unit that the caller asked for. A tab is one column.
    pub column: u32,
}

/// Where the lines of one text begin. A byte order mark at the start takes no column.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    bom: bool,
}

impl LineIndex {
    /// Finds the lines of `text`, in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self {
            starts,
            bom: text.starts_with('\u{feff}'),
        }
    }

    /// How many lines the text has; an empty text has one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Line and column of a byte offset, the column in UTF-16 code units (SARIF's `utf16CodeUnits`, and LSP's default).
    pub fn utf16(&self, text: &str, offset: u32) -> Position {
        self.position(text, offset, |c| c.len_utf16() as u32)
    }

    /// Line and column of a byte offset, the column in Unicode scalar values.
    pub fn chars(&self, text: &str, offset: u32) -> Position {
        self.position(text, offset, |_| 1)
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The bytes of a line (from 1), without its ending; empty when there is no such line.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let index = line.saturating_sub(1) as usize;
        let Some(start) = self.starts.get(index) else {
            return Span::default();
        };
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let kept = text
            .get(*start as usize..end)
            .unwrap_or_default()
            .trim_end_matches(['\r', '\n'])
            .len();
        Span::new(*start as usize, *start as usize + kept)
    }

    fn position(&self, text: &str, offset: u32, width: impl Fn(char) -> u32) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or_default();
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start as usize..end).unwrap_or_default();
        let before = if self.bom && line == 1 {
            before.trim_start_matches('\u{feff}')
        } else {
            before
        };
        Position {
            line,
            column: 1 + before.chars().map(width).sum::<u32>(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_ending_ends_a_line_once() {
        let index = LineIndex::new("a\r\nb\rc\nd");
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line(0), 1);
        assert_eq!(index.line(3), 2);
        assert_eq!(index.line(5), 3);
        assert_eq!(index.line(7), 4);
    }

    #[test]
    fn columns_count_code_units_and_skip_the_byte_order_mark() {
        let text = "\u{feff}\té𝄞x\nyz";
        let index = LineIndex::new(text);
        let at = text.find('x').unwrap() as u32;
        assert_eq!(index.utf16(text, at), Position { line: 1, column: 5 });
        assert_eq!(index.chars(text, at), Position { line: 1, column: 4 });
        assert_eq!(
            index.utf16(text, text.find('z').unwrap() as u32),
            Position { line: 2, column: 2 }
        );
    }

    #[test]
    fn a_line_span_leaves_its_ending_out() {
        let text = "one\r\ntwo";
        let index = LineIndex::new(text);
        assert_eq!(&text[index.line_span(text, 1).range()], "one");
        assert_eq!(&text[index.line_span(text, 2).range()], "two");
        assert_eq!(index.line_span(text, 9), Span::default());
    }
}
