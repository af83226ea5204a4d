//! What must not matter: what locals are called, in which order functions stand, which file of a project holds them, and what else
//! lies beside it. Every case of the corpus is changed in one of these ways, and what is believed of its accesses stays as it was.

#![expect(clippy::unwrap_used, reason = "a project that cannot be laid out fails its test")]

use partywall_ir::{ExprKind, LineIndex, PatKind};
use partywall_report::{FileId, Sources};
use partywall_tests::apart::{Moved, blocks, is_method, taken};
use partywall_tests::{Case, Source, judge, tree};
use std::collections::{BTreeMap, BTreeSet};

/// What is believed of lines, by their texts: how often each is so.
type Believed = BTreeMap<(String, String), usize>;

#[test]
fn what_locals_are_called() {
    let known = known_to_frameworks();
    all_stay(|case| {
        let mut changed = case.clone();
        let mut renamed = 0;
        for (at, names) in locals(case) {
            for name in names {
                if known.contains(&name) || !is_only_local(case, at, &name) {
                    continue;
                }
                renamed += 1;
                let text = &changed.sources[at].text;
                changed.sources[at].text = replaced(text, &name, &format!("v{renamed}x"));
            }
        }
        (renamed > 0).then_some((changed, Key::Line))
    });
}

#[test]
fn in_which_order_functions_stand() {
    all_stay(|case| {
        let mut changed = case.clone();
        for source in &mut changed.sources {
            source.text = reordered(source);
        }
        let moved = changed
            .sources
            .iter()
            .zip(&case.sources)
            .any(|(a, b)| a.text.trim_end() != b.text.trim_end());
        moved.then_some((changed, Key::Text))
    });
}

#[test]
fn which_file_holds_what_others_need() {
    all_stay(|case| in_more_files(case, Moved::Needed));
}

#[test]
fn which_file_holds_what_nobody_needs() {
    all_stay(|case| in_more_files(case, Moved::Needing));
}

#[test]
fn what_lies_beside_it() {
    all_stay(|case| {
        let mut changed = case.clone();
        for (extension, text) in UNRELATED {
            if case.sources.iter().any(|source| ends_in(source, extension)) {
                changed.sources.push(Source {
                    path: format!("unrelated_weather.{extension}"),
                    origin: String::new(),
                    offset: 0,
                    text: text.to_owned(),
                });
            }
        }
        (changed.sources.len() > case.sources.len()).then_some((changed, Key::Line))
    });
}

/// Code that shares no type with any case, and calls what is called alike.
const UNRELATED: [(&str, &str); 3] = [
    (
        "cs",
        "namespace Weather;\n\npublic class Station\n{\n    private int seen;\n\n    public void Save() { seen++; }\n\n    public int Get(int id) => seen + id;\n}\n\npublic class Walk\n{\n    public int Run(Station station)\n    {\n        station.Save();\n        station.Save();\n        return station.Get(1) + station.Get(2);\n    }\n}\n",
    ),
    (
        "py",
        "class Station:\n    def __init__(self):\n        self.seen = 0\n\n    def save(self):\n        self.seen += 1\n\n    def get(self, key):\n        return self.seen + key\n\n\ndef walk(station):\n    station.save()\n    station.save()\n    return station.get(1) + station.get(2)\n",
    ),
    (
        "rs",
        "pub struct Station {\n    seen: u32,\n}\n\nimpl Station {\n    pub fn save(&mut self) {\n        self.seen += 1;\n    }\n\n    pub fn get(&self, key: u32) -> u32 {\n        self.seen + key\n    }\n}\n\npub fn walk(station: &mut Station) -> u32 {\n    station.save();\n    station.save();\n    station.get(1) + station.get(2)\n}\n",
    ),
];

/// What files of the languages end in.
const LANGUAGES: [&str; 3] = ["cs", "py", "rs"];

/// By what a line is known again.
#[derive(Clone, Copy, PartialEq)]
enum Key {
    /// Its file and number: nothing moves.
    Line,
    /// Its text.
    Text,
}

