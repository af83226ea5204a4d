//! A look inside a run, for those who work on it.

use crate::discover::Found;
use crate::disk;
use crate::error::Error;
use crate::languages::frontend;
use crate::lower::on_workers;
use crate::project::{Project, Request};
use crate::run::{check, units};
use partywall_ir::{LineIndex, Unit};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// What some work took.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// As a clock on the wall sees it.
    pub wall: Duration,
    /// Of all processors together, where the system tells.
    pub cpu: Option<Duration>,
}

/// Files, and what only parsing them takes.
#[derive(Clone, Copy, Debug)]
pub struct Parsed {
    /// How many files.
    pub files: usize,
    /// How many lines.
    pub lines: usize,
    /// Reading and parsing.
    pub spent: Spent,
}

/// What a run takes, against only parsing with the same number of threads.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Every file of the project that could be read, its tests with the others.
    pub all: Parsed,
    /// The files that a run reads whatever is in them.
    pub read: Parsed,
    /// The whole run.
    pub whole: Spent,
    /// The most memory that the process has held so far, in bytes, where the system tells.
    pub memory: Option<u64>,
}

/// Times them, parsing first, so that the files are in memory for all.
pub fn parse_time(project: &Project, request: &Request) -> Result<Times, Error> {
    let discovery = &project.discovery;
    let all: Vec<&Found> = discovery.files.iter().chain(&discovery.tests).collect();
    let read: Vec<&Found> = discovery.files.iter().collect();
    let parsed = |files: &[&Found]| -> Result<Parsed, Error> {
        let lines = AtomicUsize::new(0);
        let count = || {
            let texts = files.par_iter().filter_map(|file| disk::read(&file.absolute).ok());
            let counted = texts.map(|read| lines.fetch_add(read.text.lines().count(), Ordering::Relaxed));
            counted.count()
        };
        let parse = || {
            let parsed = files.par_iter().filter(|file| {
                disk::read(&file.absolute)
                    .is_ok_and(|read| frontend(file.language).parse_only(&read.text) || !read.text.is_empty())
            });
            parsed.count()
        };
        let files = on_workers(request.threads, count)?;
        let (parsed, spent) = spent(|| on_workers(request.threads, parse));
        parsed?;
        Ok(Parsed {
            files,
            lines: lines.into_inner(),
            spent,
        })
    };
    let (all, read) = (parsed(&all)?, parsed(&read)?);
    let (outcome, whole) = spent(|| check(project, request, &|_| {}));
    outcome?;
    Ok(Times {
        all,
        read,
        whole,
        memory: most_memory(),
    })
}

fn spent<T>(work: impl FnOnce() -> T) -> (T, Spent) {
    let (before, cpu_before) = (Instant::now(), cpu());
    let result = work();
    let cpu = cpu()
        .zip(cpu_before)
        .map(|(after, before)| after.saturating_sub(before));
    let wall = before.elapsed();
    (result, Spent { wall, cpu })
}

/// What the process has taken of all processors so far.
#[cfg(unix)]
fn cpu() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(Duration::new(
        u64::try_from(time.tv_sec).ok()?,
        u32::try_from(time.tv_nsec).ok()?,
    ))
}

#[cfg(not(unix))]
fn cpu() -> Option<Duration> {
    None
}

/// The most memory that the process has held so far; only Linux tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
