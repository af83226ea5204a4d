//! Files taken apart: some of what one file declares goes to another, with the imports that both then need. What a program does
//! stays the same.

use crate::case::Source;
use std::collections::BTreeSet;

/// What a new file is called after the one that it was taken from.
const PART: &str = "taken_apart";

/// Which declarations go to the new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Those that need nothing of the rest; in C# each type, in Rust the types, imported by name.
    Needed,
    /// Those that nothing of the rest needs; in C# some members of a type, in Rust the functions, imported all at once.
    Needing,
}

/// The files that a file becomes; itself alone where it cannot be taken apart by a rule of hand.
pub fn taken(source: &Source, all: &[Source], moved: Moved) -> Vec<Source> {
    let parts = match source.path.rsplit('.').next() {
        Some("cs") => csharp(source, moved),
        Some("py") => python(source, all, moved),
        Some("rs") => rust(source, moved),
        _ => None,
    };
    parts.unwrap_or_else(|| vec![source.clone()])
}

/// Blocks of lines that stand at one depth, parted by blank lines; what is deeper belongs to the block before.
pub fn blocks(text: &str, depth: usize) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut parted = true;
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let indent = line.len() - line.trim_start().len();
        let begins = parted && !blank && indent <= depth;
        if begins && !current.is_empty() {
            blocks.push(std::mem::take(&mut current));
        }
        current.push_str(line);
        parted = blank || (begins && indent < depth);
    }
    if !current.is_empty() {
        blocks.push(current);
    }
    blocks
}

/// Whether a block that stands in a type is a method of it alone.
pub fn is_method(block: &str) -> bool {
    let first = block.lines().find(|line| !line.starts_with("    ["));
    let ends = block.trim_end().ends_with("\n    }");
    ends && first.is_some_and(|line| line.starts_with("    p") && line.contains('(') && !line.contains(" class "))
}

/// Each type in a file of its own, or a type that stands in two.
fn csharp(source: &Source, moved: Moved) -> Option<Vec<Source>> {
    let blocks = blocks(&source.text, 0);
    let is_type = |block: &String| {
        let first = block.lines().find(|line| !line.starts_with(['[', '/']));
        first.is_some_and(|line| {
            let kinds = [" class ", " record ", " interface ", " enum "];
            line.starts_with("public ") && kinds.iter().any(|kind| line.contains(kind))
        })
    };
    let (types, head): (Vec<&String>, Vec<&String>) = blocks.iter().partition(|block| is_type(block));
    let head: String = head.into_iter().map(String::as_str).collect();
    let plain = head.lines().all(|line| {
        line.trim().is_empty()
            || ["using ", "namespace ", "//", "#"]
                .iter()
                .any(|start| line.starts_with(start))
    });
    if !plain || !head.contains("namespace ") {
        return None;
    }
    let file = |at: usize, text: &str| Source {
        path: source.path.replace(".cs", &format!("_{at}.cs")),
        text: format!("{head}\n{text}"),
        ..source.clone()
    };
    if moved == Moved::Needing {
        let (at, (one, other)) = types
            .iter()
            .enumerate()
            .find_map(|(at, text)| Some((at, in_two(text)?)))?;
        let rest = types.iter().enumerate().filter(|(other, _)| *other != at);
        let one: String = rest.map(|(_, text)| text.as_str()).chain([one.as_str()]).collect();
        return Some(vec![file(0, &one), file(1, &other)]);
    }
    let parts = types.iter().enumerate().map(|(at, text)| file(at, text));
    (types.len() > 1).then(|| parts.collect())
}

/// A class without half of its methods, and a part of it that holds them.
fn in_two(text: &str) -> Option<(String, String)> {
    let line = text
        .lines()
        .find(|line| line.starts_with("public ") && line.contains(" class "))?;
    let (before, after) = line.split_once("class ")?;
    if line.contains('<') || before.contains("partial") {
        return None;
    }
    let members = blocks(text, 4);
    let (methods, mut rest): (Vec<&String>, Vec<&String>) = members.iter().partition(|block| is_method(block));
    let (stay, go) = methods.split_at(methods.len() / 2);
    let closed = rest.pop_if(|last| last.trim_end().ends_with("\n}"));
    let kept = rest.into_iter().chain(stay.iter().copied()).chain(closed);
    let kept: String = kept.map(String::as_str).collect();
    let kept = kept.replacen(line, &format!("{before}partial class {after}"), 1);
    let go: String = go.iter().map(|block| block.as_str()).collect();
    let balanced = [&kept, &go]
        .iter()
        .all(|text| text.matches('{').count() == text.matches('}').count());
    let part = format!("{before}partial class {}\n{{\n{go}}}\n", word(after));
    (balanced && !go.is_empty()).then_some((kept, part))
}

