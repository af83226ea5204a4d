//! One case run as a project, and what differs from its marks.

use crate::case::{Case, Source};
use crate::marks::{self, Expected, Mark};
use partywall_driver::config::PersonaWord;
use partywall_driver::{Date, Outcome, Project, Request, check, engine};
use partywall_engine::facts::Verdict;
use partywall_ir::{LineIndex, Span};
use partywall_report::{FileId, NoticeLevel, Persona, Sources};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The day on which the corpus is looked at; reviews in it may end before or after.
const TODAY: &str = "2025-06-01";

/// What an analysis says of a line.
#[derive(Debug, Default)]
struct Line {
    /// Rules that report it, what they say, and to whom where that is not the rule's own persona.
    findings: Vec<(&'static str, String, Option<Persona>)>,
    /// Accesses that begin there: the verdict, and what it is about.
    accesses: Vec<(Verdict, String)>,
    /// A finding of it was reviewed.
    reviewed: bool,
    /// A place there was not understood.
    gap: bool,
}

/// What an analysis says, by file and line.
#[derive(Debug, Default)]
struct Seen {
    lines: BTreeMap<(String, u32), Line>,
    notices: Vec<String>,
}

/// The ids of all rules.
pub fn rules() -> Vec<&'static str> {
    engine::rules().iter().map(|rule| rule.id).collect()
}

/// Runs a project as the strictest reader would see it.
pub fn run(root: &Path, threads: usize) -> Result<Outcome, String> {
    let today = Date::parse(TODAY).ok_or("the day is none")?;
    let mut request = Request::new(vec![root.to_owned()], today);
    request.persona = Some(PersonaWord::Auditor);
    request.threads = Some(threads);
    let project = Project::open(&request).map_err(|error| error.to_string())?;
    check(&project, &request, &|_| {}).map_err(|error| error.to_string())
}

/// Tells of every access what is believed of it, and of every finding its rule, each with its file and where in it that begins.
pub fn believed(outcome: &Outcome, tell: &mut dyn FnMut(FileId, u32, String)) {
    let facts = outcome.analysis.facts();
    for site in facts.sites() {
        let (unit, span) = site.primary;
        let (entity, verdict) = (facts.entity_name(site.entity), site.verdict.word());
        let what = format!("{entity} {:?} {verdict}", site.operation);
        tell(FileId(unit.0), span.start, what);
    }
    for finding in &outcome.findings {
        let place = finding.primary;
        tell(place.file, place.span.start, finding.rule.to_owned());
    }
}

/// Runs a case and holds it to its marks. What is wrong comes as text that ends with how to run the case alone.
pub fn judge(case: &Case, runner: &str) -> Result<(), String> {
    let rules = rules();
    let (marked, mut wrong) = read_marks(case, &rules);
    if wrong.is_empty() {
        let seen = see(case)?;
        for (source, marks) in &marked {
            compare(source, marks, &seen, &mut wrong);
        }
        if !wrong.is_empty() {
            wrong.extend(elsewhere(&marked, &seen));
            wrong.extend(seen.notices);
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\n  alone: cargo test -p partywall-tests --test {runner} -- --exact {}\n",
        wrong.join("\n"),
        case.name
    ))
}

fn read_marks<'c>(case: &'c Case, rules: &[&str]) -> (Vec<(&'c Source, Vec<Mark>)>, Vec<String>) {
    let (mut marked, mut wrong) = (Vec::new(), Vec::new());
    for source in &case.sources {
        let extension = source.path.rsplit('.').next().unwrap_or_default();
        let Some(token) = marks::token(extension) else { continue };
        let (marks, faults) = marks::read(&source.text, token, rules);
        wrong.extend(faults.into_iter().map(|fault| at(source, fault.line, &fault.message)));
        marked.push((source, marks));
    }
    if let (Some((first, _)), true) = (marked.first(), marked.iter().all(|(_, marks)| marks.is_empty())) {
        wrong.push(at(
            first,
            1,
            "nothing is marked: a case in which nothing is to be found says `~ clean` here",
        ));
    }
    (marked, wrong)
}

fn at(source: &Source, line: u32, message: &str) -> String {
    format!("{}:{}: {message}", source.origin, source.offset + line)
}

fn see(case: &Case) -> Result<Seen, String> {
    let scratch = case.lay_out()?;
    let outcome = run(scratch.root(), 1)?;
    let mut seen = Seen::default();
    let mut places = Places {
        outcome: &outcome,
        indices: BTreeMap::new(),
    };
    for finding in &outcome.findings {
        let key = places.of(finding.primary.file, finding.primary.span);
        let line = seen.lines.entry(key).or_default();
        let own = engine::rules()
            .iter()
            .any(|rule| rule.id == finding.rule && rule.persona == finding.persona);
        let other = (!own).then_some(finding.persona);
        line.findings.push((finding.rule, finding.message.clone(), other));
    }
    let facts = outcome.analysis.facts();
    for site in facts.sites() {
        let key = places.of(FileId(site.primary.0.0), site.primary.1);
        let mut about = format!("`{}`", facts.entity_name(site.entity));
        for why in &site.considered {
            // Writing to a string cannot fail.
            let _written = write!(about, "; {why}");
        }
        seen.lines.entry(key).or_default().accesses.push((site.verdict, about));
    }
    for (file, unit) in (0_u32..).zip(facts.program().units()) {
        for gap in &unit.gaps {
            let key = places.of(FileId(file), gap.span);
            seen.lines.entry(key).or_default().gap = true;
        }
    }
    for (file, span, _) in outcome.analysis.sql_gaps() {
        let key = places.of(file, span);
        seen.lines.entry(key).or_default().gap = true;
    }
    for finding in &outcome.reviewed {
        let key = places.of(finding.primary.file, finding.primary.span);
        seen.lines.entry(key).or_default().reviewed = true;
    }
    for notice in outcome
        .account
        .notices
        .iter()
        .filter(|notice| notice.level > NoticeLevel::Note)
    {
        let path = notice.path.as_deref().unwrap_or("the run");
        seen.notices.push(format!("  the run says: {path}: {}", notice.message));
    }
    Ok(seen)
}

/// Lines of places, each file read once.
struct Places<'o> {
    outcome: &'o Outcome,
    indices: BTreeMap<FileId, LineIndex>,
}

