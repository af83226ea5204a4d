//! Which entities are the tenants: by what they are called and how many refer to them, by the keys that rows carry where no entity
//! goes by the name, by memberships, and by the project's own word.

use super::draft::{Col, Draft, Model, Why};
use super::edges::{is_group, is_user, lists_users};
use super::words::Phrases;
use super::{Standing, membership, paths};
use crate::Settings;
use crate::words::squash;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Roots of one sort, at most.
const ROOTS: usize = 16;
/// So many entities that share a key make a root of what it is called after.
const SHARED_KEYS: usize = 3;
/// So many entities, and a third of them all, begin with a word that says only whose application it is.
const SHARED_FRONTS: usize = 5;
/// A part of a root is itself a root when it is referred to by one in so many owned entities, and by at least so many.
const NESTED_SHARE: usize = 4;
const NESTED_LEAST: usize = 3;

/// Of several persons, one that is referred to less than in one of so many cases of the first is none.
const PERSONS: usize = 4;

/// Finds the roots. `fixed`: columns that a library adds to rows, by entity and index. `scopes`: entities
/// that a library scopes others by.
pub fn find(model: &mut Model, settings: &Settings, fixed: &[(usize, usize)], scopes: &BTreeSet<usize>) {
    if settings.roots.is_empty() {
        for at in scopes {
            let user = model.lexicon.user.is(&model.entities[*at].key);
            model.entities[*at].standing = Some(Standing::Root { user });
        }
        by_name(model);
        users(model);
        outside(model);
        let keys: BTreeSet<Vec<String>> = fixed
            .iter()
            .map(|(entity, column)| model.entities[*entity].columns[*column].words.clone())
            .collect();
        for words in keys {
            by_key(model, &words);
        }
        let strong = model.lexicon.root.clone();
        shared_keys(model, &strong, false, SHARED_KEYS);
        if !(0..model.entities.len()).any(|at| is_group(model, at)) {
            weak(model);
        }
        let user = model.lexicon.user.clone();
        if !(0..model.entities.len()).any(|at| is_user(model, at)) {
            shared_keys(model, &user, true, SHARED_KEYS);
        }
    } else {
        for name in &settings.roots {
            let words = model.lexicon.words(name);
            let user = model.lexicon.user.is(&words);
            match model.names.exact(&words) {
                Some(at) => model.entities[at as usize].standing = Some(Standing::Root { user }),
                None => _ = virtual_root(model, name, words, user),
            }
        }
    }
    said_keys(model, settings);
    super::links::count(model);
}

/// Entities that are called by a root's word and that others refer to; of several sorts of name the plainest.
fn by_name(model: &mut Model) {
    let plain: Vec<usize> = candidates(model, |draft| model.lexicon.root.is(&draft.key));
    let found = if plain.is_empty() {
        candidates(model, |draft| {
            let cut = model.lexicon.root.suffix(&draft.key);
            cut.is_some_and(|cut| !joins(model, &draft.key[..draft.key.len() - cut]))
        })
    } else {
        plain
    };
    for at in &found {
        model.entities[*at].standing = Some(Standing::Root { user: false });
        let key = &model.entities[*at].key;
        if let Some(cut) = model.lexicon.root.suffix(key) {
            let mut own = Phrases::default();
            own.add(&key[key.len() - cut..]);
            tie_called(model, &own, *at);
        }
    }
}

/// Entities that fit and that others refer to or a library logs in, the most referred to first.
fn candidates(model: &Model, fits: impl Fn(&Draft) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = (0..model.entities.len())
        .filter(|at| model.entities[*at].referred > 0 || model.entities[*at].person)
        .filter(|at| fits(&model.entities[*at]))
        .collect();
    found.sort_by_key(|at| (std::cmp::Reverse(model.entities[*at].referred), *at));
    found.truncate(ROOTS);
    found
}

/// Whether words in front of a root's word are themselves the name of an entity or a user: then the two are joined.
fn joins(model: &Model, front: &[String]) -> bool {
    model.lexicon.user.suffix(front).is_some()
        || model.lexicon.root.suffix(front).is_some()
        || model.names.exact(front).is_some()
}

fn users(model: &mut Model) {
    let plain: Vec<usize> = candidates(model, |draft| draft.person || model.lexicon.user.is(&draft.key));
    let found = if plain.is_empty() {
        candidates(model, |draft| {
            let cut = model.lexicon.user.suffix(&draft.key);
            cut.is_some_and(|cut| !joins(model, &draft.key[..draft.key.len() - cut]))
        })
    } else {
        plain
    };
    let most = found.first().map_or(0, |at| model.entities[*at].referred);
    let found = found
        .into_iter()
        .filter(|at| model.entities[*at].referred * PERSONS >= most)
        .collect::<Vec<_>>();
    for at in &found {
        model.entities[*at]
            .standing
            .get_or_insert(Standing::Root { user: true });
    }
    if let Some(first) = found.first() {
        let user = model.lexicon.user.clone();
        tie_called(model, &user, *first);
    }
}

