//! Lowers every Rust file under the folders given, and counts what was not lowered, by kind; with `--parse`, only parses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use partywall_ir::Frontend as _;
use partywall_rust::Rust;

#[expect(clippy::print_stdout, reason = "an example that prints what it counts")]
fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let parse_only = arguments.iter().any(|argument| argument == "--parse");
    arguments.retain(|argument| argument != "--parse");
    let mut files = Vec::new();
    for folder in &arguments {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let texts: Vec<(String, String)> = files
        .iter()
        .filter_map(|file| {
            let text = std::fs::read(file).ok()?;
            Some((
                file.to_string_lossy().into_owned(),
                String::from_utf8_lossy(&text).into_owned(),
            ))
        })
        .collect();
    let worker = std::thread::Builder::new()
        .stack_size(16 << 20)
        .spawn(move || run(&texts, parse_only));
    if let Some(Ok(report)) = worker.ok().map(std::thread::JoinHandle::join) {
        println!("{report}");
    }
}

fn run(texts: &[(String, String)], parse_only: bool) -> String {
    let start = Instant::now();
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut count = [0_usize; 5];
    for (path, text) in texts {
        if parse_only {
            count[0] += usize::from(Rust.parse_only(text));
            continue;
        }
        let unit = Rust.lower(path, text);
        let sizes = [
            unit.types.len(),
            unit.functions.len(),
            unit.body.exprs.len(),
            unit.gaps.len(),
            unit.names.texts().len(),
        ];
        count.iter_mut().zip(sizes).for_each(|(sum, size)| *sum += size);
        for gap in &unit.gaps {
            let line = text
                .get(..gap.span.start as usize)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1;
            let entry = kinds
                .entry(gap.kind.to_string())
                .or_insert_with(|| (0, format!("{path}:{line}")));
            entry.0 += 1;
        }
    }
    let mut report = format!(
        "{} files in {:?}: {count:?} types, functions, expressions, gaps, names\n",
        texts.len(),
        start.elapsed()
    );
    for (kind, (times, place)) in kinds {
        report.push_str(&format!("{times:6} {kind}  (first {place})\n"));
    }
    report
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}