impl Places<'_> {
    fn of(&mut self, file: FileId, span: Span) -> (String, u32) {
        let files = &self.outcome.files;
        let index = self
            .indices
            .entry(file)
            .or_insert_with(|| LineIndex::new(files.text(file)));
        (files.path(file).to_owned(), index.line(span.start))
    }
}

/// Holds one file to its marks, line by line.
fn compare(source: &Source, marks: &[Mark], seen: &Seen, wrong: &mut Vec<String>) {
    let nothing = Line::default();
    let mut lines: BTreeMap<u32, Vec<&Expected>> = BTreeMap::new();
    for mark in marks {
        lines.entry(mark.line).or_default().push(&mark.expected);
    }
    for (_, line) in seen.lines.keys().filter(|(path, _)| *path == source.path) {
        lines.entry(*line).or_default();
    }
    for (number, expected) in lines {
        let line = seen.lines.get(&(source.path.clone(), number)).unwrap_or(&nothing);
        let mut faults: Vec<String> = expected.iter().filter_map(|expected| unmet(expected, line)).collect();
        let marked = |rule: &str| {
            expected
                .iter()
                .any(|mark| matches!(mark, Expected::Rule(id) | Expected::For(id, _) | Expected::Missing(id) | Expected::Spurious(id) if id == rule))
        };
        let unmarked = line.findings.iter().filter(|(rule, ..)| !marked(rule));
        faults.extend(unmarked.map(|(rule, message, _)| format!("`{rule}` is reported and not marked: {message}")));
        if !faults.is_empty() {
            let text = source.text.lines().nth(number as usize - 1).unwrap_or_default();
            let found = found(line);
            let faults = faults.join("\n  and ");
            wrong.push(format!(
                "{}\n    | {}\n    found: {found}",
                at(source, number, &faults),
                text.trim()
            ));
        }
    }
}

/// Accesses on lines that nobody marked: where an access that is missed may have gone.
fn elsewhere(marked: &[(&Source, Vec<Mark>)], seen: &Seen) -> Vec<String> {
    let mut found = Vec::new();
    for (source, marks) in marked {
        let unmarked = seen.lines.iter().filter(|((path, line), seen)| {
            *path == source.path && !seen.accesses.is_empty() && !marks.iter().any(|mark| mark.line == *line)
        });
        for ((_, line), seen) in unmarked {
            let accesses = seen
                .accesses
                .iter()
                .map(|(verdict, about)| format!("{} {about}", verdict.word()));
            let accesses: Vec<String> = accesses.collect();
            found.push(format!("  also seen: {}", at(source, *line, &accesses.join(" and "))));
        }
    }
    found
}

/// What is wrong with a line that something is expected of.
fn unmet(expected: &Expected, line: &Line) -> Option<String> {
    let reported = |id: &String| line.findings.iter().any(|(rule, ..)| rule == id);
    let to = |id: &String, persona: Option<&str>| {
        let mut findings = line.findings.iter();
        findings.any(|(rule, _, other)| rule == id && other.map(Persona::word) == persona)
    };
    match expected {
        Expected::Rule(id) if !reported(id) => Some(format!("expected `{id}`")),
        Expected::Rule(id) if !to(id, None) => Some(format!("`{id}` is reported to another persona than its own")),
        Expected::For(id, persona) if !to(id, Some(persona)) => Some(format!("expected `{id}` for {persona}")),
        Expected::Missing(id) if reported(id) => Some(format!(
            "`{id}` was a known miss and is found: take MISSING out of the mark"
        )),
        Expected::Spurious(id) if !reported(id) => Some(format!(
            "`{id}` was a known false alarm and is gone: mark the line with its verdict"
        )),
        Expected::Verdict(word) => {
            let believed = line.accesses.iter().any(|(verdict, _)| verdict.word() == *word);
            let reviewed = *word == Verdict::Reviewed.word() && line.reviewed;
            (!believed && !reviewed).then(|| format!("expected verdict {word}"))
        }
        Expected::Gap if !line.gap => Some("expected a gap".to_owned()),
        _ => None,
    }
}

