//! Why an access has its verdict, for a person and for a program.

use crate::escape::{clipped, shown};
use crate::json::{place, pretty};
use crate::picture::{Mark, TEXT, picture};
use crate::positions::{Files, Unit};
use crate::summary::plural;
use crate::terminal::{Look, level_color};
use crate::{Level, Paint, Place, Sources, Step};
use ariadne::Color;
use serde_json::{Value, json};
use std::fmt::{self, Write};

/// The longest piece of code that is quoted in a line.
const QUOTED: usize = 90;

/// The most steps of a way that are drawn.
const STEPS: usize = 8;

/// The most names of further entry points in a line.
const NAMES: usize = 8;

/// What is told of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// What was asked about, as it was written: `FILE:LINE`.
    pub asked: String,
    /// The entry point around the place, when no access touches it and its accesses are told instead.
    pub within: Option<String>,
    /// The accesses, the worst verdict first.
    pub accesses: Vec<Access>,
    /// When there is none: accesses nearby, the nearest first.
    pub nearest: Vec<Step>,
    /// When there is none: why there may be none.
    pub because: Vec<String>,
}

/// An access as some entry points reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The entity's name.
    pub entity: String,
    /// What is done, as the end of "… is": `read`.
    pub done: &'static str,
    /// The verdict's word.
    pub verdict: &'static str,
    /// How bad that is; none for one that is safe.
    pub level: Option<Level>,
    /// The rule that reports it.
    pub rule: Option<&'static str>,
    /// Why, in one sentence without a full stop.
    pub reason: String,
    /// The access.
    pub place: Place,
    /// The way from the entry point to it, both included.
    pub way: Vec<Step>,
    /// The entry point; none where no entry point was found that leads there.
    pub entry: Option<String>,
    /// Further entry points from which the same is true.
    pub others: Vec<String>,
    /// Who owns its rows, in a word: `tenant`.
    pub owner: &'static str,
    /// By which way: `account_id → Account`.
    pub owned_by: Option<String>,
    /// What selects its rows.
    pub restrictions: Vec<Considered>,
    /// What was considered as a guard.
    pub guards: Vec<Considered>,
    /// How many more were met.
    pub more_guards: usize,
    /// Automatic filters of the entity.
    pub filters: Vec<Considered>,
}

/// Something that was considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// It counts.
    pub counts: bool,
    /// What it is called; empty for code, which is quoted.
    pub name: String,
    /// What it says, and why it counts or does not.
    pub text: String,
    /// Where it stands, or what it speaks of.
    pub place: Option<Place>,
}

/// The answer for a person.
pub fn text(out: &mut dyn Write, sources: &dyn Sources, trace: &Trace, look: Look) -> fmt::Result {
    let mut files = Files::new(sources);
    let paint = look.paint;
    if trace.accesses.is_empty() {
        return nothing(out, &mut files, trace, paint);
    }
    if let Some(within) = &trace.within {
        let count = plural(trace.accesses.len(), "access");
        writeln!(
            out,
            "no access of an owned entity begins at {}; it is inside of {}, which reaches {count}\n",
            shown(&trace.asked),
            paint.code(shown(within)),
        )?;
    }
    for access in &trace.accesses {
        write_access(out, &mut files, access, look)?;
    }
    Ok(())
}

fn nothing(out: &mut dyn Write, files: &mut Files<'_>, trace: &Trace, paint: Paint) -> fmt::Result {
    writeln!(out, "no access of an owned entity was seen at {}", shown(&trace.asked))?;
    for why in &trace.because {
        writeln!(out, "  {} {}", paint.dim('='), shown(why))?;
    }
    for (at, near) in trace.nearest.iter().enumerate() {
        let word = if at == 0 { "nearest:" } else { "" };
        writeln!(
            out,
            "  {} {}  {}",
            paint.dim(format_args!("{word:<8}")),
            at_line(files, near.place),
            shown(&near.text)
        )?;
    }
    Ok(())
}

fn write_access(out: &mut dyn Write, files: &mut Files<'_>, access: &Access, look: Look) -> fmt::Result {
    let paint = look.paint;
    let verdict = format!("{}:", access.verdict);
    match access.level {
        Some(level) => write!(out, "{}", paint.level(level, verdict))?,
        None => write!(out, "{}", paint.good(verdict))?,
    }
    let headline = format!("`{}` is {}: {}", access.entity, access.done, access.reason);
    writeln!(out, " {}", paint.bold(clipped(&shown(&headline), TEXT)))?;
    let color = access.level.map_or(Color::Green, level_color);
    let picture = picture(files, &marks(access), color, look);
    out.write_str(&picture.text)?;
    let margin = picture.margin;
    let dim = |text: &str| paint.dim(text.to_owned()).to_string();
    writeln!(out, "{:margin$}{} {}", "", dim("="), entry(access, paint))?;
    if let Some(path) = &access.owned_by {
        writeln!(
            out,
            "{:margin$}{} a {} owns it by {}",
            "",
            dim("="),
            access.owner,
            paint.code(shown(path))
        )?;
    }
    let none = [
        "nothing selects its rows",
        "no guard was met on the way",
        "it has no automatic filter",
    ];
    let groups = [&access.restrictions, &access.guards, &access.filters];
    for ((title, group), none) in ["rows", "guards", "filters"].into_iter().zip(groups).zip(none) {
        if group.is_empty() {
            writeln!(out, "{:margin$}{} {}: {none}", "", dim("="), paint.bold(title))?;
            continue;
        }
        writeln!(out, "{:margin$}{} {}:", "", dim("="), paint.bold(title))?;
        for one in group {
            for (at, line) in considered(files, one, paint).into_iter().enumerate() {
                let indent = if at == 0 { "" } else { "    " };
                writeln!(out, "{:margin$}    {indent}{line}", "")?;
            }
        }
        if title == "guards" && access.more_guards > 0 {
            let more = plural(access.more_guards, "condition");
            writeln!(
                out,
                "{:margin$}    {}",
                "",
                dim(&format!("    {more} more, which say less"))
            )?;
        }
    }
    if let Some(rule) = access.rule {
        let command = paint.bold(format!("`partywall explain {rule}`"));
        writeln!(
            out,
            "{:margin$}{} {}: {command} says how to mend it",
            "",
            dim("="),
            paint.bold("help")
        )?;
    }
    writeln!(out)
}

