//! Lines and columns of many places, found without reading a long line over and over.

use crate::{FileId, Sources};
use partywall_ir::{LineIndex, Position, Span};
use std::collections::BTreeMap;

/// Bytes between two places whose column counts are known beforehand.
const STRIDE: usize = 1024;

/// Lines and columns of one text.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    lines: LineIndex,
    /// Code units of UTF-16 and characters before each multiple of [`STRIDE`]; empty for a text of ASCII alone.
    marks: Vec<(u32, u32)>,
}

/// In what columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values.
    Chars,
}

impl<'a> Positions<'a> {
    /// Reads a text once.
    pub fn new(text: &'a str) -> Self {
        let marks = if text.is_ascii() { Vec::new() } else { marks(text) };
        Self {
            text,
            lines: LineIndex::new(text),
            marks,
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte offset; past the end, of the end.
    pub fn at(&self, offset: u32, unit: Unit) -> Position {
        let offset = floor(self.text, offset as usize);
        let line = self.lines.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let start = self.lines.line_span(self.text, line).start as usize;
        let mut before = self.count(offset, unit) - self.count(start.min(offset), unit);
        if line == 1 && before > 0 && self.text.starts_with('\u{feff}') {
            before -= 1;
        }
        Position {
            line,
            column: 1 + before,
        }
    }

    /// The bytes of a line (from 1) without its ending and without a byte order mark.
    pub fn line_span(&self, line: u32) -> Span {
        let span = self.lines.line_span(self.text, line);
        let mark = if line == 1 && self.text.starts_with('\u{feff}') {
            3
        } else {
            0
        };
        Span {
            start: span.start + mark,
            end: span.end.max(span.start + mark),
        }
    }

    /// The text of a span, as far as there is one.
    pub fn slice(&self, span: Span) -> &'a str {
        let start = floor(self.text, span.start as usize);
        let end = floor(self.text, span.end as usize).max(start);
        &self.text[start..end]
    }

    fn count(&self, offset: usize, unit: Unit) -> u32 {
        let pick = |(utf16, chars): (u32, u32)| if unit == Unit::Utf16 { utf16 } else { chars };
        let Some(mark) = self.marks.get(offset / STRIDE) else {
            return u32::try_from(offset).unwrap_or(u32::MAX);
        };
        let from = floor(self.text, offset / STRIDE * STRIDE);
        let rest = self.text[from..offset].chars();
        pick(*mark)
            + rest
                .map(|c| if unit == Unit::Utf16 { c.len_utf16() as u32 } else { 1 })
                .sum::<u32>()
    }
}

fn marks(text: &str) -> Vec<(u32, u32)> {
    let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
    let (mut utf16, mut chars) = (0, 0);
    for (at, c) in text.char_indices() {
        // A mark inside a character belongs to the character's start: `floor` brings the reader there.
        while marks.len() * STRIDE < at + c.len_utf8() {
            marks.push((utf16, chars));
        }
        utf16 += c.len_utf16() as u32;
        chars += 1;
    }
    while marks.len() * STRIDE <= text.len() {
        marks.push((utf16, chars));
    }
    marks
}

/// The last character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The positions of every file that a report speaks of, each read when first asked for.
pub struct Files<'a> {
    sources: &'a dyn Sources,
    known: BTreeMap<FileId, Positions<'a>>,
}

impl<'a> Files<'a> {
    /// None read yet.
    pub fn new(sources: &'a dyn Sources) -> Self {
        Self {
            sources,
            known: BTreeMap::new(),
        }
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> &'a str {
        self.sources.path(file)
    }

    /// The positions of a file.
    pub fn get(&mut self, file: FileId) -> &Positions<'a> {
        self.known
            .entry(file)
            .or_insert_with(|| Positions::new(self.sources.text(file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_line_index_at_every_offset() {
        let mut text = String::from("\u{feff}using A;\r\n\té𝄞x\r\n");
        for at in 0..200 {
            text.push_str(["é", "x", "𝄞", "漢", "\t"][at % 5]);
            if at % 67 == 0 {
                text.push('\n');
            }
        }
        let long = text.repeat(9);
        for text in [text.as_str(), long.as_str(), "", "plain\ntext"] {
            let positions = Positions::new(text);
            for offset in 0..=text.len() as u32 {
                assert_eq!(
                    positions.at(offset, Unit::Utf16),
                    positions.lines.utf16(text, offset),
                    "utf16 at {offset}"
                );
                assert_eq!(
                    positions.at(offset, Unit::Chars),
                    positions.lines.chars(text, offset),
                    "chars at {offset}"
                );
            }
        }
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let positions = Positions::new("ab\ncé");
        assert_eq!(positions.at(99, Unit::Chars), Position { line: 2, column: 3 });
        assert_eq!(positions.slice(Span::new(3, 99)), "cé");
    }
}