fn found(line: &Line) -> String {
    let mut found: Vec<String> = line
        .findings
        .iter()
        .map(|(rule, _, other)| match other {
            Some(persona) => format!("`{rule}` for {}", persona.word()),
            None => format!("`{rule}`"),
        })
        .collect();
    found.extend(
        line.accesses
            .iter()
            .map(|(verdict, about)| format!("verdict {} of {about}", verdict.word())),
    );
    if line.reviewed {
        found.push("a finding that was reviewed".to_owned());
    }
    if line.gap {
        found.push("a gap".to_owned());
    }
    if found.is_empty() {
        found.push("nothing".to_owned());
    }
    found.join("\n           ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source {
            path: "a.py".to_owned(),
            origin: "corpus/x/a.py".to_owned(),
            offset: 10,
            text: text.to_owned(),
        }
    }

    fn faults(text: &str, lines: &[(u32, &'static str, Verdict)]) -> Vec<String> {
        let source = source(text);
        let rules = ["late-check", "open-check"];
        let (marks, faults) = marks::read(&source.text, "#~", &rules);
        assert_eq!(faults, []);
        let mut seen = Seen::default();
        for (number, rule, verdict) in lines {
            let line = seen.lines.entry(("a.py".to_owned(), *number)).or_default();
            line.accesses.push((*verdict, "`X`".to_owned()));
            if !rule.is_empty() {
                line.findings.push((rule, "said".to_owned(), None));
            }
        }
        let mut wrong = Vec::new();
        compare(&source, &marks, &seen, &mut wrong);
        wrong
    }

    #[test]
    fn what_is_marked_and_found_is_right() {
        let found = [
            (1, "late-check", Verdict::Unscoped),
            (2, "", Verdict::Scoped),
            (3, "open-check", Verdict::Unscoped),
        ];
        let text = "a #~ late-check\nb #~ verdict scoped, MISSING late-check\nc #~ SPURIOUS open-check";
        assert_eq!(faults(text, &found), [""; 0]);
    }

    #[test]
    fn everything_else_is_wrong() {
        let reported = [(1, "late-check", Verdict::Unscoped)];
        let first = |text: &str, found: &[(u32, &'static str, Verdict)]| {
            let wrong = faults(text, found);
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            wrong[0].lines().next().unwrap().to_owned()
        };
        assert_eq!(
            first("a", &reported),
            "corpus/x/a.py:11: `late-check` is reported and not marked: said"
        );
        assert_eq!(first("a #~ open-check", &[]), "corpus/x/a.py:11: expected `open-check`");
        assert!(first("a #~ MISSING late-check", &reported).contains("take MISSING out"));
        assert!(first("a #~ SPURIOUS late-check", &[]).contains("is gone"));
        assert!(first("#~ clean", &reported).contains("not marked"));
        assert_eq!(
            first("a #~ late-check pedantic", &reported),
            "corpus/x/a.py:11: expected `late-check` for pedantic"
        );
        let mut hint = Line::default();
        hint.findings
            .push(("late-check", "said".to_owned(), Some(Persona::Pedantic)));
        let own = Expected::Rule("late-check".to_owned());
        assert!(unmet(&own, &hint).is_some_and(|fault| fault.contains("another persona")));
        assert_eq!(unmet(&Expected::For("late-check".to_owned(), "pedantic"), &hint), None);
        let scoped = [(1, "", Verdict::Scoped)];
        assert_eq!(
            first("a #~ verdict guarded", &scoped),
            "corpus/x/a.py:11: expected verdict guarded"
        );
        assert_eq!(first("a #~ gap", &scoped), "corpus/x/a.py:11: expected a gap");
    }

    #[test]
    fn a_case_without_marks_says_that_it_is_clean() {
        let case = |text: &str| Case {
            name: "x".to_owned(),
            sources: vec![source(text)],
        };
        let (_, wrong) = read_marks(&case("a\n"), &[]);
        assert!(wrong[0].starts_with("corpus/x/a.py:11: nothing is marked"), "{wrong:?}");
        let clean = case("#~ clean\n");
        let (marked, wrong) = read_marks(&clean, &[]);
        assert_eq!((marked.len(), wrong.len()), (1, 0));
    }
}
