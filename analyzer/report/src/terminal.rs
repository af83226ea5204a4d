//! Findings for a person at a terminal. Analysed text is made harmless before it is shown.

use crate::escape::{clipped, shown};
use crate::picture::{Mark, TEXT, picture};
use crate::positions::{Files, Unit};
use crate::{Finding, Level, Note, Paint, Place, Sources, Step};
use ariadne::Color;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// Most labels that one finding shows.
const LABELS: usize = 8;
/// Lines of source that may be laid out over all findings; what comes after is one line a finding.
const LINES: usize = 20_000_000;

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
    // a place that findings have in common is drawn with the first of them
    let mut known: BTreeSet<Place> = BTreeSet::new();
    for finding in findings {
        lines += files
            .get(finding.primary.file)
            .at(finding.primary.span.start, Unit::Chars)
            .line as usize;
        if lines < LINES {
            out.write_str(&draw(&mut files, finding, &known, look))?;
            known.extend(finding.related.iter().map(|step| step.place));
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
        "{} {command} says what it means and how to mend it{more}",
        paint.dim("help:")
    )?;
    let trace = paint.bold("`partywall trace FILE:LINE`");
    writeln!(
        out,
        "{} {trace} says how a place was judged, and why\n",
        paint.dim("help:")
    )
}

/// The places to show, the primary one first, and how many were left out.
fn marks(finding: &Finding, known: &BTreeSet<Place>) -> (Vec<Mark>, usize) {
    let numbered = finding.flow.iter().filter(|step| step.place != finding.primary).count() > 1;
    let own = finding.flow.iter().position(|step| step.place == finding.primary);
    let mut marks = vec![Mark {
        place: finding.primary,
        text: match own {
            Some(at) if numbered => format!("{}: {}", at + 1, finding.label),
            _ => finding.label.clone(),
        },
        main: true,
    }];
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
    let related: Vec<&Step> = finding
        .related
        .iter()
        .filter(|step| !known.contains(&step.place))
        .collect();
    let flow = marks.len().min(LABELS - related.len().min(2));
    let mut left_out = marks.len() - flow;
    // The way in and the way out tell more than the middle.
    let tail = flow.saturating_sub(1) / 2;
    let cut = marks.len() - tail;
    marks.drain(flow - tail..cut);
    for step in related {
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

fn draw(files: &mut Files<'_>, finding: &Finding, known: &BTreeSet<Place>, look: Look) -> String {
    let (marks, left_out) = marks(finding, known);
    let picture = picture(files, &marks, level_color(finding.level), look);
    let mut text = heading(finding, look.paint);
    text.push_str(&picture.text);
    for (kind, note) in notes(finding, left_out) {
        text.push_str(&format!(
            "{:margin$}{} {}: {note}\n",
            "",
            look.paint.dim('='),
            look.paint.bold(kind),
            margin = picture.margin
        ));
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

pub(crate) fn level_color(level: Level) -> Color {
    match level {
        Level::Error => Color::Red,
        Level::Warning => Color::Yellow,
        Level::Note => Color::Blue,
    }
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
