//! The tree: what lies at the top, how long files are, that links lead somewhere, and that no machine's paths are in it.

use crate::none;
use partywall_tests::tree;
use std::path::Path;

/// No source file is longer.
const LINES: usize = 600;

/// What lies at the top, and what a tool insists on finding there.
const TOP: &[&str] = &[
    "Cargo.toml",
    "analyzer",
    "lints",
    "grammars",
    "tests",
    "corpus",
    "editors",
    "README.md",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "CHANGELOG.md",
    "SECURITY.md",
    ".ci",
    ".git",
    ".github",
    ".gitignore",
    ".pre-commit-hooks.yaml",
    "action.yml",
    "clippy.toml",
    "pyproject.toml",
    "rustfmt.toml",
    "target",
];

/// Extensions of files that people write as text.
const TEXT: [&str; 20] = [
    "rs", "toml", "md", "py", "cs", "sql", "ir", "json", "yml", "yaml", "sh", "ts", "js", "lua", "vim", "txt", "lock",
    "html", "css", "el",
];

#[test]
fn the_top_level_is_fixed() {
    let root = tree::root();
    let other = tree::entries(&root)
        .into_iter()
        .map(|path| tree::name(&path))
        .filter(|name| !TOP.contains(&name.as_str()));
    none(
        &other
            .map(|name| format!("{name}: does not belong at the top"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_part_says_what_it_is() {
    let parts = ["", "analyzer", "lints", "grammars", "tests", "corpus", "editors"];
    let missing = parts
        .map(|part| tree::root().join(part).join("README.md"))
        .into_iter()
        .filter(|path| !path.is_file());
    none(
        &missing
            .map(|path| format!("{}: is missing", tree::shown(&path)))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_source_file_is_too_long() {
    let mut faults = Vec::new();
    for file in tree::files(&tree::root()) {
        if ["rs", "py", "cs", "ts", "js", "lua", "sql", "sh"].contains(&tree::extension(&file)) {
            let lines = tree::text(&file).unwrap().lines().count();
            if lines > LINES {
                faults.push(format!(
                    "{}: has {lines} lines; more than {LINES} have more than one reason to change",
                    tree::shown(&file)
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn links_lead_somewhere() {
    let mut faults = Vec::new();
    for file in tree::files(&tree::root())
        .into_iter()
        .filter(|file| tree::extension(file) == "md")
    {
        let text = tree::text(&file).unwrap();
        let mut fenced = false;
        for (number, line) in (1..).zip(text.lines()) {
            fenced ^= line.trim_start().starts_with("```");
            if fenced {
                continue;
            }
            for target in links(line).filter(|target| !leads_somewhere(&file, target)) {
                faults.push(format!("{}:{number}: `{target}` is not there", tree::shown(&file)));
            }
        }
    }
    none(&faults);
}

/// The targets of links in a line of Markdown.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next());
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
}

fn leads_somewhere(from: &Path, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if path.is_empty() {
        from.to_owned()
    } else {
        from.parent().unwrap_or(from).join(path)
    };
    let text = || tree::text(&file).unwrap_or_default();
    file.exists()
        && (anchor.is_empty() || tree::extension(&file) != "md" || text().lines().any(|line| is_heading(line, anchor)))
}

/// Whether a line is the heading that an anchor names, as forges make anchors.
fn is_heading(line: &str, anchor: &str) -> bool {
    let Some(title) = line.strip_prefix('#') else {
        return false;
    };
    let title = title.trim_start_matches('#').trim().to_lowercase();
    let kept = title
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>() == anchor
}

#[test]
fn no_path_of_a_machine_is_in_the_tree() {
    // Taken apart, so that this file is not the one that is found.
    let folders = ["work", "home", "root", "Users", "tmp"].map(|folder| format!("/{folder}/"));
    let mut faults = Vec::new();
    for file in tree::files(&tree::root())
        .into_iter()
        .filter(|file| TEXT.contains(&tree::extension(file)))
    {
        let text = tree::text(&file).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            let whole = |folder: &str| {
                let mut starts = line.match_indices(folder).map(|(at, _)| &line[..at]);
                starts.any(|before| !before.ends_with(|c: char| c.is_alphanumeric() || "._-}>)*".contains(c)))
            };
            if let Some(folder) = folders.iter().find(|folder| whole(folder)) {
                faults.push(format!("{}:{number}: has a path below {folder}", tree::shown(&file)));
            }
        }
    }
    none(&faults);
}

#[test]
fn anchors_are_made_as_forges_make_them() {
    assert!(is_heading("## What counts as safe?", "what-counts-as-safe"));
    assert!(!is_heading("What counts", "what-counts"));
    assert_eq!(
        links("a [b](c.md#d) [e](https://f) ![g](h.png \"i\")").collect::<Vec<_>>(),
        ["c.md#d", "h.png"]
    );
}
