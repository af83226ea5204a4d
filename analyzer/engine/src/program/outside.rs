//! The paths of a unit that lead out of the program.

use partywall_ir::ExprKind;
use rustc_hash::FxHashMap;

use super::scope::Target;
use super::{Program, UnitId};

/// Longer chains of members are no paths.
const MAX_PARTS: u8 = 12;

/// The canonical texts of all written paths that begin with an import from outside: in bodies, and in types and attributes.
pub(super) fn texts(program: &Program, unit: UnitId) -> Vec<String> {
    let scope = program.scope_of(unit);
    let bases: FxHashMap<&str, &str> = scope
        .locals
        .iter()
        .filter_map(|(local, import)| match scope.imports[*import as usize].target {
            Some(Target::Outside(path)) => Some((program.text(*local), program.text(path))),
            _ => None,
        })
        .collect();
    if bases.is_empty() {
        return Vec::new();
    }
    let mut texts = chains(program, unit, &bases);
    for name in program.unit(unit).names.texts() {
        if let Some((head, rest)) = name.split_once('.')
            && let Some(base) = bases.get(head)
        {
            texts.push(format!("{base}.{rest}"));
        }
        if let Some(base) = name.strip_suffix('!').and_then(|name| bases.get(name)) {
            texts.push(format!("{base}!"));
        }
    }
    texts
}

fn chains(program: &Program, unit: UnitId, bases: &FxHashMap<&str, &str>) -> Vec<String> {
    let unit = program.unit(unit);
    let heads: Vec<Option<&str>> = unit.names.texts().map(|text| bases.get(text).copied()).collect();
    let mut texts: Vec<String> = Vec::new();
    // For each expression that is a path: its text, and how many parts it has.
    let mut paths: FxHashMap<usize, (String, u8)> = FxHashMap::default();
    for (id, expr) in unit.body.exprs.iter().enumerate() {
        match &expr.kind {
            ExprKind::Name(name) => {
                if let Some(base) = heads.get(name.0 as usize).copied().flatten() {
                    paths.insert(id, (base.to_owned(), 1));
                }
            }
            ExprKind::Member { base, name } => {
                if let Some((text, parts)) = paths.get(&base.index()).filter(|(_, parts)| *parts < MAX_PARTS) {
                    let text = format!("{text}.{}", unit.text(*name));
                    let parts = parts + 1;
                    texts.push(text.clone());
                    paths.insert(id, (text, parts));
                }
            }
            _ => {}
        }
    }
    texts.sort_unstable();
    texts.dedup();
    texts
}