/// A module, and one beside it.
fn python(source: &Source, all: &[Source], moved: Moved) -> Option<Vec<Source>> {
    let (folder, stem) = located(&source.path, ".py");
    let (imports, rest) = statements(&source.text, &["import ", "from "], |line| {
        line.matches('(').count() > line.matches(')').count()
    });
    let blocks = blocks(&rest, 0);
    let whole = blocks.iter().all(|block| block.matches("\"\"\"").count() % 2 == 0);
    if stem.starts_with("__") || !whole {
        return None;
    }
    let pieces = blocks.into_iter().map(|block| {
        let starts = ["class ", "def ", "async def "];
        let name = block
            .lines()
            .find_map(|line| starts.iter().find_map(|start| line.strip_prefix(start)));
        let mut lines = block.lines().filter(|line| !line.starts_with('#'));
        let declares = lines
            .next()
            .is_some_and(|line| line.starts_with('@') || starts.iter().any(|start| line.starts_with(start)));
        match name.filter(|_| declares) {
            Some(name) => Piece::new(block.clone(), true, [word(name)].into(), '#'),
            None => Piece::new(block.clone(), false, assigned(&block), '#'),
        }
    });
    let pieces: Vec<Piece> = pieces.collect();
    let goes = chosen(&pieces, moved)?;
    let (gone, stays): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(|piece| goes.contains(&piece.names));
    let name = format!("{stem}_{PART}");
    let dotted = folder.replace('/', ".");
    let package = all.iter().any(|other| other.path == format!("{folder}/__init__.py"));
    let absolute = all.iter().any(|other| other.text.contains(&format!("from {dotted}")));
    let from = |module: &str| match (folder.is_empty(), moved) {
        (true, _) => module.to_owned(),
        (false, Moved::Needed) if absolute => format!("{dotted}.{module}"),
        (false, _) if package || !absolute => format!(".{module}"),
        (false, _) => format!("{dotted}.{module}"),
    };
    let import = |module: &str, names: BTreeSet<&str>| match names.is_empty() {
        true => String::new(),
        false => format!("from {} import {}\n", from(module), joined(&names)),
    };
    let here = import(
        &name,
        gone.iter()
            .flat_map(|piece| piece.names.iter().map(String::as_str))
            .collect(),
    );
    let wanted = stays.iter().flat_map(|piece| piece.names.iter().map(String::as_str));
    let wanted = wanted.filter(|name| gone.iter().any(|piece| piece.words.contains(*name)));
    let there = import(stem, wanted.collect());
    let (gone, stays) = (texts(&gone), texts(&stays));
    let old = match moved {
        Moved::Needed => format!("{imports}{here}\n\n{stays}"),
        // whoever imports the old module still finds what it held
        Moved::Needing => format!("{imports}\n\n{stays}\n\n{here}"),
    };
    Some(both(
        source,
        old,
        &beside(folder, &name, "py"),
        format!("{imports}{there}\n\n{gone}"),
    ))
}

