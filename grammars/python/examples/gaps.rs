//! Lowers every Python file under the folders given, and counts what was not lowered. With `--time`, compares
//! lowering with parsing alone.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use partywall_ir::Frontend;
use partywall_python::Python;

fn main() {
    let (mut files, mut timed) = (Vec::new(), false);
    for arg in std::env::args().skip(1) {
        if arg == "--time" {
            timed = true
        } else {
            collect(Path::new(&arg), &mut files)
        }
    }
    files.sort();
    let texts: Vec<(String, String)> = files
        .iter()
        .filter_map(|path| {
            Some((
                path.display().to_string(),
                String::from_utf8_lossy(&std::fs::read(path).ok()?).into(),
            ))
        })
        .collect();
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (path, text) in &texts {
        let unit = Python.lower(path, text);
        for gap in unit.gaps {
            let line = 1 + text.as_bytes()[..gap.span.start as usize]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            kinds.entry(gap.kind.into()).or_insert((0, format!("{path}:{line}"))).0 += 1;
        }
    }
    println!(
        "{} files, {} bytes",
        texts.len(),
        texts.iter().map(|(_, text)| text.len()).sum::<usize>()
    );
    for (kind, (count, first)) in kinds {
        println!("{count:7} {kind} {first}");
    }
    if timed {
        for _ in 0..3 {
            let start = Instant::now();
            let broken = texts.iter().filter(|(_, text)| Python.parse_only(text)).count();
            let parse = start.elapsed();
            let start = Instant::now();
            let exprs: usize = texts
                .iter()
                .map(|(path, text)| Python.lower(path, text).body.exprs.len())
                .sum();
            let both = start.elapsed();
            let ratio = both.as_secs_f64() / parse.as_secs_f64();
            println!("parse {parse:?} ({broken} broken), parse and lower {both:?}: {ratio:.2} ({exprs} expressions)");
        }
    }
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) {
    if path.is_dir() && !path.is_symlink() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), into);
        }
    } else if path.extension().is_some_and(|extension| extension == "py") && path.is_file() {
        into.push(path.to_path_buf());
    }
}