/// The way in, in a line.
fn entry(access: &Access, paint: Paint) -> String {
    let others: Vec<_> = access.others.iter().take(NAMES).map(|name| shown(name)).collect();
    let mut text = match &access.entry {
        Some(entry) => format!("reached from {}", paint.code(shown(entry))),
        None => "no entry point that leads here was found".to_owned(),
    };
    if !others.is_empty() {
        text.push_str(&format!("; the same from {}", others.join(", ")));
        let more = access.others.len() - others.len();
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
    }
    text
}

/// What was considered, in a line; code is quoted in one of its own.
fn considered(files: &mut Files<'_>, one: &Considered, paint: Paint) -> Vec<String> {
    let word = match one.counts {
        true => paint.good("yes").to_string(),
        false => paint.dim("no ").to_string(),
    };
    let text = clipped(&shown(&one.text), TEXT).into_owned();
    let at = one
        .place
        .map_or_else(String::new, |place| format!("  {}", paint.dim(at_line(files, place))));
    match one.place {
        Some(place) if one.name.is_empty() => {
            let code = paint.code(format!("`{}`", quoted(files, place))).to_string();
            vec![format!("{word} {code}{at}"), text]
        }
        _ => vec![format!("{word} {} {text}{at}", shown(&one.name))],
    }
}

/// A piece of code on one line.
fn quoted(files: &mut Files<'_>, place: Place) -> String {
    let code = files.get(place.file).slice(place.span);
    let words: Vec<&str> = code.split_whitespace().take(QUOTED).collect();
    clipped(&shown(&words.join(" ").replace('`', "'")), QUOTED).into_owned()
}

fn at_line(files: &mut Files<'_>, place: Place) -> String {
    let line = files.get(place.file).at(place.span.start, Unit::Chars).line;
    format!("{}:{line}", shown(files.path(place.file)))
}

/// The steps of the way, as many as can be drawn: the way in and the way out tell more than the middle.
fn marks(access: &Access) -> Vec<Mark> {
    let main = Mark {
        place: access.place,
        text: format!("`{}` is {} here", access.entity, access.done),
        main: true,
    };
    let steps: Vec<(usize, &Step)> = access
        .way
        .iter()
        .enumerate()
        .filter(|(_, step)| step.place != access.place)
        .collect();
    let numbered = steps.len() > 1;
    let tail = STEPS / 2;
    let middle = tail..steps.len().saturating_sub(tail);
    let kept = steps
        .iter()
        .enumerate()
        .filter(|(rank, _)| steps.len() <= STEPS || !middle.contains(rank));
    let marks = kept.map(|(_, (at, step))| Mark {
        place: step.place,
        text: match numbered {
            true => format!("{}: {}", at + 1, step.text),
            false => step.text.clone(),
        },
        main: false,
    });
    std::iter::once(main).chain(marks).collect()
}

/// The answer for a program.
pub fn json(sources: &dyn Sources, trace: &Trace) -> String {
    let mut files = Files::new(sources);
    let accesses: Vec<Value> = trace
        .accesses
        .iter()
        .map(|access| access_value(&mut files, access))
        .collect();
    let nearest = steps(&mut files, &trace.nearest);
    pretty(&json!({
        "version": crate::json::VERSION,
        "asked": trace.asked,
        "within": trace.within,
        "accesses": accesses,
        "nearest": nearest,
        "because": trace.because,
    }))
}

fn steps(files: &mut Files<'_>, steps: &[Step]) -> Vec<Value> {
    let one = |step: &Step| json!({ "location": place(files, step.place), "text": step.text });
    steps.iter().map(one).collect()
}

fn access_value(files: &mut Files<'_>, access: &Access) -> Value {
    let mut group = |all: &[Considered]| -> Vec<Value> {
        let one = |one: &Considered| {
            let code = one.place.filter(|_| one.name.is_empty()).map(|at| quoted(files, at));
            json!({
                "counts": one.counts,
                "name": code.unwrap_or_else(|| one.name.clone()),
                "text": one.text,
                "location": one.place.map(|at| place(files, at)),
            })
        };
        all.iter().map(one).collect()
    };
    let (restrictions, guards, filters) = (
        group(&access.restrictions),
        group(&access.guards),
        group(&access.filters),
    );
    json!({
        "entity": access.entity,
        "operation": access.done,
        "verdict": access.verdict,
        "rule": access.rule,
        "reason": access.reason,
        "location": place(files, access.place),
        "path": steps(files, &access.way),
        "entry": access.entry,
        "others": access.others,
        "owner": access.owner,
        "ownedBy": access.owned_by,
        "restrictions": restrictions,
        "guards": guards,
        "moreGuards": access.more_guards,
        "filters": filters,
    })
}

#[cfg(test)]
#[path = "trace_tests.rs"]
mod tests;
