//! Findings for a person at a terminal, drawn by ariadne. Analysed text is made harmless before it is drawn.

use crate::escape::{clipped, shown};
use crate::excerpt::excerpt;
use crate::positions::{Files, Unit};
use crate::{FileId, Finding, Level, Note, Paint, Place, Sources};
use ariadne::{Cache, CharSet, Color, Config, Label, Report, ReportKind, Source};
use std::fmt::{self, Write};

/// Most labels that one finding shows.
const LABELS: usize = 8;
/// Lines of source that may be laid out over all findings; what comes after is one line a finding.
const LINES: usize = 20_000_000;
/// Longest text of a label or note.
const TEXT: usize = 600;

/// How it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub paint: Paint,
    /// Box-drawing characters; else ASCII.
    pub unicode: bool,
}

/// Draws all findings, in order, and says at the end where to read on.
pub fn render(out: &mut dyn Write, sources: &dyn Sources, findings: &[Finding], look: Look) -> fmt::Result {
    let mut files = Files::new(sources);
    let mut lines = 0;
    for finding in findings {
        lines += files
            .get(finding.primary.file)
            .at(finding.primary.span.start, Unit::Chars)
            .line as usize;
        if lines < LINES {
            out.write_str(&draw(&mut files, finding, look))?;
            out.write_char('\n')?;
        } else {
            line(out, &mut files, finding, look.paint)?;
        }
    }
    hint(out, findings, look.paint)
}

/// One finding on one line.
fn line(out: &mut dyn Write, files: &mut Files<'_>, finding: &Finding, paint: Paint) -> fmt::Result {
    let at = files
        .get(finding.primary.file)
        .at(finding.primary.span.start, Unit::Chars);
    let path = shown(files.path(finding.primary.file));
    let level = paint.level(finding.level, finding.level.word());
    writeln!(
        out,
        "{path}:{}:{}: {level}[{}]: {}",
        at.line,
        at.column,
        finding.rule,
        shown(&finding.message)
    )
}

fn hint(out: &mut dyn Write, findings: &[Finding], paint: Paint) -> fmt::Result {
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let Some(first) = rules.first() else { return Ok(()) };
    let more = match rules.len() {
        1 => String::new(),
        n => format!(" (and {} more {})", n - 1, if n == 2 { "rule" } else { "rules" }),
    };
    let command = paint.bold(format!("`partywall explain {first}`"));
    writeln!(
        out,
        "{} {command} says what it means and how to mend it{more}\n",
        paint.dim("help:")
    )
}

/// One remark on a place.
struct Mark {
    place: Place,
    text: String,
    main: bool,
}

/// The places to show, the primary one first, and how many were left out.
fn marks(finding: &Finding) -> (Vec<Mark>, usize) {
    let mut marks = vec![Mark {
        place: finding.primary,
        text: finding.label.clone(),
        main: true,
    }];
    let numbered = finding.flow.iter().filter(|step| step.place != finding.primary).count() > 1;
    for (at, step) in finding.flow.iter().enumerate() {
        let text = if numbered {
            format!("{}: {}", at + 1, step.text)
        } else {
            step.text.clone()
        };
        if step.place == finding.primary {
            continue;
        }
        marks.push(Mark {
            place: step.place,
            text,
            main: false,
        });
    }
    let related = finding.related.len().min(2);
    let flow = marks.len().min(LABELS - related);
    let mut left_out = marks.len() - flow;
    // The way in and the way out tell more than the middle.
    let tail = flow.saturating_sub(1) / 2;
    let cut = marks.len() - tail;
    marks.drain(flow - tail..cut);
    for step in &finding.related {
        if marks.len() < LABELS {
            marks.push(Mark {
                place: step.place,
                text: step.text.clone(),
                main: false,
            });
        } else {
            left_out += 1;
        }
    }
    (marks, left_out)
}

fn draw(files: &mut Files<'_>, finding: &Finding, look: Look) -> String {
    let (marks, left_out) = marks(finding);
    // Files in the order in which the marks first name them, so that each is drawn once.
    let mut order: Vec<FileId> = Vec::new();
    for mark in &marks {
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
            let color = if mark.main {
                level_color(finding.level)
            } else {
                Color::Cyan
            };
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
    let mut text = heading(finding, look.paint);
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    let margin = lines
        .first()
        .map_or(0, |line| line.chars().take_while(|c| *c == ' ').count());
    let bar = if look.unicode { '│' } else { '|' };
    text.push_str(&format!("{:margin$}{}\n", "", look.paint.dim(bar)));
    for (kind, note) in notes(finding, left_out) {
        text.push_str(&format!(
            "{:margin$}{} {}: {note}\n",
            "",
            look.paint.dim('='),
            look.paint.bold(kind)
        ));
    }
    for (wrong, right) in headers {
        text = text.replacen(&wrong, &right, 1);
    }
    text
}

/// `error[rule]: message`, as compilers write it.
fn heading(finding: &Finding, paint: Paint) -> String {
    let kind = paint
        .level(
            finding.level,
            format_args!("{}[{}]", finding.level.word(), finding.rule),
        )
        .to_string();
    format!(
        "{kind}{} {}\n",
        paint.bold(':'),
        paint.bold(clipped(&shown(&finding.message), TEXT))
    )
}

/// Facts, then help.
fn notes(finding: &Finding, left_out: usize) -> Vec<(&'static str, String)> {
    let text = |text: &str| clipped(&shown(text), TEXT).into_owned();
    let mut notes = Vec::new();
    for note in &finding.notes {
        match note {
            Note::Fact(fact) => notes.push(("note", text(fact))),
            Note::Help(help) => notes.push(("help", text(help))),
        }
    }
    if left_out > 0 {
        let places = if left_out == 1 { "place is" } else { "places are" };
        notes.push((
            "note",
            format!("{left_out} more {places} not shown here; `--format json` has them all"),
        ));
    }
    notes.sort_by_key(|(kind, _)| *kind == "help");
    notes
}

fn level_color(level: Level) -> Color {
    match level {
        Level::Error => Color::Red,
        Level::Warning => Color::Yellow,
        Level::Note => Color::Blue,
    }
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

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