/// Ties keys that are called by one of the words, and lead nowhere yet, to the root that goes by a longer name.
fn tie_called(model: &mut Model, phrases: &Phrases, root: usize) {
    for at in (0..model.entities.len()).filter(|at| *at != root) {
        let lexicon = &model.lexicon;
        for col in &mut model.entities[at].columns {
            let fits =
                col.target.is_none() && col.scalar && lexicon.stem(&col.words).is_some_and(|stem| phrases.is(stem));
            if fits {
                col.target = Some(root);
            }
        }
    }
}

/// Relations to a tenant or a person that is declared outside of the program: the root is only known by them.
fn outside(model: &mut Model) {
    let groups = model.lexicon.root.clone();
    let users = model.lexicon.user.clone();
    for at in 0..model.entities.len() {
        for column in 0..model.entities[at].columns.len() {
            let col = &model.entities[at].columns[column];
            if col.target.is_some() || col.lost.is_empty() {
                continue;
            }
            let lost = col.lost.clone();
            let root = if let Some(length) = groups.suffix(&lost) {
                let words = lost[lost.len() - length..].to_vec();
                virtual_root(model, &words.join(" "), words, false)
            } else if users.within(&lost) {
                let known = (0..model.entities.len())
                    .filter(|at| is_user(model, *at))
                    .max_by_key(|at| model.entities[*at].referred);
                known.unwrap_or_else(|| virtual_root(model, "user", vec!["user".to_owned()], true))
            } else {
                continue;
            };
            model.entities[at].columns[column].target = Some(root);
        }
    }
}

/// Makes a root of the word that a key is called after, and ties every key of that name to it.
fn by_key(model: &mut Model, words: &[String]) {
    let Some(stem) = model
        .lexicon
        .stem(words)
        .map(<[String]>::to_vec)
        .filter(|stem| !stem.is_empty())
    else {
        return;
    };
    let root = match model.names.exact(&stem).map(|id| id as usize) {
        Some(at) => {
            model.entities[at]
                .standing
                .get_or_insert(Standing::Root { user: false });
            at
        }
        None => virtual_root(model, &stem.join(" "), stem.clone(), false),
    };
    tie_keys(model, &stem, root);
}

/// Keys of the same name that several entities carry, called after a root that has no entity.
fn shared_keys(model: &mut Model, phrases: &Phrases, user: bool, least: usize) {
    let mut carried: BTreeMap<String, usize> = BTreeMap::new();
    for draft in &model.entities {
        let mut stems: Vec<String> = draft
            .columns
            .iter()
            .filter(|col| col.target.is_none() && col.scalar)
            .filter_map(|col| model.lexicon.stem(&col.words))
            .filter(|stem| phrases.is(stem))
            .map(|stem| stem.join(" "))
            .collect();
        stems.sort();
        stems.dedup();
        for stem in stems {
            *carried.entry(stem).or_default() += 1;
        }
    }
    let half = model.entities.len().div_ceil(2);
    for (stem, count) in carried {
        if count >= least.min(half.max(1)) {
            let words: Vec<String> = stem.split(' ').map(str::to_owned).collect();
            let known = model.names.exact(&words).is_some();
            if !known {
                let root = virtual_root(model, &stem, words.clone(), user);
                tie_keys(model, &words, root);
            }
        }
    }
}

/// Where nothing is called like a tenant: an entity that is sometimes one, when users are joined to it, when there are no users, or
/// when half of all entities refer to it; or else a key of such a name that half of all entities carry.
fn weak(model: &mut Model) {
    let users = (0..model.entities.len()).any(|at| is_user(model, at));
    let half = model.entities.len().div_ceil(2);
    let shared = shared_front(model);
    let found = candidates(model, |draft| {
        let behind = draft.key.split_first().filter(|(front, _)| shared.contains(*front));
        model.lexicon.weak_root.is(&draft.key) || behind.is_some_and(|(_, key)| model.lexicon.weak_root.is(key))
    });
    let joined = joined_to_users(model);
    for at in found {
        let draft = &model.entities[at];
        if draft.standing.is_none() && (!users || joined.contains_key(&at) || draft.referred >= half) {
            model.entities[at].standing = Some(Standing::Root { user: false });
        }
    }
    if !(0..model.entities.len()).any(|at| is_group(model, at)) {
        let phrases = model.lexicon.weak_root.clone();
        shared_keys(model, &phrases, false, usize::MAX);
    }
}

