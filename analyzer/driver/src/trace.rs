//! A run that asks why: about one place, or about all entry points.

use crate::disk::{self, LARGEST, Trouble};
use crate::engine::{Ask, Reported};
use crate::error::Error;
use crate::files::Files;
use crate::project::{Project, Request};
use crate::run::{Outcome, Watch, check_asking};
use partywall_engine::program::UnitId;
use partywall_ir::{Language, LineIndex, Span};
use partywall_report::routes::{self, Routes};
use partywall_report::{FileId, Sources};
use std::path::{Path, PathBuf};

/// How a place is written.
const FORM: &str = "a place is written FILE:LINE or FILE:LINE:COLUMN, both counted from 1";

/// A place that somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file, as it was written.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: Option<u32>,
}

impl Target {
    /// Reads `FILE:LINE` or `FILE:LINE:COLUMN`. Colons in the file's name are its own.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |what: String| Error::new(what).help(FORM);
        let Some((front, last)) = text.rsplit_once(':').filter(|(front, _)| !front.is_empty()) else {
            return Err(wrong(format!("`{text}` names no line")));
        };
        let number = |text: &str| text.parse::<u32>().ok().filter(|_| !text.starts_with('+'));
        let Some(last) = number(last) else {
            return Err(wrong(format!("`{last}` in `{text}` is no line")));
        };
        let (file, line, column) = match front
            .rsplit_once(':')
            .and_then(|(file, line)| Some((file, number(line)?)))
        {
            Some((file, line)) if !file.is_empty() => (file, line, Some(last)),
            _ => (front, last, None),
        };
        if line == 0 || column == Some(0) {
            return Err(wrong(format!("there is no line or column 0 in `{text}`")));
        }
        Ok(Self {
            file: PathBuf::from(file),
            line,
            column,
        })
    }

    /// As it was written.
    pub fn text(&self) -> String {
        let column = self.column.map_or_else(String::new, |column| format!(":{column}"));
        format!("{}:{}{column}", self.file.display(), self.line)
    }

    /// Where the file really is, after a look at whether it can be asked about; and the bytes of the place.
    fn look(&self) -> Result<(PathBuf, Span), Error> {
        let name = self.file.display();
        let failed = |message: String| Error::new(message);
        let real = self.file.canonicalize().map_err(|error| {
            failed(format!("cannot read `{name}`: {error}"))
                .help("the file is looked for from the current folder, as `partywall check` prints it")
        })?;
        if real.is_dir() {
            return Err(failed(format!("`{name}` is a folder")).help(FORM));
        }
        let known = real
            .extension()
            .and_then(|end| end.to_str())
            .and_then(Language::from_extension);
        if known.is_none() {
            let languages: Vec<&str> = Language::ALL.iter().map(|language| language.id()).collect();
            return Err(failed(format!("`{name}` is in no language that is analysed"))
                .help(format!("these are: {}", languages.join(", "))));
        }
        let text = match disk::read(&real) {
            Ok(read) => read.text,
            Err(Trouble::Binary) => {
                return Err(failed(format!("`{name}` holds NUL bytes: it is no source text")).help(FORM));
            }
            Err(Trouble::TooLarge) => {
                let limit = LARGEST >> 20;
                return Err(failed(format!(
                    "`{name}` is larger than {limit} MB, and such files are not analysed"
                )));
            }
            Err(Trouble::Unreadable(why)) => return Err(failed(format!("cannot read `{name}`: {why}"))),
        };
        let lines = LineIndex::new(&text);
        // a line end at the end of a file begins no line that somebody could mean
        let count = lines.lines() - usize::from(text.ends_with(['\n', '\r']));
        if self.line as usize > count.max(1) {
            return Err(failed(format!(
                "`{name}` has {count} lines, and line {} is asked for",
                self.line
            ))
            .help(FORM));
        }
        let span = lines.line_span(&text, self.line);
        Ok((real, self.narrowed(&text, span)))
    }

    /// The character at the column, where one is asked for and the line has it; else the line without white space around it.
    fn narrowed(&self, text: &str, span: Span) -> Span {
        let line = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let at = self
            .column
            .and_then(|column| line.char_indices().nth(column as usize - 1));
        let (start, end) = match at {
            Some((at, c)) => (at, at + c.len_utf8()),
            None => {
                let start = line.len() - line.trim_start().len();
                (start, line.trim_end().len().max(start))
            }
        };
        let offset = |at: usize| span.start + u32::try_from(at).unwrap_or_default();
        Span {
            start: offset(start),
            end: offset(end).max(offset(start) + 1),
        }
    }
}

/// The paths to analyse for a place when none are named: the current folder when the file is below it, else the file's project.
pub fn paths_for(target: &Target, here: &Path) -> Vec<PathBuf> {
    let Ok(real) = target.file.canonicalize() else {
        return Vec::new();
    };
    if here.canonicalize().is_ok_and(|here| real.starts_with(here)) {
        return Vec::new();
    }
    let folder = real.parent().unwrap_or(&real);
    vec![crate::config::locate(folder).0]
}

