//! Where columns lead: targets found by type, by name, by table or by the column's own name; pairs of key and navigation; ways back.

use super::draft::{Col, Model, Wanted, Why};
use super::syntax::dotted;
use super::words::singular;
use crate::program::{Def, Program, Scope, TypeId, UnitId};
use crate::words::{split, squash};
use partywall_ir::ExprId;
use rustc_hash::FxHashMap;

/// Words before a name that say that what is referred to lives elsewhere.
const ELSEWHERE: [&str; 8] = [
    "external", "remote", "stripe", "upstream", "legacy", "foreign", "third", "ext",
];
/// Key words that often end the name of something else.
const LOOSE: [&str; 5] = ["key", "ref", "handle", "identifier", "slug"];
/// Ways back that one entity gets, at most.
const WAYS_BACK: usize = 2_000;

/// The declared type that a path of names means.
pub fn type_of_expr(program: &Program, unit: UnitId, within: Scope, expr: ExprId) -> Option<TypeId> {
    let path = dotted(program.unit(unit), expr)?;
    let symbols: Option<Vec<_>> = path.split('.').map(|part| program.find(part)).collect();
    match program.resolve(unit, within, &symbols?)? {
        Def::Type(found) => Some(found),
        _ => None,
    }
}

/// Finds the target of every column that has one.
pub fn connect(model: &mut Model) {
    for at in 0..model.entities.len() {
        let mut columns = std::mem::take(&mut model.entities[at].columns);
        declared(model, at, &mut columns);
        pairs(model, &mut columns);
        named(model, at, &mut columns);
        missing_together(model, &mut columns);
        model.entities[at].columns = columns;
    }
    turn_back(model);
    ways_back(model);
    count(model);
}

/// How many other entities refer to each.
pub fn count(model: &mut Model) {
    let mut referred = vec![0; model.entities.len()];
    for (at, draft) in model.entities.iter().enumerate() {
        let mut targets: Vec<usize> = draft
            .columns
            .iter()
            .filter_map(Col::leads)
            .filter(|target| *target != at)
            .collect();
        targets.sort_unstable();
        targets.dedup();
        for target in targets {
            referred[target] += 1;
        }
    }
    for (draft, count) in model.entities.iter_mut().zip(&referred) {
        draft.referred = *count;
    }
    model.names.set_rank(referred);
}

/// Targets that a declaration names.
fn declared(model: &Model, at: usize, columns: &mut [Col]) {
    for col in columns {
        let file = Some(model.entities[at].file.as_str());
        let wanted = col.wanted.take();
        let called = match &wanted {
            Some(Wanted::Table(name) | Wanted::Entity(name)) => crate::words::last(name).to_owned(),
            None => continue,
        };
        let target = match wanted {
            None => continue,
            Some(Wanted::Table(table)) => model.names.of_table(&table, &model.lexicon).map(|id| id as usize),
            Some(Wanted::Entity(name)) if name == "self" || name == "Self" => Some(at),
            Some(Wanted::Entity(name)) => {
                let parts: Vec<&str> = name.split(['.', ':']).filter(|part| !part.is_empty()).collect();
                let by_part = parts
                    .iter()
                    .rev()
                    .find_map(|part| model.names.resolve_exact(&model.lexicon.words(part), file));
                by_part.or_else(|| spoken_of(model, &name, file)).map(|id| id as usize)
            }
        };
        match target {
            Some(_) => col.target = target,
            None if col.target.is_none() => col.lost = model.lexicon.words(&called),
            None => {}
        }
    }
}

/// The entity that the words of a setting or function speak of: `settings.AUTH_USER_MODEL`, `get_user_model()`.
fn spoken_of(model: &Model, name: &str, file: Option<&str>) -> Option<u32> {
    let words = model.lexicon.words(crate::words::last(name));
    let person = || words.windows(1).find(|word| model.lexicon.user.is(word));
    let spoken = |length: usize| {
        words
            .windows(length)
            .find_map(|window| model.names.resolve_exact(window, file))
    };
    (2..=words.len().min(3))
        .rev()
        .find_map(spoken)
        // of single words the one that says person says most
        .or_else(|| person().and_then(|word| model.names.resolve_exact(word, file)))
        .or_else(|| spoken(1))
        .or_else(|| person().and_then(|word| model.names.resolve(word, file)))
}

/// A key and the navigation that goes by it: one says the other's target. Where the schema leads the key to a table without a class,
/// the navigation's class is that table's.
fn pairs(model: &Model, columns: &mut [Col]) {
    let by_name: FxHashMap<String, usize> = columns
        .iter()
        .enumerate()
        .map(|(at, col)| (col.squash.clone(), at))
        .collect();
    let mut found: Vec<(usize, usize, Why)> = Vec::new();
    for (at, col) in columns.iter().enumerate() {
        if let Some(other) = col.pair.as_deref().and_then(|pair| by_name.get(&squash(pair))) {
            match (col.target, columns[*other].target) {
                (Some(target), _) if col.navigation => found.push((*other, target, Why::Relation)),
                (_, Some(target)) => found.push((at, target, Why::Relation)),
                _ => {}
            }
        } else if col.target.is_none_or(|target| model.entities[target].schema)
            && col.scalar
            && let Some(stem) = model.lexicon.stem(&col.words)
            && let Some(other) = by_name.get(&squash(&col.name[..key_start(&col.name, stem)]))
            && let Some(target) = columns[*other].target.filter(|_| !columns[*other].many)
        {
            found.push((at, target, Why::Relation));
        }
    }
    for (at, target, why) in found {
        columns[at].target = Some(target);
        columns[at].why = why;
    }
}

