//! Which files belong to a run: everything below the paths that were named, but for what version control, ignore files and
//! the configuration leave out.

mod classify;

pub use classify::{Kind, generated_by_text};

use crate::error::Error;
use classify::{classify, may_be_the_applications};
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use partywall_ir::Language;
use partywall_report::{Notice, NoticeLevel};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Relative to the root, with `/` between its parts.
    pub path: String,
    /// Where it really is.
    pub absolute: PathBuf,
    /// What it is written in.
    pub language: Language,
    /// What else is known of it by its path; none for a file of the application itself.
    pub kind: Option<Kind>,
}

impl Found {
    /// What it is where the application's own code uses it: a folder called `test` can be about the tests that customers take.
    fn in_use(self) -> Self {
        let kind = self
            .kind
            .filter(|_| !may_be_the_applications(&self.path, self.language));
        Self { kind, ..self }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// Files, in the order of their paths.
    pub files: Vec<Found>,
    /// Files of tests, in the order of their paths: they are read where one of the others uses them, and are then of this kind.
    pub tests: Vec<Found>,
    /// Files that are not read, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// What could not be looked at.
    pub notices: Vec<Notice>,
}

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Globs of files to leave out.
    pub exclude: &'a [String],
    /// Kinds of file to report on, which are then read in any case.
    pub include: &'a [Kind],
}

/// Finds the files below `paths`, which are canonical and lie below `root`.
pub fn discover(root: &Path, paths: &[PathBuf], wanted: Wanted<'_>) -> Result<Discovery, Error> {
    let overrides = overrides(root, wanted.exclude)?;
    let mut files: BTreeMap<String, Found> = BTreeMap::new();
    let mut skipped: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut notices = Vec::new();
    for path in paths {
        let mut walk = WalkBuilder::new(path);
        // The machine's own ignore file must not change what a project's run sees.
        walk.git_global(false)
            .require_git(false)
            .follow_links(false)
            .overrides(overrides.clone());
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let named = entry.depth() == 0;
                    let is_file = entry
                        .file_type()
                        .is_some_and(|kind| kind.is_file() || (named && kind.is_symlink()));
                    let Some(found) = is_file.then(|| found(root, path, entry.path(), named)).flatten() else {
                        continue;
                    };
                    match unread(&found, wanted.include) {
                        Some(reason) => drop(skipped.insert(found.path, reason)),
                        None => drop(files.insert(found.path.clone(), found)),
                    }
                }
                Err(error) => notices.push(unreadable(root, &error)),
            }
        }
    }
    let mut counts = BTreeMap::new();
    for (path, reason) in skipped {
        if !files.contains_key(&path) {
            *counts.entry(reason).or_default() += 1;
        }
    }
    notices.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    let waits = |found: &Found| found.kind == Some(Kind::Tests) && !wanted.include.contains(&Kind::Tests);
    let (tests, files): (Vec<_>, _) = files.into_values().partition(waits);
    Ok(Discovery {
        files,
        tests: tests.into_iter().map(Found::in_use).collect(),
        skipped: counts,
        notices,
    })
}

/// A file in a language that we read. One that was named itself is the application's, whatever it is called.
fn found(root: &Path, below: &Path, file: &Path, named: bool) -> Option<Found> {
    let language = Language::from_extension(file.extension()?.to_str()?)?;
    let kind = if named {
        None
    } else {
        classify(&slashed(below, file), language)
    };
    Some(Found {
        path: slashed(root, file),
        absolute: file.to_owned(),
        language,
        kind,
    })
}

/// Why a file is not even read: others only add to what is known of the application, these cost time and add nothing.
fn unread(found: &Found, include: &[Kind]) -> Option<&'static str> {
    let kind = found.kind.filter(|kind| !include.contains(kind))?;
    let read = match kind {
        Kind::Tests | Kind::Generated => !found.path.ends_with(".Designer.cs"),
        Kind::Migrations => found.language == Language::Sql,
        Kind::Vendored => false,
    };
    (!read).then(|| kind.word())
}

/// The path relative to `base`, with `/` between its parts.
fn slashed(base: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(base).ok().filter(|path| !path.as_os_str().is_empty());
    let relative = relative.unwrap_or_else(|| file.file_name().map_or(file, Path::new));
    let parts: Vec<_> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

fn overrides(root: &Path, exclude: &[String]) -> Result<Override, Error> {
    let failed = |glob: &str, error: ignore::Error| {
        Error::new(format!("`{glob}` is no glob: {error}"))
            .help("`exclude` takes globs such as `legacy/**` or `*.g.cs`")
    };
    let mut builder = OverrideBuilder::new(root);
    for glob in exclude {
        builder.add(&format!("!{glob}")).map_err(|error| failed(glob, error))?;
    }
    builder.build().map_err(|error| failed("exclude", error))
}

fn unreadable(root: &Path, error: &ignore::Error) -> Notice {
    let (mut path, mut cause) = (None, error);
    loop {
        cause = match cause {
            ignore::Error::WithPath { path: at, err } => {
                path = Some(slashed(root, at));
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    Notice {
        level: NoticeLevel::Warning,
        path,
        line: None,
        message: format!("cannot be looked at: {cause}"),
    }
}

#[cfg(test)]
mod tests;
