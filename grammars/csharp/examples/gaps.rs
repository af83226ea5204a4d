//! Lowers every C# file under a folder: how long that takes beside parsing alone, and what was not lowered.

#![expect(clippy::print_stdout, reason = "the output is the example's purpose")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use partywall_csharp::CSharp;
use partywall_ir::Frontend;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".into());
    let mut files = Vec::new();
    collect(Path::new(&root), &mut files);
    files.sort();
    let (mut parse, mut lower, mut bytes) = (Duration::ZERO, Duration::ZERO, 0);
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for path in &files {
        let Ok(raw) = std::fs::read(path) else { continue };
        let text = String::from_utf8_lossy(&raw);
        bytes += text.len();
        let start = Instant::now();
        CSharp.parse_only(&text);
        parse += start.elapsed();
        let start = Instant::now();
        let unit = CSharp.lower(path, &text);
        lower += start.elapsed();
        for gap in &unit.gaps {
            let entry = kinds.entry(gap.kind.to_string()).or_default();
            entry.0 += 1;
            entry.1 = format!("{path}:{}", gap.span.start);
        }
    }
    let ratio = lower.as_secs_f64() / parse.as_secs_f64();
    println!(
        "{} files, {bytes} bytes, parse {parse:?}, lower {lower:?}, ratio {ratio:.2}",
        files.len()
    );
    for (kind, (count, last)) in kinds {
        println!("{count:8} {kind}  {last}");
    }
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "cs") {
            files.extend(path.to_str().map(str::to_owned));
        }
    }
}