/// A module, and one in it.
fn rust(source: &Source, moved: Moved) -> Option<Vec<Source>> {
    let (folder, stem) = located(&source.path, ".rs");
    let (uses, rest) = statements(&source.text, &["use ", "pub use "], |line| {
        !line.trim_end().ends_with(';')
    });
    if uses.contains("super::") || uses.contains("self::") || rest.contains("macro_rules!") {
        return None;
    }
    let pieces: Vec<Piece> = blocks(&rest, 0)
        .into_iter()
        .map(|block| {
            let balanced = block.matches('{').count() == block.matches('}').count();
            let near = ["super::", "self::", "table!"].iter().any(|word| block.contains(word));
            let names = declared(&block);
            let movable = balanced && !near && movable_in_rust(&block, moved);
            Piece::new(block, movable, names, '/')
        })
        .collect();
    let (gone, stays): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(|piece| piece.movable);
    if gone.is_empty() {
        return None;
    }
    let here: BTreeSet<&str> = gone
        .iter()
        .flat_map(|piece| piece.names.iter().map(String::as_str))
        .collect();
    let wanted = stays.iter().flat_map(|piece| piece.names.iter().map(String::as_str));
    let wanted: BTreeSet<&str> = wanted
        .filter(|name| gone.iter().any(|piece| piece.words.contains(*name)))
        .collect();
    let (gone, stays) = (texts(&gone), texts(&stays));
    let (out, inside) = match moved {
        Moved::Needed => (
            format!("pub use {PART}::{{{}}};\n", joined(&here)),
            format!(
                "{}use super::{{{}}};\n",
                uses.replace("pub use ", "use "),
                joined(&wanted)
            ),
        ),
        Moved::Needing => (format!("pub use {PART}::*;\n"), "use super::*;\n".to_owned()),
    };
    let folder = match stem {
        "main" | "lib" | "mod" => folder.to_owned(),
        _ => beside(folder, stem, "").trim_end_matches('.').to_owned(),
    };
    let (head, stays) = leading(&stays, "//!");
    let old = format!("{head}mod {PART};\n{out}{uses}\n{stays}");
    Some(both(
        source,
        old,
        &beside(&folder, PART, "rs"),
        format!("{inside}\n{}", open(&gone)),
    ))
}

/// Some lines that belong together.
struct Piece {
    text: String,
    /// Whether it may go.
    movable: bool,
    /// What it declares.
    names: BTreeSet<String>,
    /// What it speaks of.
    words: BTreeSet<String>,
}

impl Piece {
    fn new(text: String, movable: bool, names: BTreeSet<String>, comment: char) -> Self {
        let code = text.lines().map(|line| {
            let quotes = |at: usize| line[..at].matches(['"', '\'']).count() % 2 == 0;
            let comments = line.match_indices(comment).map(|(at, _)| at);
            let doubled = |at: &usize| comment == '#' || line[*at + 1..].starts_with(comment);
            let end = comments.filter(doubled).find(|at| quotes(*at));
            &line[..end.unwrap_or(line.len())]
        });
        let words = code
            .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self {
            text,
            movable,
            names,
            words,
        }
    }

    fn speaks_of(&self, other: &Self) -> bool {
        self.names != other.names && other.names.iter().any(|name| self.words.contains(name))
    }
}

/// The names of those that go: as many as can, never all.
fn chosen(pieces: &[Piece], moved: Moved) -> Option<BTreeSet<&BTreeSet<String>>> {
    let movable: Vec<&Piece> = pieces.iter().filter(|piece| piece.movable).collect();
    let half = movable.len().div_ceil(2);
    let kept = pieces.iter().filter(|piece| !piece.movable && !piece.names.is_empty());
    let mut goes = closed(pieces, &movable, moved);
    if goes.len() == movable.len() && kept.count() == 0 {
        let some = match moved {
            Moved::Needed => &movable[..half],
            Moved::Needing => &movable[half..],
        };
        goes = closed(pieces, some, moved);
    }
    (!goes.is_empty()).then(|| goes.iter().map(|piece| &piece.names).collect())
}

/// Those candidates that can go together.
fn closed<'p>(pieces: &[Piece], candidates: &[&'p Piece], moved: Moved) -> Vec<&'p Piece> {
    let mut goes = candidates.to_vec();
    loop {
        let stays = |piece: &&Piece| !goes.iter().any(|other| other.names == piece.names);
        let bound = |piece: &Piece| {
            pieces.iter().filter(stays).any(|other| match moved {
                Moved::Needed => piece.speaks_of(other),
                Moved::Needing => other.speaks_of(piece),
            })
        };
        let next: Vec<&Piece> = goes.iter().copied().filter(|piece| !bound(piece)).collect();
        if next.len() == goes.len() {
            return goes;
        }
        goes = next;
    }
}