/// Words that an application puts in front of its tables' names: many begin with one, and none is called by it.
fn shared_front(model: &Model) -> BTreeSet<String> {
    let mut counted: BTreeMap<&String, usize> = BTreeMap::new();
    for front in model.entities.iter().filter_map(|draft| draft.key.first()) {
        *counted.entry(front).or_default() += 1;
    }
    let called = |front: &String| model.names.exact(std::slice::from_ref(front)).is_some();
    let many = |count: usize| count >= SHARED_FRONTS && count * 3 >= model.entities.len();
    let fronts = counted
        .into_iter()
        .filter(|(front, count)| many(*count) && !called(front));
    fronts.map(|(front, _)| front.clone()).collect()
}

/// Entities that another one, called after them and a word for members, joins to a user, or that hold a list of users by such a
/// word themselves.
fn joined_to_users(model: &Model) -> FxHashMap<usize, usize> {
    let mut joined = FxHashMap::default();
    for (at, draft) in model.entities.iter().enumerate() {
        if !is_user(model, at) && lists_users(model, at).is_some() {
            joined.insert(at, at);
        }
        let Some(cut) = model.lexicon.membership.suffix(&draft.key) else {
            // called after a user and what is sometimes a tenant
            let behind = (1..draft.key.len()).find(|cut| model.lexicon.user.is(&draft.key[..*cut]));
            let other = behind.map(|cut| &draft.key[cut..]);
            let other = other.filter(|key| model.lexicon.weak_root.is(key) || model.lexicon.root.is(key));
            let called = |target: &usize| other.is_some_and(|key| model.entities[*target].key == key);
            let mut targets = draft.columns.iter().filter_map(Col::leads);
            if targets.clone().any(|target| is_user(model, target))
                && let Some(of) = targets.find(|target| called(target) && !is_user(model, *target))
            {
                joined.insert(of, at);
            }
            continue;
        };
        let front = &draft.key[..draft.key.len() - cut];
        let targets = || draft.columns.iter().filter_map(Col::leads);
        if !targets().any(|target| is_user(model, target)) {
            continue;
        }
        if front.is_empty() {
            // called by the word alone, it joins users to the one other thing that it cannot be without, beside what it lets them do
            let others: BTreeSet<usize> = draft
                .columns
                .iter()
                .filter(|col| col.required && !col.many && !col.reverse)
                .filter_map(Col::leads)
                .filter(|target| *target != at && !is_user(model, *target))
                .filter(|target| !model.lexicon.guard.within(&model.entities[*target].key))
                // a person is joined to nobody by being one, and has parts of their own
                .filter(|target| !is_user(model, at) || model.lexicon.weak_root.is(&model.entities[*target].key))
                .collect();
            if let (Some(of), 1) = (others.first(), others.len()) {
                joined.insert(*of, at);
            }
            continue;
        }
        if let Some(of) = targets().find(|target| model.entities[*target].key == front && !is_user(model, *target)) {
            joined.insert(of, at);
        }
    }
    joined
}

/// Whether what joins users to an entity only says with whom it is shared: it is called by the two alone, or is a list of users by no
/// other word, and the entity is somebody's own or is shared with groups in the same way.
fn is_shared_with_users(model: &Model, at: usize, by: usize) -> bool {
    let draft = &model.entities[at];
    let by_users_alone = if by == at {
        let lists = |col: &&Col| col.many && col.target.is_some_and(|target| is_user(model, target));
        let mut lists = draft.columns.iter().filter(lists).map(|col| &col.words);
        lists.all(|words| model.lexicon.user.is(words) || model.lexicon.membership.suffix(words).is_none())
    } else {
        let rest = model.entities[by].key.strip_prefix(&draft.key[..]).unwrap_or_default();
        model.lexicon.user.is(rest)
    };
    let owned = |way: &super::draft::Way| way.steps.len() == 1 && is_user(model, way.root);
    by_users_alone && (draft.paths.iter().any(owned) || is_shared_with_groups(model, at))
}

/// Whether an entity is called as a tenant may be, or something hangs on it that does not only join it to users.
fn holds_something(model: &Model, at: usize) -> bool {
    let key = &model.entities[at].key;
    let hangs = |other: &Draft| {
        let to_users = other.columns.iter().filter_map(Col::leads).any(|to| is_user(model, to));
        let joins = to_users && other.key.starts_with(key);
        let on = |col: &Col| col.required && !col.many && !col.reverse && col.leads() == Some(at);
        !joins && other.columns.iter().any(on)
    };
    model.lexicon.weak_root.suffix(key).is_some()
        || model.lexicon.root.suffix(key).is_some()
        || model.entities[at].referred >= NESTED_LEAST
        || model.entities.iter().any(hangs)
}

/// Whether an entity is called a group, or the like, of users: it says who may do something inside of what is the tenant.
fn is_set_of_users(model: &Model, at: usize) -> bool {
    let key = &model.entities[at].key;
    (1..key.len()).any(|cut| model.lexicon.user.is(&key[..cut]) && model.lexicon.weak_root.is(&key[cut..]))
}