/// A navigation may be missing when its key may.
fn missing_together(model: &Model, columns: &mut [Col]) {
    let navigations: FxHashMap<(Vec<String>, usize), usize> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, col)| Some(((col.words.clone(), col.leads().filter(|_| col.navigation)?), at)))
        .collect();
    let found: Vec<usize> = columns
        .iter()
        .filter(|col| !col.navigation && !col.required)
        .filter_map(|col| {
            navigations
                .get(&(model.lexicon.stem(&col.words)?.to_vec(), col.leads()?))
                .copied()
        })
        .collect();
    for at in found {
        columns[at].required = false;
    }
}

/// Where the key word begins in a name whose stem has so many words.
fn key_start(name: &str, stem: &[String]) -> usize {
    let words = split(name);
    let letters: usize = words.iter().take(stem.len()).map(|word| word.chars().count()).sum();
    let mut seen = 0;
    for (at, c) in name.char_indices() {
        if seen == letters {
            return at;
        }
        seen += usize::from(c.is_alphanumeric());
    }
    name.len()
}

/// Keys that are only known by their name. Where an entity declares its keys otherwise, a plain column is one only when it is called
/// after a tenant or a person.
fn named(model: &Model, at: usize, columns: &mut [Col]) {
    let draft = &model.entities[at];
    let file = Some(draft.file.as_str());
    let declares = columns.iter().any(|col| col.by_call);
    let own = |stem: &[String]| stem == draft.key || draft.aliases.iter().any(|alias| alias == stem);
    for col in columns
        .iter_mut()
        .filter(|col| col.target.is_none() && col.scalar && !col.many)
    {
        let plural = split(&col.name)
            .last()
            .is_some_and(|word| word.len() > 2 && word.ends_with('s') && singular(word) != *word);
        let stem = model
            .names
            .stem(&col.words, &model.lexicon)
            .filter(|stem| !stem.is_empty());
        if let Some(stem) = stem {
            if own(&stem) {
                col.unique = true;
                continue;
            }
            let elsewhere = stem.len() > 1 && stem.first().is_some_and(|word| ELSEWHERE.contains(&word.as_str()));
            let ends_so = |phrases: &super::words::Phrases| phrases.suffix(&stem).is_some();
            if plural || elsewhere || (declares && !ends_so(&model.lexicon.root) && !ends_so(&model.lexicon.user)) {
                continue;
            }
            let loose = col.words.last().is_some_and(|word| LOOSE.contains(&word.as_str()));
            let found = if declares || loose {
                model.names.resolve_exact(&stem, file)
            } else {
                model.names.resolve(&stem, file)
            };
            col.target = found.map(|id| id as usize);
        }
        // a type that is made for the keys of one entity says more than an abbreviated name
        if let Some(stem) = model.lexicon.stem(&col.typed_key)
            && col.target.is_none()
            && !own(stem)
            && !col.primary_key
        {
            col.target = model.names.resolve_exact(stem, file).map(|id| id as usize);
        }
    }
}

/// A navigation without a key of its own is the way back where its target holds the key.
fn turn_back(model: &mut Model) {
    let mut back: Vec<(usize, usize)> = Vec::new();
    for (at, draft) in model.entities.iter().enumerate() {
        for (number, col) in draft.columns.iter().enumerate() {
            let Some(target) = col.leads().filter(|target| col.navigation && *target != at) else {
                continue;
            };
            let stem = model.stem(&col.words);
            let has_key = draft.columns.iter().any(|other| {
                !other.navigation
                    && other.target == Some(target)
                    && (model.stem(&other.words) == stem || col.pair.is_none())
            });
            let held_there = model.entities[target]
                .columns
                .iter()
                .any(|other| !other.navigation && other.leads() == Some(at));
            if !has_key && held_there {
                back.push((at, number));
            }
        }
    }
    for (at, number) in back {
        let col = &mut model.entities[at].columns[number];
        col.reverse = true;
        col.many = true;
    }
    for draft in &mut model.entities {
        for col in draft.columns.iter_mut().filter(|col| col.many && col.navigation) {
            col.reverse = true;
        }
    }
}

/// Gives targets the ways back that relations name.
fn ways_back(model: &mut Model) {
    let mut found: Vec<(usize, Col)> = Vec::new();
    for (at, draft) in model.entities.iter().enumerate() {
        for col in &draft.columns {
            let (Some(name), Some(target)) = (&col.way_back, col.target) else {
                continue;
            };
            let lower = draft.name.to_lowercase();
            let name = name
                .replace("{entity}", &lower)
                .replace("%(class)s", &lower)
                .replace("%(app_label)s_", "");
            let mut back = Col::new(&name, &model.lexicon, col.unit, col.span);
            back.target = Some(at);
            (back.many, back.reverse, back.required, back.scalar) = (true, true, false, false);
            back.why = Why::Relation;
            found.push((target, back));
        }
    }
    for (target, back) in found {
        let columns = &mut model.entities[target].columns;
        if columns.len() < WAYS_BACK {
            columns.push(back);
        }
    }
}
