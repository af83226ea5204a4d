//! Words that do not stand in some crates' code.

use crate::none;
use partywall_tests::code::{Keep, blank, without_tests};
use partywall_tests::tree;
use std::path::Path;

/// Languages and frameworks: what they call things stands in the catalog's files.
const FOREIGN: &[&str] = &[
    "abp",
    "actix",
    "aspnet",
    "aspnetcore",
    "asyncpg",
    "axum",
    "celery",
    "csharp",
    "dapper",
    "diesel",
    "django",
    "dotnet",
    "drf",
    "efcore",
    "entityframework",
    "fastapi",
    "fastendpoints",
    "finbuckle",
    "flask",
    "hangfire",
    "hotchocolate",
    "linq",
    "linq2db",
    "litestar",
    "marten",
    "masstransit",
    "mediatr",
    "nhibernate",
    "orleans",
    "peewee",
    "poem",
    "psycopg",
    "pydantic",
    "python",
    "quart",
    "rocket",
    "rusqlite",
    "rust",
    "seaorm",
    "signalr",
    "socketioxide",
    "sqlalchemy",
    "sqlx",
    "starlette",
    "tokio",
    "tortoise",
    "warp",
];

/// Every source file of a crate that is not a test.
fn sources(folder: &str) -> impl Iterator<Item = (String, String)> {
    let files = tree::files(&tree::root().join(folder)).into_iter();
    files
        .filter(|file| tree::extension(file) == "rs" && !is_test(file))
        .map(|file| {
            let text = tree::text(&file).unwrap();
            (tree::shown(&file), text)
        })
}

fn is_test(file: &Path) -> bool {
    let shown = tree::shown(file);
    let in_folder = shown
        .split('/')
        .rev()
        .skip(1)
        .any(|part| ["tests", "examples", "benches"].contains(&part));
    in_folder || tree::stem(file) == "tests" || tree::stem(file).ends_with("_tests")
}

/// The words of a line: `IsDjangoModel` and `is_django_model` are three.
fn words(line: &str) -> impl Iterator<Item = String> {
    let parts = line.split(|c: char| !c.is_alphanumeric());
    let words = parts.flat_map(|part| {
        let mut words = vec![part.to_lowercase()];
        let mut word = String::new();
        for c in part.chars() {
            if c.is_uppercase() && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            word.extend(c.to_lowercase());
        }
        words.push(word);
        words
    });
    words.filter(|word| !word.is_empty())
}

#[test]
fn engine_and_rules_name_no_language_and_no_framework() {
    let mut faults = Vec::new();
    for (path, text) in sources("analyzer/engine/src").chain(sources("lints/rules/src")) {
        let code = blank(without_tests(&text), Keep::Strings);
        for (number, line) in (1..).zip(code.lines()) {
            for word in words(line).filter(|word| FOREIGN.contains(&word.as_str())) {
                faults.push(format!("{path}:{number}: names `{word}`: {}", line.trim()));
            }
        }
    }
    faults.dedup();
    none(&faults);
}

#[test]
fn nothing_is_printed_but_by_the_command_line() {
    let mut faults = Vec::new();
    for folder in ["analyzer", "lints", "grammars", "editors", "tests/src"] {
        for (path, text) in sources(folder).filter(|(path, _)| !path.starts_with("analyzer/cli/")) {
            let code = blank(without_tests(&text), Keep::Code);
            for (number, line) in (1..).zip(code.lines()) {
                for name in ["print!", "println!", "eprint!", "eprintln!", "dbg!"] {
                    let before = |at: usize| line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                    if line.match_indices(name).any(|(at, _)| !before(at)) {
                        faults.push(format!("{path}:{number}: uses `{name}`"));
                    }
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn nothing_below_the_driver_asks_the_machine() {
    let asks = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant::now",
        "std::io::stdin",
    ];
    let below = [
        "analyzer/ir/src",
        "analyzer/catalog/src",
        "analyzer/engine/src",
        "analyzer/report/src",
        "lints/rules/src",
        "lints/frameworks/src",
        "grammars/csharp/src",
        "grammars/python/src",
        "grammars/rust/src",
        "grammars/sql/src",
    ];
    let mut faults = Vec::new();
    for (path, text) in below.into_iter().flat_map(sources) {
        let code = blank(without_tests(&text), Keep::Code);
        for (number, line) in (1..).zip(code.lines()) {
            for name in asks.iter().filter(|name| line.contains(**name)) {
                faults.push(format!("{path}:{number}: uses `{name}`"));
            }
        }
    }
    none(&faults);
}

#[test]
fn words_are_found_however_they_are_joined() {
    let found: Vec<String> = words("fn is_django(XDjangoY, rustc_hash)").collect();
    assert_eq!(found.iter().filter(|word| *word == "django").count(), 3);
    assert!(!found.contains(&"rust".to_owned()));
}