/// Whether another entity, called after the two, joins an entity to what is sometimes a tenant: to a real one it may be a partner.
fn is_shared_with_groups(model: &Model, at: usize) -> bool {
    let draft = &model.entities[at];
    let group = |key: &[String]| model.lexicon.weak_root.suffix(key).is_some() && model.names.exact(key).is_some();
    let joins = |other: &Draft| {
        let rest = other.key.strip_prefix(&draft.key[..]).unwrap_or_default();
        !rest.is_empty() && group(rest) && other.columns.iter().filter_map(Col::leads).any(|target| target == at)
    };
    model.entities.iter().any(joins)
}

/// Adds an entity that is only known by its keys.
fn virtual_root(model: &mut Model, name: &str, key: Vec<String>, user: bool) -> usize {
    let known = model
        .entities
        .iter()
        .position(|draft| draft.types.is_empty() && draft.key == key);
    if let Some(at) = known {
        return at;
    }
    let camel: String = name
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            chars
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect();
    let at = model.entities.len();
    model.entities.push(Draft {
        name: camel,
        key,
        standing: Some(Standing::Root { user }),
        ..Draft::default()
    });
    at
}

/// Ties every key whose name ends in the root's to the root.
fn tie_keys(model: &mut Model, root_words: &[String], root: usize) {
    for at in 0..model.entities.len() {
        let lexicon = &model.lexicon;
        let fits = |col: &Col| {
            col.target.is_none()
                && col.scalar
                && lexicon.stem(&col.words).is_some_and(|stem| stem.ends_with(root_words))
        };
        let found: Vec<usize> = model.entities[at]
            .columns
            .iter()
            .enumerate()
            .filter(|(_, col)| fits(col))
            .map(|(column, _)| column)
            .collect();
        for column in found.into_iter().filter(|_| at != root) {
            model.entities[at].columns[column].target = Some(root);
        }
    }
}

/// Columns that the settings call the tenant's key.
fn said_keys(model: &mut Model, settings: &Settings) {
    for name in &settings.tenant_keys {
        let words = model.lexicon.words(name);
        let wanted = squash(name);
        let carried = model
            .entities
            .iter()
            .any(|draft| draft.columns.iter().any(|col| col.squash == wanted));
        if !carried {
            continue;
        }
        let stem = model.stem(&words);
        let groups: Vec<usize> = (0..model.entities.len()).filter(|at| is_group(model, *at)).collect();
        let called = groups.iter().copied().find(|at| model.entities[*at].key == stem);
        let root = called.or(match groups.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
        let root = root.unwrap_or_else(|| match model.names.exact(&stem).map(|id| id as usize) {
            Some(at) => {
                model.entities[at].standing = Some(Standing::Root { user: false });
                at
            }
            None => virtual_root(model, &stem.join(" "), stem, false),
        });
        for at in (0..model.entities.len()).filter(|at| *at != root) {
            for col in model.entities[at].columns.iter_mut().filter(|col| col.squash == wanted) {
                col.target = Some(root);
                col.why = Why::Settings;
            }
        }
    }
}

/// Makes roots of what only shows once paths are known: entities without an owner that users are joined to, and parts of a root that
/// much of the rest hangs on.
pub fn promote(model: &mut Model, settings: &Settings) {
    if !settings.roots.is_empty() {
        return;
    }
    paths::compute(model);
    let mut found: Vec<usize> = Vec::new();
    let owned = (0..model.entities.len())
        .filter(|at| model.entities[*at].standing == Some(Standing::Owned))
        .count();
    let joined: BTreeMap<usize, usize> = joined_to_users(model).into_iter().collect();
    for (at, by) in joined {
        let draft = &model.entities[at];
        let to_group = draft.paths.iter().any(|way| is_group(model, way.root));
        if !matches!(draft.standing, Some(Standing::Root { .. }))
            && !to_group
            && !is_shared_with_users(model, at, by)
            && !model.lexicon.guard.within(&draft.key)
            && !is_set_of_users(model, at)
        {
            match by != at || holds_something(model, at) {
                true => found.push(at),
                false => model.entities[at].listed = lists_users(model, at),
            }
        }
    }
    let nested = candidates(model, |draft| {
        let called = model.lexicon.weak_root.is(&draft.key) || model.lexicon.root.is(&draft.key);
        let inside = draft
            .paths
            .iter()
            .any(|way| way.steps.len() == 1 && way.required && is_group(model, way.root));
        called && inside && draft.referred >= NESTED_LEAST && draft.referred * NESTED_SHARE >= owned
    });
    found.extend(nested);
    for at in &found {
        model.entities[*at].standing = Some(Standing::Root { user: false });
    }
    if !found.is_empty() {
        membership::find(model);
    }
}
