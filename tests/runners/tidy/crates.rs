//! Who may depend on whom. Cargo alone would let a frontend use the engine.

use crate::none;
use partywall_tests::tree;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Each crate, and the crates of this workspace that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("partywall-ir", &[]),
    ("partywall-attr", &[]),
    ("partywall-catalog", &["ir"]),
    ("partywall-csharp", &["ir"]),
    ("partywall-python", &["ir"]),
    ("partywall-rust", &["ir"]),
    ("partywall-sql", &["ir"]),
    ("partywall-report", &["ir"]),
    ("partywall-engine", &["ir", "catalog", "sql"]),
    ("partywall-frameworks", &["catalog"]),
    ("partywall-rules", &["report", "engine", "ir"]),
    (
        "partywall-driver",
        &[
            "ir",
            "catalog",
            "engine",
            "report",
            "rules",
            "frameworks",
            "csharp",
            "python",
            "rust",
            "sql",
        ],
    ),
    ("partywall-lsp", &["driver", "report", "ir"]),
    ("partywall", &["driver", "report", "ir", "lsp"]),
];

/// The crates that run the others, and so may use them all.
const RUNNERS: &[&str] = &["partywall-tests"];

fn manifest(folder: &str) -> (String, Table) {
    let path = tree::root().join(folder).join("Cargo.toml");
    let text = tree::text(&path).unwrap();
    (
        tree::shown(&path),
        text.parse()
            .unwrap_or_else(|error| panic!("{}: {error}", tree::shown(&path))),
    )
}

/// The manifests of all crates, by path, the root's first.
fn manifests() -> Vec<(String, Table)> {
    let root = manifest("");
    let members = root.1["workspace"]["members"].as_array().unwrap().clone();
    let members = members.iter().filter_map(Value::as_str).map(manifest);
    let mut all: Vec<_> = members.collect();
    all.insert(0, root);
    all
}

/// What a manifest uses, whatever for.
fn used(table: &Table) -> Vec<String> {
    let mut used = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(inner) if key.ends_with("dependencies") => used.extend(inner.keys().cloned()),
            Value::Table(inner) if key != "workspace" => used.extend(self::used(inner)),
            _ => {}
        }
    }
    used
}

#[test]
fn crates_use_only_what_they_may() {
    let may: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, table) in manifests() {
        let name = table["package"]["name"].as_str().unwrap().to_owned();
        if RUNNERS.contains(&name.as_str()) {
            continue;
        }
        let Some(may) = may.get(name.as_str()) else {
            faults.push(format!("{path}: `{name}` is not in the table of who may use whom"));
            continue;
        };
        for used in used(&table) {
            let own = used.strip_prefix("partywall-");
            if used == "partywall" || own.is_some_and(|own| !may.contains(&own)) {
                faults.push(format!("{path}: `{name}` may not use `{used}`; it may use {may:?}"));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_crate_takes_the_workspace_lints_and_versions() {
    let mut faults = Vec::new();
    for (path, table) in manifests() {
        let from_workspace = |value: Option<&Value>| {
            value
                .and_then(Value::as_table)
                .and_then(|table| table.get("workspace"))
                .and_then(Value::as_bool)
                == Some(true)
        };
        if !from_workspace(table.get("lints")) {
            faults.push(format!("{path}: takes no lints from the workspace"));
        }
        let package = table["package"].as_table().unwrap();
        for key in ["version", "edition", "rust-version", "license"] {
            if !from_workspace(package.get(key)) {
                faults.push(format!("{path}: takes no `{key}` from the workspace"));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_crate_of_the_tree_is_a_member() {
    let root = tree::root();
    let members: Vec<String> = manifests().into_iter().map(|(path, _)| path).collect();
    let found = tree::files(&root)
        .into_iter()
        .filter(|file| tree::name(file) == "Cargo.toml");
    let outside = found
        .map(|file| tree::shown(&file))
        .filter(|path| !path.starts_with("corpus/") && !members.contains(path));
    none(
        &outside
            .map(|path| format!("{path}: is no member of the workspace"))
            .collect::<Vec<_>>(),
    );
}