/// Checks a project and finds out why the accesses at a place have their verdicts.
pub fn trace(
    project: &Project,
    request: &Request,
    target: &Target,
    watch: Watch<'_>,
) -> Result<(Outcome, partywall_report::trace::Trace), Error> {
    let (real, span) = target.look()?;
    let relative = relative(project, &real);
    let unit = |files: &Files| {
        let mut ids = (0..u32::try_from(files.len()).unwrap_or(u32::MAX)).map(FileId);
        ids.find(|id| Some(files.path(*id)) == relative.as_deref())
            .map(|id| UnitId(id.0))
    };
    let ask = |files: &Files| unit(files).map_or(Ask::Nothing, |unit| Ask::Place(unit, span));
    let outcome = check_asking(project, request, &ask, watch)?;
    let mut trace = partywall_report::trace::Trace {
        asked: target.text(),
        ..Default::default()
    };
    let Some(unit) = unit(&outcome.files) else {
        trace.because.push(unread(project, relative.as_deref()));
        return Ok((outcome, trace));
    };
    let reported = Reported::new(&outcome.findings, &outcome.reviewed);
    (trace.accesses, trace.within) = outcome.analysis.traced(&reported, (unit, span));
    if trace.accesses.is_empty() {
        trace.nearest = outcome.analysis.near((unit, span));
        trace.because = because(&outcome, unit, span);
    }
    Ok((outcome, trace))
}

/// The path of a file as a run over a project names it.
fn relative(project: &Project, real: &Path) -> Option<String> {
    let below = real.strip_prefix(&project.root).ok()?;
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Some(parts.join("/"))
}

/// Why a file was not read.
fn unread(project: &Project, relative: Option<&str>) -> String {
    match relative {
        Some(path) if project.discovery.files.iter().any(|file| file.path == path) => {
            "the file could not be read; `partywall check` says why".to_owned()
        }
        Some(path) if project.discovery.tests.iter().any(|file| file.path == path) => {
            "the file is a test, and the application's own code does not use it: `--include tests` reads it".to_owned()
        }
        Some(_) => "the file is not among those that were read: it lies beside the paths that are analysed, version control or the \
                    configuration leave it out, or it is vendored code or a migration (see `--include`)"
            .to_owned(),
        None => "the file lies outside of the project that is analysed: name the project's folder behind the place".to_owned(),
    }
}

/// Why there may be no access at a place that was read.
fn because(outcome: &Outcome, unit: UnitId, span: Span) -> Vec<String> {
    let mut why = Vec::new();
    if let Some(gap) = outcome.analysis.gap_at((unit, span)) {
        why.push(format!("the code there was not understood: {gap}"));
    }
    if let Some(Some(kind)) = outcome.kinds.get(unit.0 as usize) {
        why.push(format!(
            "the file counts as {}: what is in it is read for what it declares, and findings in it are kept back",
            kind.word()
        ));
    }
    let account = &outcome.account;
    if account.roots.is_empty() {
        why.push("no scope root was found, so nothing is owned: name one under `roots` in partywall.toml".to_owned());
    } else if account.owned == 0 {
        why.push("no entity was found that belongs to a tenant".to_owned());
    }
    if why.is_empty() {
        why.push(
            "an access is a read or write of an entity that belongs to a tenant: `partywall model` lists these entities".to_owned(),
        );
    }
    why
}

/// What `routes` is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Only these verdicts; all when empty.
    pub verdicts: Vec<String>,
    /// Only entry points whose name, route, method or framework has this word, in any case.
    pub entry: Option<String>,
}

/// Checks a project and finds out which entry point reaches what.
pub fn routes(
    project: &Project,
    request: &Request,
    narrow: &Narrow,
    watch: Watch<'_>,
) -> Result<(Outcome, Routes), Error> {
    let outcome = check_asking(project, request, &|_| Ask::Matrix, watch)?;
    let reported = Reported::new(&outcome.findings, &outcome.reviewed);
    let word = narrow.entry.as_ref().map(|word| word.to_lowercase());
    let named = |entry: &routes::Entry| {
        word.as_ref().is_none_or(|word| {
            let texts = [Some(&entry.name), entry.route.as_ref(), entry.framework.as_ref()];
            let mut texts = texts.into_iter().flatten().chain(&entry.method);
            texts.any(|text| text.to_lowercase().contains(word))
                || entry
                    .at
                    .as_ref()
                    .is_some_and(|at| at.path.to_lowercase().contains(word))
        })
    };
    let wanted = |entry: &routes::Entry, access: &routes::Access| {
        let verdict = narrow.verdicts.is_empty() || narrow.verdicts.iter().any(|word| word == access.verdict);
        verdict && named(entry)
    };
    let mut routes = outcome.analysis.routes(&outcome.files, &reported, &wanted);
    routes.idle.retain(|entry| narrow.verdicts.is_empty() && named(entry));
    let asked = |access: &routes::Access| {
        word.is_none() && (narrow.verdicts.is_empty() || narrow.verdicts.iter().any(|word| word == access.verdict))
    };
    routes.unreached.retain(asked);
    Ok((outcome, routes))
}

#[cfg(test)]
#[path = "trace_tests.rs"]
mod tests;
