//! Which types describe the same table: those that name it, a class and the base of its own name, a table of the schema and the class that
//! is called after it.

use super::discover::{Mark, main_decl};
use super::names::{table_key, table_name};
use super::syntax::is_schema;
use super::words::Lexicon;
use crate::program::{Program, TypeId};
use crate::words::squash;
use partywall_ir::TypeKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Classes of one name that are compared with a table.
const CANDIDATES: usize = 16;

/// Types that describe one table, together.
pub fn group(program: &Program, lexicon: &Lexicon, marks: &mut BTreeMap<TypeId, Mark<'_>>) -> Vec<Vec<TypeId>> {
    let mut same = Same::default();
    let mut by_table: FxHashMap<String, TypeId> = FxHashMap::default();
    let types: Vec<TypeId> = marks.keys().copied().collect();
    for ty in &types {
        same.add(*ty);
        for table in &marks[ty].said {
            match by_table.get(&table_key(table)) {
                Some(other) => same.join(*other, *ty),
                None => _ = by_table.insert(table_key(table), *ty),
            }
        }
    }
    for ty in &types {
        if marks[ty].schema {
            continue;
        }
        let name = program.ty(*ty).name;
        for base in program.supertypes(*ty) {
            if program.ty(base).name == name && program.ty(base).kind == TypeKind::Class {
                same.join(*ty, base);
            }
        }
    }
    join_classes(program, lexicon, marks, &mut same);
    let mut groups = same.groups();
    groups.retain(|group| group.iter().any(|ty| marks.get(ty).is_some_and(|mark| mark.alone)));
    groups
}

/// Ties each table of the schema that no class names to the class that is called after it and shares most columns.
fn join_classes(program: &Program, lexicon: &Lexicon, marks: &BTreeMap<TypeId, Mark<'_>>, same: &mut Same) {
    let mut by_key: FxHashMap<String, Vec<TypeId>> = FxHashMap::default();
    for ty in program.types() {
        let Some((unit, decl)) = main_decl(program, ty) else {
            continue;
        };
        if decl.kind != TypeKind::Class || is_schema(program.unit(unit)) {
            continue;
        }
        let mark = marks.get(&ty);
        if mark.is_some_and(|mark| !mark.said.is_empty()) {
            continue;
        }
        let name = program.text(program.ty(ty).name);
        let names = mark
            .into_iter()
            .flat_map(|mark| mark.guessed.iter().map(String::as_str))
            .chain([name]);
        let keys: std::collections::BTreeSet<String> = names.map(|name| lexicon.name_key(name)).collect();
        for key in keys {
            let list = by_key.entry(key).or_default();
            if mark.is_some() {
                list.insert(0, ty);
                list.truncate(CANDIDATES);
            } else if list.len() < CANDIDATES {
                list.push(ty);
            }
        }
    }
    let named: FxHashSet<TypeId> = marks
        .iter()
        .filter(|(_, mark)| !mark.schema && !mark.said.is_empty())
        .map(|(ty, _)| same.root(*ty))
        .collect();
    for (table, mark) in marks.iter().filter(|(_, mark)| mark.schema) {
        if named.contains(&same.root(*table)) {
            continue;
        }
        let columns = field_keys(program, *table);
        let keys = mark.said.iter().map(|name| lexicon.name_key(&table_name(name)));
        let candidates: Vec<TypeId> = keys.filter_map(|key| by_key.get(&key)).flatten().copied().collect();
        let shared = |ty: TypeId| field_keys(program, ty).intersection(&columns).count();
        let fits = |ty: TypeId| {
            let common = shared(ty);
            let listed = marks.get(&ty).is_some_and(|mark| mark.alone);
            if listed {
                common >= 1
            } else {
                common >= 2 && common * 2 >= columns.len().min(field_keys(program, ty).len())
            }
        };
        let best = candidates.iter().copied().filter(|ty| fits(*ty)).max_by_key(|ty| {
            let listed = marks.get(ty).is_some_and(|mark| mark.alone);
            (listed, shared(*ty), std::cmp::Reverse(*ty))
        });
        if let Some(best) = best {
            same.add(best);
            same.join(*table, best);
        }
    }
}

fn field_keys(program: &Program, ty: TypeId) -> FxHashSet<String> {
    let bases = program.supertypes(ty);
    let all = std::iter::once(ty).chain(bases).flat_map(|of| program.fields(of));
    all.map(|field| squash(program.unit(field.unit).text(program.field_decl(field).name)))
        .collect()
}

/// A forest of equal types.
#[derive(Default)]
struct Same {
    parent: BTreeMap<TypeId, TypeId>,
}

impl Same {
    fn add(&mut self, ty: TypeId) {
        self.parent.entry(ty).or_insert(ty);
    }

    fn root(&mut self, ty: TypeId) -> TypeId {
        let mut at = ty;
        while let Some(up) = self.parent.get(&at).copied().filter(|up| *up != at) {
            at = up;
        }
        let mut walk = ty;
        while let Some(up) = self.parent.get(&walk).copied().filter(|up| *up != at && *up != walk) {
            self.parent.insert(walk, at);
            walk = up;
        }
        at
    }

    fn join(&mut self, one: TypeId, two: TypeId) {
        self.add(one);
        self.add(two);
        let (one, two) = (self.root(one), self.root(two));
        self.parent.insert(one.max(two), one.min(two));
    }

    fn groups(&mut self) -> Vec<Vec<TypeId>> {
        let all: Vec<TypeId> = self.parent.keys().copied().collect();
        let mut groups: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        for ty in all {
            let root = self.root(ty);
            groups.entry(root).or_default().push(ty);
        }
        groups.into_values().collect()
    }
}