/// Statements of one kind that stand at the left edge, and the rest. A statement goes on as long as its text so far is open.
fn statements(text: &str, starts: &[&str], open: impl Fn(&str) -> bool) -> (String, String) {
    let (mut taken, mut rest, mut current) = (String::new(), String::new(), String::new());
    for line in text.split_inclusive('\n') {
        if !current.is_empty() || starts.iter().any(|start| line.starts_with(start)) {
            current.push_str(line);
            if !open(&current) {
                taken.push_str(&std::mem::take(&mut current));
            }
        } else {
            rest.push_str(line);
        }
    }
    taken.push_str(&current);
    (taken, rest)
}

/// What a block of Python that declares nothing gives names to.
fn assigned(block: &str) -> BTreeSet<String> {
    let left = |line: &str| {
        let import = line
            .trim_start()
            .strip_prefix("from ")
            .and_then(|line| line.split_once(" import "));
        match (import, line.split_once('=')) {
            (Some((_, names)), _) => Some(names.to_owned()),
            (None, Some((names, _))) if !line.starts_with([' ', ')']) => {
                Some(names.split(':').next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    };
    let lines = block.lines().filter_map(left);
    lines
        .flat_map(|names| names.split(',').map(word).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect()
}

/// What a block of Rust declares.
fn declared(block: &str) -> BTreeSet<String> {
    let kinds = [
        "fn", "struct", "enum", "trait", "type", "const", "static", "mod", "union",
    ];
    let mut names = BTreeSet::new();
    for line in block.lines() {
        if let Some((_, inside)) = line.split_once("table! {") {
            names.insert(word(inside.trim_start()));
        }
        let before = |part: &&str| ["async", "unsafe"].contains(part) || part.starts_with("pub");
        let mut words = line.split(' ').skip_while(before);
        if words.next().is_some_and(|kind| kinds.contains(&kind)) {
            names.extend(words.next().map(word));
        }
    }
    names
}

fn movable_in_rust(block: &str, moved: Moved) -> bool {
    let mut heads = block
        .lines()
        .filter(|line| !line.starts_with(['#', '/', ' ', '}', ')']) && !line.trim().is_empty());
    let open_fields = || {
        let mut lines = block
            .lines()
            .filter(|line| line.starts_with("    ") && !line.trim_start().starts_with(['#', '/']));
        lines.all(|line| line.starts_with("    pub "))
    };
    let open_methods = || {
        !["    fn ", "    async fn "]
            .iter()
            .any(|start| block.contains(&format!("\n{start}")))
    };
    let one = |line: &str| match moved {
        Moved::Needed if line.starts_with("pub struct ") => open_fields(),
        Moved::Needed if line.starts_with("impl") => line.contains(" for ") || open_methods(),
        Moved::Needed => line.starts_with("pub enum ") || line.starts_with("pub trait "),
        Moved::Needing => {
            let starts = ["fn ", "async fn ", "pub fn ", "pub async fn "];
            starts.iter().any(|start| line.starts_with(start)) && !line.contains("fn main(")
        }
    };
    heads.clone().next().is_some() && heads.all(one)
}

/// The same functions, to be seen from outside of their module.
fn open(text: &str) -> String {
    let line = |line: &str| match line.starts_with("fn ") || line.starts_with("async fn ") {
        true => format!("pub {line}"),
        false => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The lines at the top that begin so, and the rest.
fn leading(text: &str, start: &str) -> (String, String) {
    text.split_inclusive('\n').partition(|line| line.starts_with(start))
}

fn both(source: &Source, old: String, path: &str, new: String) -> Vec<Source> {
    let part = |path: &str, text: String| Source {
        path: path.to_owned(),
        text,
        ..source.clone()
    };
    vec![part(&source.path, old), part(path, new)]
}

fn located<'p>(path: &'p str, extension: &str) -> (&'p str, &'p str) {
    let path = path.strip_suffix(extension).unwrap_or(path);
    path.rsplit_once('/').unwrap_or(("", path))
}

fn beside(folder: &str, stem: &str, extension: &str) -> String {
    match folder.is_empty() {
        true => format!("{stem}.{extension}"),
        false => format!("{folder}/{stem}.{extension}"),
    }
}

fn texts(pieces: &[&Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn joined(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

/// The word that a text begins with.
fn word(text: &str) -> String {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    text[..end].to_owned()
}
