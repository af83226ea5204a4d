//! The same application several times under several names: what is believed of each stays as it was, and twice the code is at most
//! twice the work.
//!
//! Work is counted and never timed: what a run on one thread takes from the allocator. `PARTYWALL_VALGRIND` names the program that
//! counts instructions as well.

#![expect(clippy::unwrap_used, reason = "a project that cannot be laid out fails its test")]
#![expect(
    unsafe_code,
    reason = "an allocator that counts is the only way to see all that is taken"
)]

use libtest_mimic::{Arguments, Failed, Trial, run};
use partywall_ir::LineIndex;
use partywall_report::{FileId, Sources};
use partywall_tests::{Case, Source, judge, tree};
use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};

/// The program that counts instructions.
const VALGRIND: &str = "PARTYWALL_VALGRIND";
/// What a run of this program alone is asked for by.
const ALONE: &str = "--alone";
/// Twice the code may take this many hundredths of what would be twice the work: sums of few parts are not quite even.
const MOST: u64 = 104;

/// Counts what is taken.
struct Counting;

static TAKEN: AtomicU64 = AtomicU64::new(0);
static TIMES: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size() as u64, Ordering::Relaxed);
        TIMES.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the same layout, under the same promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: it came from the system's allocator with this layout.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn main() -> ExitCode {
    let mut given = std::env::args().skip(1);
    if given.next().as_deref() == Some(ALONE) {
        let _outcome = judge::run(Path::new(&given.next().unwrap_or_default()), 1);
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // what one trial takes is counted for all threads
    arguments.test_threads = Some(1);
    let mut trials = Vec::new();
    for app in tree::folders(&tree::root().join("corpus/apps")) {
        for twin in tree::folders(&app) {
            let case = Case::folder(tree::shown(&twin), &twin).unwrap();
            let same = case.clone();
            trials.push(Trial::test(format!("{}: verdicts", case.name), move || stay(&same)));
            trials.push(Trial::test(format!("{}: work", case.name), move || double(&case)));
        }
    }
    run(&arguments, trials).exit_code()
}

/// Every copy is believed what the application is believed alone.
fn stay(case: &Case) -> Result<(), Failed> {
    let alone = believed(&copies(case, 1));
    let three = believed(&copies(case, 3));
    for number in 0..3 {
        let own: BTreeSet<_> = three.iter().filter(|(of, ..)| *of == number).collect();
        let (own, alone) = (own.iter().map(|(_, what)| what), alone.iter().map(|(_, what)| what));
        let (own, alone): (BTreeSet<_>, BTreeSet<_>) = (own.collect(), alone.collect());
        if own != alone {
            let lost: Vec<_> = alone.difference(&own).collect();
            let new: Vec<_> = own.difference(&alone).collect();
            return Err(format!("copy {number}: no more {lost:#?}\nnow {new:#?}").into());
        }
    }
    Ok(())
}

/// The step from four to eight copies takes at most twice that from two to four.
fn double(case: &Case) -> Result<(), Failed> {
    let folders = [2, 4, 8].map(|number| copies(case, number).lay_out().unwrap());
    let mut counts = vec![("bytes taken", Vec::new()), ("times something was taken", Vec::new())];
    // the first run also pays for what is made once
    judge::run(folders[0].root(), 1)?;
    for folder in &folders {
        let (taken, times) = (TAKEN.load(Ordering::Relaxed), TIMES.load(Ordering::Relaxed));
        let outcome = judge::run(folder.root(), 1)?;
        counts[0].1.push(TAKEN.load(Ordering::Relaxed) - taken);
        counts[1].1.push(TIMES.load(Ordering::Relaxed) - times);
        drop(outcome);
    }
    if let Some(valgrind) = std::env::var_os(VALGRIND) {
        let all: Result<Vec<u64>, String> = folders
            .iter()
            .map(|folder| instructions(Path::new(&valgrind), folder.root()))
            .collect();
        counts.push(("instructions", all?));
    }
    for (what, count) in counts {
        let [two, four, eight] = count[..] else { continue };
        let (first, second) = (four.saturating_sub(two), eight.saturating_sub(four));
        let _written = writeln!(
            std::io::stderr(),
            "{}: {what}: {two}, {four}, {eight}: {}%",
            case.name,
            second * 50 / first.max(1)
        );
        if first == 0 || second * 100 > first * 2 * MOST {
            return Err(format!("{what}: {two} for two copies, {four} for four, {eight} for eight").into());
        }
    }
    Ok(())
}

/// How many instructions a run of its own takes.
fn instructions(valgrind: &Path, root: &Path) -> Result<u64, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(valgrind)
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this)
        .arg(ALONE)
        .arg(root)
        .output()
        .map_err(|error| format!("{}: {error}", valgrind.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    count.ok_or_else(|| format!("nothing was counted: {said}"))
}

/// The application so many times, each in a folder of its own and with names of its own.
fn copies(case: &Case, number: usize) -> Case {
    let names = names(case);
    let sources = (0..number).flat_map(|copy| {
        let names = &names;
        case.sources.iter().map(move |source| {
            let named = |text: &str| {
                let all = names.iter();
                all.fold(text.to_owned(), |text, name| {
                    text.replace(name, &format!("{name}{copy}"))
                })
            };
            Source {
                path: format!("copy{copy}/{}", named(&source.path)),
                text: named(&source.text),
                ..source.clone()
            }
        })
    });
    Case {
        name: case.name.clone(),
        sources: sources.collect(),
    }
}

/// What an application is called: its package, its namespaces, its tables and their models stay as they are.
fn names(case: &Case) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in &case.sources {
        let first = |text: &str| {
            text.split(['.', ';', '"', '/', ' '])
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let lines = source.text.lines();
        names.extend(
            lines
                .clone()
                .filter_map(|line| line.strip_prefix("namespace "))
                .map(first),
        );
        names.extend(lines.filter_map(|line| line.strip_prefix("name = \"")).map(first));
        if source.path.ends_with(".py") && source.path.contains('/') {
            names.insert(first(&source.path));
        }
    }
    names
}

/// What is believed of every access and what is reported: the copy, and what it is with its place.
fn believed(case: &Case) -> BTreeSet<(usize, String)> {
    let scratch = case.lay_out().unwrap();
    let outcome = judge::run(scratch.root(), 1).unwrap();
    let mut found = BTreeSet::new();
    let mut add = |file: FileId, at: u32, what: String| {
        let path = outcome.files.path(file);
        let copy = case
            .sources
            .iter()
            .position(|source| source.path == path)
            .unwrap_or_default();
        let number = path.trim_start_matches("copy").split('/').next().unwrap_or_default();
        // the place in the application, whichever copy of it
        let place = copy % (case.sources.len() / copies_of(case)).max(1);
        let line = LineIndex::new(outcome.files.text(file)).line(at);
        found.insert((number.parse().unwrap(), format!("{what} at {place}:{line}")));
    };
    judge::believed(&outcome, &mut add);
    found
}

fn copies_of(case: &Case) -> usize {
    let folders: BTreeSet<_> = case
        .sources
        .iter()
        .filter_map(|source| source.path.split('/').next())
        .collect();
    folders.len()
}