/// A project whose files are taken apart.
fn in_more_files(case: &Case, moved: Moved) -> Option<(Case, Key)> {
    let mut changed = case.clone();
    let parts = case
        .sources
        .iter()
        .flat_map(|source| taken(source, &case.sources, moved));
    changed.sources = parts.collect();
    (changed.sources.len() > case.sources.len()).then_some((changed, Key::Text))
}

/// Changes every case that can be, and holds it to what was believed before.
fn all_stay(change: impl Fn(&Case) -> Option<(Case, Key)>) {
    let mut changed = BTreeMap::from(LANGUAGES.map(|language| (language, 0)));
    let mut wrong = Vec::new();
    for case in cases() {
        let Some((other, key)) = change(&case) else { continue };
        for language in LANGUAGES {
            let of = |case: &Case| -> Vec<(String, String)> {
                let sources = case.sources.iter().filter(|source| ends_in(source, language));
                sources
                    .map(|source| (source.path.clone(), source.text.clone()))
                    .collect()
            };
            *changed.entry(language).or_default() += usize::from(of(&case) != of(&other));
        }
        let (before, after) = (believed(&case, key), believed(&other, key));
        if before != after {
            let differs = |a: &Believed, b: &Believed| -> Vec<String> {
                let new = a.iter().filter(|(what, count)| b.get(*what) != Some(count));
                new.map(|((line, what), count)| format!("{count} × {what} at {line}"))
                    .collect()
            };
            let (was, is) = (differs(&before, &after), differs(&after, &before));
            wrong.push(format!("{}\n  was {was:#?}\n  is  {is:#?}", case.name));
        }
    }
    assert!(
        changed.values().all(|cases| *cases > 20),
        "few cases could be changed: {changed:?}"
    );
    assert!(
        wrong.is_empty(),
        "{} of {changed:?}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn cases() -> Vec<Case> {
    let corpus = tree::root().join("corpus");
    let mut cases = Vec::new();
    for app in tree::folders(&corpus.join("apps")) {
        for twin in tree::folders(&app) {
            cases.push(Case::folder(tree::shown(&twin), &twin).unwrap());
        }
    }
    for language in tree::folders(&corpus.join("maturity")) {
        cases.extend(Case::entries(&tree::shown(&language), &language, None).unwrap());
    }
    for rule in tree::folders(&corpus.join("rules")) {
        for framework in tree::folders(&rule) {
            let model = corpus.join("models").join(tree::name(&framework));
            let model = model.is_dir().then_some(model);
            cases.extend(Case::entries(&tree::shown(&framework), &framework, model.as_deref()).unwrap());
        }
    }
    cases
}

/// What is believed of the accesses of a project, and what is reported.
fn believed(case: &Case, key: Key) -> Believed {
    let scratch = case.lay_out().unwrap();
    let outcome = judge::run(scratch.root(), 1).unwrap();
    let mut found = Believed::new();
    let mut add = |file: FileId, at: u32, what: String| {
        let text = outcome.files.text(file);
        let line = LineIndex::new(text).line(at);
        let place = match key {
            Key::Line => format!("{}:{line}", outcome.files.path(file)),
            Key::Text => text
                .lines()
                .nth(line as usize - 1)
                .unwrap_or_default()
                .trim()
                .trim_start_matches("pub ")
                .replace("partial class", "class"),
        };
        *found.entry((place, what)).or_default() += 1;
    };
    judge::believed(&outcome, &mut add);
    found
}

fn ends_in(source: &Source, extension: &str) -> bool {
    source.path.rsplit('.').next() == Some(extension)
}

/// Names that framework files speak of: they mean something wherever they stand.
fn known_to_frameworks() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for language in tree::folders(&tree::root().join("lints/frameworks")) {
        for file in tree::files(&language)
            .iter()
            .filter(|file| tree::extension(file) == "toml")
        {
            let text = tree::text(file).unwrap();
            known.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    known
}

/// The names that patterns and assignments bind in each file of a project.
fn locals(case: &Case) -> Vec<(usize, BTreeSet<String>)> {
    let scratch = case.lay_out().unwrap();
    let outcome = judge::run(scratch.root(), 1).unwrap();
    let units = outcome.analysis.facts().program().units();
    let bound = |unit: &partywall_ir::Unit| {
        let body = &unit.body;
        let patterns = body.pats.iter().filter_map(|pat| match &pat.kind {
            PatKind::Bind { name, .. } => Some(*name),
            _ => None,
        });
        let assigned = body.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Assign { target, .. } => match &body[*target].kind {
                ExprKind::Name(name) => Some(*name),
                _ => None,
            },
            _ => None,
        });
        let names = patterns.chain(assigned).map(|name| unit.text(name).to_owned());
        names.collect::<BTreeSet<String>>()
    };
    let of = |source: &Source| units.iter().find(|unit| *unit.path == *source.path);
    let files = case.sources.iter().enumerate();
    files
        .filter_map(|(at, source)| Some((at, bound(of(source)?))))
        .collect()
}

