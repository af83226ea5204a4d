//! Places of public projects that somebody has judged: their verdicts, looked at again where clones are at hand.
//!
//! `PARTYWALL_CLONES` names a folder of clones, `OWNER/NAME` or `OWNER+NAME` in it, bare or not. Without it only the form of the
//! judgements is held, and that is said.

use libtest_mimic::{Arguments, Failed, Trial, run};
use partywall_engine::facts::Verdict;
use partywall_ir::LineIndex;
use partywall_report::{FileId, Sources};
use partywall_tests::scratch::Scratch;
use partywall_tests::{judge, tree};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Where the clones are.
const CLONES: &str = "PARTYWALL_CLONES";

/// What somebody judged.
#[derive(Clone, Debug)]
struct Judgement {
    repository: String,
    commit: String,
    file: String,
    line: u32,
    verdict: String,
    because: String,
    fixed: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let judgements = match read() {
        Ok(judgements) => judgements,
        Err(error) => {
            let failed = Trial::test("wild/judgements", move || Err(Failed::from(error)));
            return run(&arguments, vec![failed]).exit_code();
        }
    };
    let faults = faults(&judgements);
    let mut trials = vec![Trial::test("wild/judgements", move || match faults.is_empty() {
        true => Ok(()),
        false => Err(Failed::from(faults.join("\n"))),
    })];
    match std::env::var_os(CLONES).map(PathBuf::from) {
        Some(clones) => trials.extend(again(&clones, judgements)),
        // a reader of the output must not take silence for a check
        None => say(&format!(
            "no clones given ({CLONES}): nothing re-checked, only the form of the judgements is held"
        )),
    }
    run(&arguments, trials).exit_code()
}

/// Tells whoever looks at the output of the tests.
fn say(what: &str) {
    let _written = writeln!(std::io::stderr(), "{what}");
}

fn read() -> Result<Vec<Judgement>, String> {
    let path = tree::root().join("corpus/wild/judgements.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", tree::shown(&path)))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| format!("{}: {error}", tree::shown(&path)))?;
    let places = table
        .get("place")
        .and_then(toml::Value::as_array)
        .ok_or("there is no `[[place]]`")?;
    places.iter().map(judgement).collect()
}

fn judgement(value: &toml::Value) -> Result<Judgement, String> {
    let known = ["repository", "commit", "file", "line", "verdict", "because", "fixed"];
    let table = value.as_table().ok_or("a place is a table")?;
    if let Some(key) = table.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("`{key}` is no key of a place"));
    }
    let text = |key: &str| {
        let found = table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        found.ok_or_else(|| format!("a place needs `{key}`: {table}"))
    };
    let line = table.get("line").and_then(toml::Value::as_integer);
    Ok(Judgement {
        repository: text("repository")?,
        commit: text("commit")?,
        file: text("file")?,
        line: line
            .and_then(|line| u32::try_from(line).ok())
            .ok_or("a place needs `line`")?,
        verdict: text("verdict")?,
        because: text("because")?,
        fixed: table.contains_key("fixed").then(|| text("fixed")).transpose()?,
    })
}

/// What is wrong with the form.
fn faults(judgements: &[Judgement]) -> Vec<String> {
    let mut faults = Vec::new();
    let hash = |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut before = None;
    for one in judgements {
        let mut fault = |what: &str| faults.push(format!("{}: {}:{}: {what}", one.repository, one.file, one.line));
        if !Verdict::ALL.iter().any(|verdict| verdict.word() == one.verdict) {
            fault("there is no such verdict");
        }
        if !hash(&one.commit) || !one.fixed.as_deref().is_none_or(hash) {
            fault("a commit is forty hexadecimal digits");
        }
        let safe = ["scoped", "filtered", "guarded"].contains(&one.verdict.as_str());
        if safe == one.fixed.is_some() {
            fault("a leak is named only with the commit that mended it, and nothing else has one");
        }
        if !one.because.ends_with('.')
            || one.because.contains(". ")
            || one.because.len() < 30
            || one.because.contains('\n')
        {
            fault("`because` is one sentence");
        }
        let parts: Vec<&str> = one.repository.split('/').collect();
        if parts.len() != 2 || parts.iter().any(|part| part.is_empty() || part.starts_with('.')) {
            fault("a repository is OWNER/NAME");
        }
        if one.line == 0 || one.file.starts_with('/') || one.file.split('/').any(|part| part == "..") {
            fault("a file is relative to the repository, and lines count from 1");
        }
        let key = (&one.repository, &one.commit, &one.file, one.line);
        if before.is_some_and(|before| before >= key) {
            fault("places stand in the order of repository, commit, file and line, each once");
        }
        before = Some(key);
    }
    faults
}

