//! A look inside a run, for those who work on it.

use crate::disk;
use crate::error::Error;
use crate::languages::frontend;
use crate::lower::pool;
use crate::project::{Project, Request};
use crate::run::{check, units};
use partywall_ir::{LineIndex, Unit};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Places shown of each kind of gap.
const EXAMPLES: usize = 3;

/// What was not understood, by kind, the most frequent first.
pub fn gaps(project: &Project, request: &Request) -> Result<String, Error> {
    let (units, account) = units(project, request)?;
    let mut kinds: BTreeMap<(&str, &str), (usize, Vec<String>)> = BTreeMap::new();
    for unit in &units {
        for gap in &unit.gaps {
            let (count, examples) = kinds.entry((unit.language.id(), &gap.kind)).or_default();
            *count += 1;
            if examples.len() < EXAMPLES {
                examples.push(format!("{}:{}", unit.path, line(project, unit, gap.span.start)));
            }
        }
    }
    let mut rows: Vec<_> = kinds.into_iter().collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut text = String::new();
    for ((language, kind), (count, examples)) in rows {
        // Writing to a string cannot fail.
        let _written = writeln!(text, "{count:>8}  {language:<7} {kind:<32} {}", examples.join("  "));
    }
    let _written = writeln!(
        text,
        "{:>8}  in {} of {} files",
        account.gaps,
        account.files_with_gaps,
        units.len()
    );
    Ok(text)
}

fn line(project: &Project, unit: &Unit, offset: u32) -> u32 {
    let text = disk::read(&project.root.join(&*unit.path))
        .map(|read| read.text)
        .unwrap_or_default();
    LineIndex::new(&text).line(offset)
}

/// The units of the project's files, in their text form.
pub fn ir(project: &Project, request: &Request) -> Result<String, Error> {
    let (units, _) = units(project, request)?;
    Ok(units.iter().map(partywall_ir::pretty::print).collect())
}

/// What a run takes, against only parsing the same files with the same number of threads.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Reading and parsing.
    pub parse: Duration,
    /// The whole run.
    pub whole: Duration,
    /// How many files.
    pub files: usize,
}

/// Times both, parsing first, so that the files are in memory for both.
pub fn parse_time(project: &Project, request: &Request) -> Result<Times, Error> {
    let files = &project.discovery.files;
    let parse = || {
        let parsed = files.par_iter().filter(|file| {
            disk::read(&file.absolute)
                .is_ok_and(|read| frontend(file.language).parse_only(&read.text) || !read.text.is_empty())
        });
        parsed.count()
    };
    let pool = pool(request.threads)?;
    let warm = pool.install(|| {
        files
            .par_iter()
            .filter(|file| disk::read(&file.absolute).is_ok())
            .count()
    });
    let before = Instant::now();
    let parsed = pool.install(parse);
    let parse = before.elapsed();
    drop(pool);
    let before = Instant::now();
    let _outcome = check(project, request, &|_| {})?;
    Ok(Times {
        parse,
        whole: before.elapsed(),
        files: warm.max(parsed),
    })
}
