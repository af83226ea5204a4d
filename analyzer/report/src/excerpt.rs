//! The part of a file that a finding shows: a text with the same line numbers that holds only the lines with a label,
//! made harmless, and cut around the labels where a line is very long.

use crate::escape::visible;
use crate::positions::{Positions, Unit};
use partywall_ir::Span;
use std::ops::Range;

/// Longest line that is shown whole, in characters.
const WHOLE: usize = 240;
/// What is kept of a longer line before its first label, and in all.
const BEFORE: usize = 60;
const WINDOW: usize = 200;

/// A text to draw, and where the labels are in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The lines; those without a label are empty.
    pub text: String,
    /// For each span, its characters in `text`: on one line, never empty unless the line ends there.
    pub labels: Vec<Range<usize>>,
    /// For each span, by how many characters its line was cut short in front.
    pub cut: Vec<usize>,
}

/// Draws the lines that `spans` begin on.
pub(crate) fn excerpt(positions: &Positions<'_>, spans: &[Span]) -> Excerpt {
    let mut order: Vec<(u32, usize)> = spans
        .iter()
        .enumerate()
        .map(|(at, span)| (positions.at(span.start, Unit::Chars).line, at))
        .collect();
    order.sort_unstable();
    let mut out = Excerpt {
        text: String::new(),
        labels: vec![0..0; spans.len()],
        cut: vec![0; spans.len()],
    };
    let (mut line, mut written) = (1, 0);
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let number = group[0].0;
        while line < number {
            out.text.push('\n');
            (line, written) = (line + 1, written + 1);
        }
        written += draw_line(positions, number, group, spans, written, &mut out);
    }
    out
}

/// Draws one line and places its labels; gives the number of characters written.
fn draw_line(
    positions: &Positions<'_>,
    line: u32,
    group: &[(u32, usize)],
    spans: &[Span],
    written: usize,
    out: &mut Excerpt,
) -> usize {
    let whole = positions.line_span(line);
    let text = positions.slice(whole);
    let column = |offset: u32| positions.at(offset.clamp(whole.start, whole.end), Unit::Chars).column as usize - 1;
    let first = group
        .iter()
        .map(|(_, at)| spans[*at].start.clamp(whole.start, whole.end))
        .min()
        .unwrap_or_default();
    let long = text.char_indices().nth(WHOLE).is_some();
    let before = text.get(..(first - whole.start) as usize).unwrap_or_default();
    // Walking back from the label keeps the cost of a giant line's many findings at a window each.
    let from = if long {
        before
            .char_indices()
            .rev()
            .take(BEFORE)
            .last()
            .map_or(before.len(), |(at, _)| at)
    } else {
        0
    };
    let skipped = if from > 0 {
        column(whole.start + u32::try_from(from).unwrap_or_default())
    } else {
        0
    };
    let kept = if long { WINDOW } else { WHOLE };
    let lead = usize::from(skipped > 0);
    let mut shown: String = if skipped > 0 { "…".into() } else { String::new() };
    shown.extend(text[from..].chars().take(kept).map(visible));
    if text[from..].chars().nth(kept).is_some() {
        shown.push('…');
    }
    let length = shown.chars().count();
    for (_, at) in group {
        let span = spans[*at];
        let start = (column(span.start) + lead).saturating_sub(skipped).min(length);
        let end = (column(span.end.min(last_of_first_line(positions, span))) + lead).saturating_sub(skipped);
        let end = end.min(length).max((start + 1).min(length));
        out.labels[*at] = written + start..written + end;
        out.cut[*at] = skipped.saturating_sub(lead);
    }
    out.text.push_str(&shown);
    length
}

/// Where the first line of a span ends, white space at its end left out.
fn last_of_first_line(positions: &Positions<'_>, span: Span) -> u32 {
    let line = positions.line_span(positions.at(span.start, Unit::Chars).line);
    let first = Span {
        start: span.start.max(line.start),
        end: span.end.min(line.end).max(span.start),
    };
    first.start + u32::try_from(positions.slice(first).trim_end().len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &[&str]) -> Excerpt {
        let spans: Vec<Span> = words
            .iter()
            .map(|words| {
                let start = text.find(words).unwrap();
                Span::new(start, start + words.len())
            })
            .collect();
        excerpt(&Positions::new(text), &spans)
    }

    fn labelled(excerpt: &Excerpt, at: usize) -> String {
        let range = excerpt.labels[at].clone();
        excerpt.text.chars().skip(range.start).take(range.len()).collect()
    }

    #[test]
    fn keeps_line_numbers_and_only_the_lines_with_labels() {
        let shown = of("one\r\ntwo é\r\nthree\r\nfour", &["four", "é"]);
        assert_eq!(shown.text, "\ntwo é\n\nfour");
        assert_eq!(
            (labelled(&shown, 0).as_str(), labelled(&shown, 1).as_str()),
            ("four", "é")
        );
    }

    #[test]
    fn a_span_over_several_lines_is_cut_to_its_first() {
        let shown = of("x = a(\n  b,\n)", &["a(\n  b,\n)"]);
        assert_eq!((shown.text.as_str(), labelled(&shown, 0).as_str()), ("x = a(", "a("));
    }

    #[test]
    fn a_byte_order_mark_is_no_character_of_the_line() {
        let shown = of("\u{feff}using A;", &["A"]);
        assert_eq!((shown.text.as_str(), labelled(&shown, 0).as_str()), ("using A;", "A"));
    }

    #[test]
    fn a_giant_line_is_cut_around_its_label() {
        let text = format!("{}NEEDLE\u{1b}{}", "é".repeat(100_000), "y".repeat(100_000));
        let shown = of(&text, &["NEEDLE"]);
        assert_eq!(labelled(&shown, 0), "NEEDLE");
        assert!(shown.text.chars().count() <= WINDOW + 2 && shown.text.starts_with('…') && shown.text.ends_with('…'));
        assert_eq!(shown.cut[0], 100_000 - BEFORE - 1);
        assert!(shown.text.contains('␛'));
    }

    #[test]
    fn labels_beyond_the_window_stay_on_the_line() {
        let text = format!("first{}second", " ".repeat(5_000));
        let shown = of(&text, &["first", "second"]);
        assert_eq!(labelled(&shown, 0), "first");
        assert!(shown.labels[1].end <= shown.text.chars().count());
    }

    #[test]
    fn a_place_past_the_end_is_harmless() {
        let shown = excerpt(&Positions::new("ab"), &[Span::new(10, 20)]);
        assert_eq!((shown.text.as_str(), shown.labels[0].clone()), ("ab", 2..2));
    }
}