/// A trial for each tree that the judgements speak of.
fn again(clones: &Path, judgements: Vec<Judgement>) -> Vec<Trial> {
    let mut trees: BTreeMap<(String, String), Vec<Judgement>> = BTreeMap::new();
    for one in judgements {
        let key = (one.repository.clone(), one.commit.clone());
        trees.entry(key).or_default().push(one);
    }
    let mut trials = Vec::new();
    for ((repository, commit), places) in trees {
        let Some(clone) = clone_of(clones, &repository) else {
            say(&format!(
                "no clone of {repository} in {CLONES}: {} places are not re-checked",
                places.len()
            ));
            continue;
        };
        let name = format!("wild/{repository}/{}", commit.get(..12).unwrap_or(&commit));
        trials.push(Trial::test(name, move || {
            check(&clone, &commit, &places).map_err(Failed::from)
        }));
    }
    trials
}

fn clone_of(clones: &Path, repository: &str) -> Option<PathBuf> {
    let names = [repository.to_owned(), repository.replace('/', "+")];
    let inside = ["", "repo"];
    let mut all = names
        .iter()
        .flat_map(|name| inside.iter().map(move |inside| clones.join(name).join(inside)));
    all.find(|path| path.join(".git").exists() || path.join("HEAD").exists())
}

/// Lays a commit out and compares verdicts.
fn check(clone: &Path, commit: &str, places: &[Judgement]) -> Result<(), String> {
    let scratch = Scratch::new().map_err(|error| error.to_string())?;
    lay_out(clone, commit, scratch.root())?;
    let outcome = judge::run(scratch.root(), 0)?;
    let files: BTreeMap<&str, FileId> = (0..u32::try_from(outcome.files.len()).unwrap_or(u32::MAX))
        .map(|number| (outcome.files.path(FileId(number)), FileId(number)))
        .collect();
    let mut wrong = Vec::new();
    for place in places {
        let Some(file) = files.get(place.file.as_str()) else {
            wrong.push(format!("{}: the file was not read", place.file));
            continue;
        };
        let lines = LineIndex::new(outcome.files.text(*file));
        let sites = outcome.analysis.facts().sites().iter();
        let here = sites.filter(|site| {
            let stands =
                |(unit, span): partywall_engine::facts::At| unit.0 == file.0 && lines.line(span.start) == place.line;
            stands(site.place) || stands(site.primary)
        });
        let verdicts: Vec<&str> = here.map(|site| site.verdict.word()).collect();
        if !verdicts.contains(&place.verdict.as_str()) {
            let (file, line, verdict) = (&place.file, place.line, &place.verdict);
            wrong.push(format!(
                "{file}:{line}: judged {verdict}, found {verdicts:?}: {}",
                place.because
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

fn lay_out(clone: &Path, commit: &str, into: &Path) -> Result<(), String> {
    let git = if clone.join(".git").exists() {
        clone.join(".git")
    } else {
        clone.to_owned()
    };
    let mut archive = Command::new("git")
        .arg("--git-dir")
        .arg(&git)
        .args(["archive", "--format=tar", commit])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("git: {error}"))?;
    let tar = archive.stdout.take().ok_or("git gave nothing")?;
    let unpacked = Command::new("tar")
        .arg("-x")
        .arg("-C")
        .arg(into)
        .stdin(tar)
        .status()
        .map_err(|error| format!("tar: {error}"))?;
    let archived = archive.wait().map_err(|error| format!("git: {error}"))?;
    match archived.success() && unpacked.success() {
        true => Ok(()),
        false => Err(format!("commit {commit} is not in {}", clone.display())),
    }
}
