//! From files to units, many at a time. A file that cannot be read, or that makes a frontend panic, costs that file.

use crate::discover::{Found, Kind, generated_by_text};
use crate::disk::{self, LARGEST, Trouble};
use crate::languages::frontend;
use crate::reviews::{self, Reviews};
use partywall_ir::{Flags, Language, MacroDecl, Reading, Span, Unit};
use partywall_report::{Notice, NoticeLevel};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Lowering recurses with the nesting of the text, as deep as frontends allow.
const STACK: usize = 16 << 20;

/// A file as a unit, and what the run needs to know of it that the engine does not.
#[derive(Debug)]
pub struct Lowered {
    /// The unit.
    pub unit: Unit,
    /// What it is besides the application's own code.
    pub kind: Option<Kind>,
    /// What it says of reviews.
    pub reviews: Reviews,
    /// Functions that are only compiled into tests.
    pub test_spans: Vec<Span>,
    /// What to say of it.
    pub notice: Option<Notice>,
}

/// What became of a file.
#[derive(Debug)]
pub enum Fate {
    /// It was lowered.
    Lowered(Box<Lowered>),
    /// It was left out, for a reason that is counted.
    Skipped(&'static str, Notice),
}

/// Does something on the workers of a run; as many as the machine has processors when none are asked for. They are gone when
/// this comes back, so that the memory in which they read is free for what follows.
pub fn on_workers<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> Result<R, crate::Error> {
    let builder = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(STACK);
    builder
        .build_scoped(|thread| thread.run(), |pool| pool.install(work))
        .map_err(|error| crate::Error::new(format!("cannot start threads: {error}")))
}

/// Lowers all files on the current pool, in their order.
pub fn lower_all(files: &[&Found], reading: &Reading, done: &(dyn Fn() + Sync)) -> Vec<Fate> {
    let lower = |file: &&Found| {
        let fate = lower(file, reading);
        done();
        fate
    };
    files.par_iter().map(lower).collect()
}

/// The macros that files declare for each other.
pub fn declared(files: &[&Found]) -> Vec<MacroDecl> {
    files.par_iter().flat_map_iter(|file| macros(file)).collect()
}

/// The macros that a file declares; what goes wrong with it is said where it is lowered.
fn macros(file: &Found) -> Vec<MacroDecl> {
    let frontend = frontend(file.language);
    if !frontend.has_macros() {
        return Vec::new();
    }
    let Ok(read) = disk::read(&file.absolute) else {
        return Vec::new();
    };
    catch_unwind(AssertUnwindSafe(|| frontend.macros(&file.path, &read.text))).unwrap_or_default()
}

fn lower(file: &Found, reading: &Reading) -> Fate {
    let warn = |message: String| Notice {
        level: NoticeLevel::Warning,
        path: Some(file.path.clone()),
        line: None,
        message,
    };
    let read = match disk::read(&file.absolute) {
        Ok(read) => read,
        Err(Trouble::TooLarge) => {
            return Fate::Skipped(
                "too large",
                warn(format!("is larger than {} MB and was not read", LARGEST >> 20)),
            );
        }
        Err(Trouble::Binary) => return Fate::Skipped("binary", warn("holds NUL bytes and was not read".into())),
        Err(Trouble::Unreadable(why)) => return Fate::Skipped("unreadable", warn(format!("cannot be read: {why}"))),
    };
    let lowered = catch_unwind(AssertUnwindSafe(|| {
        let unit = frontend(file.language).lower_with(&file.path, &read.text, reading);
        let reviews = reviews::collect(&unit, &read.text);
        (unit, reviews)
    }));
    let Ok((unit, reviews)) = lowered else {
        return Fate::Skipped(
            "failed",
            warn("made the analysis of this file fail; the file was left out".into()),
        );
    };
    let errors = unit.gaps.iter().filter(|gap| &*gap.kind == "error");
    let first = errors.clone().map(|gap| gap.span.start).min();
    let notice = match first {
        _ if read.lossy => Some(warn("is not valid UTF-8; what is not was replaced".into())),
        Some(at) => {
            let line = 1 + read
                .text
                .bytes()
                .take(at as usize)
                .filter(|byte| *byte == b'\n')
                .count();
            let message = match errors.count() {
                1 => "does not parse here; the rest of the file was read".to_owned(),
                n => format!(
                    "does not parse here and in {} more places; the rest of the file was read",
                    n - 1
                ),
            };
            Some(Notice {
                level: NoticeLevel::Note,
                line: u32::try_from(line).ok(),
                ..warn(message)
            })
        }
        None => None,
    };
    let kind = file.kind.or_else(|| {
        let written = file.language != Language::Sql && generated_by_text(&read.text);
        written.then_some(Kind::Generated)
    });
    let test_spans = unit
        .functions
        .iter()
        .filter(|f| f.flags.has(Flags::TEST))
        .map(|f| f.span)
        .collect();
    Fate::Lowered(Box::new(Lowered {
        unit,
        kind,
        reviews,
        test_spans,
        notice,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn found(scratch: &Scratch, path: &str, bytes: &[u8]) -> Found {
        let absolute = scratch.write_bytes(path, bytes);
        let language = Language::from_extension(path.rsplit('.').next().unwrap()).unwrap();
        Found {
            path: path.into(),
            absolute,
            language,
            kind: None,
        }
    }

    #[test]
    fn odd_files_are_said_and_do_not_stop_the_others() {
        let scratch = Scratch::new();
        let mut files = [
            found(&scratch, "a.py", b"x = 1\n"),
            found(&scratch, "b.py", b"caf\xe9 = 1\n"),
            found(&scratch, "c.py", b"a\0b"),
            found(&scratch, "d.py", b""),
            found(&scratch, "e.cs", b"// <auto-generated/>\nclass A { }\n"),
        ];
        files[3].absolute = scratch.root().join("gone.py");
        let fates = on_workers(Some(2), || {
            lower_all(&files.iter().collect::<Vec<_>>(), &Reading::default(), &|| {})
        })
        .unwrap();
        let told: Vec<_> = fates
            .iter()
            .map(|fate| match fate {
                Fate::Lowered(lowered) => ("", lowered.kind, lowered.notice.is_some()),
                Fate::Skipped(why, _) => (*why, None, true),
            })
            .collect();
        assert_eq!(
            told,
            [
                ("", None, false),
                ("", None, true),
                ("binary", None, true),
                ("unreadable", None, true),
                ("", Some(Kind::Generated), false)
            ]
        );
    }

    #[test]
    fn deep_nesting_does_not_end_the_process() {
        let scratch = Scratch::new();
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        let files = [
            found(&scratch, "a.py", format!("x = {}\n", deep("(", ")")).as_bytes()),
            found(
                &scratch,
                "b.cs",
                format!("class A {{ int x = {}; }}\n", deep("(", ")")).as_bytes(),
            ),
            found(
                &scratch,
                "c.rs",
                format!("fn f() {{ {} }}\n", deep("{", "}")).as_bytes(),
            ),
            found(&scratch, "d.sql", format!("SELECT {};\n", deep("(", ")")).as_bytes()),
        ];
        let fates = on_workers(Some(1), || {
            lower_all(&files.iter().collect::<Vec<_>>(), &Reading::default(), &|| {})
        })
        .unwrap();
        assert_eq!(fates.len(), 4);
    }
}
