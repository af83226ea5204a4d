//! Excerpts of several files with a label at each place, drawn by ariadne. Analysed text is made harmless before it is drawn.

use crate::escape::{clipped, shown};
use crate::excerpt::excerpt;
use crate::positions::{Files, Unit};
use crate::terminal::Look;
use crate::{FileId, Place};
use ariadne::{Cache, CharSet, Color, Config, Label, Report, ReportKind, Source};
use std::fmt;

/// Longest text of a label or note.
pub(crate) const TEXT: usize = 600;

/// A label.
pub(crate) struct Mark {
    pub place: Place,
    pub text: String,
    /// It is what the picture is about.
    pub main: bool,
}

/// What was drawn.
pub(crate) struct Picture {
    /// Its lines, down to an open frame that notes may go on in.
    pub text: String,
    /// How far its frame is from the left.
    pub margin: usize,
}

/// Draws labels, the main one first in its file.
pub(crate) fn picture(files: &mut Files<'_>, marks: &[Mark], main: Color, look: Look) -> Picture {
    // Files in the order in which the marks first name them, so that each is drawn once.
    let mut order: Vec<FileId> = Vec::new();
    for mark in marks {
        if !order.contains(&mark.place.file) {
            order.push(mark.place.file);
        }
    }
    let mut drawn = Drawn::default();
    let mut labels = Vec::new();
    let mut primary = 0..0;
    let mut headers = Vec::new();
    for (rank, file) in order.iter().enumerate() {
        let path = shown(files.path(*file)).into_owned();
        let positions = files.get(*file);
        let mut here: Vec<&Mark> = marks.iter().filter(|mark| mark.place.file == *file).collect();
        here.sort_by_key(|mark| (positions.at(mark.place.span.start, Unit::Chars), !mark.main));
        let spans: Vec<_> = here.iter().map(|mark| mark.place.span).collect();
        let excerpt = excerpt(positions, &spans);
        let headed = here.iter().position(|mark| mark.main).unwrap_or(0);
        if excerpt.cut[headed] > 0 {
            let at = positions.at(here[headed].place.span.start, Unit::Chars);
            let drawn_column = at.column as usize - excerpt.cut[headed];
            headers.push((
                format!("{path}:{}:{drawn_column} ", at.line),
                format!("{path}:{}:{} ", at.line, at.column),
            ));
        }
        for (at, mark) in here.iter().enumerate() {
            let range = excerpt.labels[at].clone();
            if mark.main {
                primary = range.clone();
            }
            let color = if mark.main { main } else { Color::Cyan };
            let order = i32::try_from(rank * 1000 + at).unwrap_or(i32::MAX);
            let text = clipped(&shown(&mark.text), TEXT).into_owned();
            labels.push(
                Label::new((rank, range))
                    .with_message(text)
                    .with_color(color)
                    .with_order(order),
            );
        }
        drawn.0.push((path, Source::from(excerpt.text)));
    }
    let config = Config::new()
        .with_color(look.paint.color)
        .with_char_set(if look.unicode { CharSet::Unicode } else { CharSet::Ascii })
        .with_compact(false);
    let report = Report::build(ReportKind::Error, (0, primary))
        .with_config(config)
        .with_labels(labels);
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _written = report.finish().write(&mut drawn, &mut bytes);
    let picture = String::from_utf8_lossy(&bytes);
    // Its first line is a heading without our words, its last one closes a frame that the notes go on in.
    let mut lines: Vec<&str> = picture.lines().skip(1).map(str::trim_end).collect();
    lines.pop();
    let mut text = String::new();
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    let margin = lines
        .first()
        .map_or(0, |line| line.chars().take_while(|c| *c == ' ').count());
    let bar = if look.unicode { '│' } else { '|' };
    text.push_str(&format!("{:margin$}{}\n", "", look.paint.dim(bar)));
    for (wrong, right) in headers {
        text = text.replacen(&wrong, &right, 1);
    }
    Picture { text, margin }
}

/// What ariadne draws from: path and text by rank.
#[derive(Default)]
struct Drawn(Vec<(String, Source<String>)>);

impl Cache<usize> for Drawn {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&Source<String>, impl fmt::Debug> {
        self.0.get(*id).map(|(_, source)| source).ok_or("no such file")
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl fmt::Display + 'a> {
        self.0.get(*id).map(|(path, _)| path.clone())
    }
}