/// Whether a word is, wherever it stands, a local of one file: no member, argument, field, part of a text, or word of another file.
fn is_only_local(case: &Case, at: usize, name: &str) -> bool {
    let elsewhere = case.sources.iter().enumerate().filter(|(other, _)| *other != at);
    if elsewhere
        .clone()
        .any(|(_, source)| places(&source.text, name).next().is_some())
    {
        return false;
    }
    let text = &case.sources[at].text;
    let mut all = places(text, name);
    all.all(|place| {
        let (before, after) = (text[..place].trim_end_matches(' '), &text[place + name.len()..]);
        let (next, spaced) = (after.trim_start_matches(' '), after.starts_with(' '));
        let line = text[..place].rsplit('\n').next().unwrap_or_default();
        let quoted = line.matches(['"', '\'', '`']).count() % 2 == 1;
        let braced = before.ends_with(['{', ',']) && next.starts_with(['}', ',']);
        let named = next.starts_with(':') || (next.starts_with('=') && !spaced) || next.starts_with("=>");
        let keyword = ["def", "fn", "class", "global", "nonlocal", "import", "as"];
        let declared = keyword.iter().any(|word| before.ends_with(word));
        // at the left edge stands what the whole module has
        !(line.is_empty()
            || before.ends_with('.')
            || before.ends_with('@')
            || quoted
            || braced
            || named
            || declared
            || next.starts_with('('))
    })
}

/// Where a word stands.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let part = |next: Option<char>| next.is_some_and(|next| next.is_alphanumeric() || next == '_');
    text.match_indices(word).map(|(place, _)| place).filter(move |place| {
        !part(text[..*place].chars().next_back()) && !part(text[place + word.len()..].chars().next())
    })
}

fn replaced(text: &str, word: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for place in places(text, word).collect::<Vec<_>>() {
        out.push_str(&text[last..place]);
        out.push_str(by);
        last = place + word.len();
    }
    out.push_str(&text[last..]);
    out
}

/// The functions of a file in the opposite order, each where another one stood.
fn reordered(source: &Source) -> String {
    let (depth, is_function): (usize, fn(&str) -> bool) = match source.path.rsplit('.').next() {
        Some("py") => (0, |block| {
            let first = block.lines().find(|line| !line.starts_with(['@', '#']));
            first.is_some_and(|line| line.starts_with("def ") || line.starts_with("async def "))
        }),
        Some("rs") => (0, |block| {
            let first = block.lines().find(|line| !line.starts_with(['#', '/']));
            let starts = ["fn ", "async fn ", "pub fn ", "pub async fn "];
            first.is_some_and(|line| starts.iter().any(|start| line.starts_with(start)))
        }),
        Some("cs") => (4, is_method),
        _ => return source.text.clone(),
    };
    let mut text = source.text.clone();
    if !text.ends_with("\n\n") {
        text.push('\n');
    }
    let blocks = blocks(&text, depth);
    // functions of one type only change places among themselves
    let mut out = String::new();
    let mut run: Vec<&String> = Vec::new();
    for block in &blocks {
        if is_function(block) {
            run.push(block);
            continue;
        }
        run.drain(..).rev().for_each(|function| out.push_str(function));
        out.push_str(block);
    }
    run.drain(..).rev().for_each(|function| out.push_str(function));
    out
}
