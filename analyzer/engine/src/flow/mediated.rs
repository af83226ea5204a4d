//! Functions that take messages, by what they take: a mediator leads to them.

use crate::program::{FnId, Program, Ty, TypeId};
use partywall_catalog::Catalog;
use rustc_hash::FxHashMap;

/// Handlers by the type of the message that they take.
pub fn handlers(program: &Program, catalog: &Catalog) -> FxHashMap<TypeId, FnId> {
    let mut found = FxHashMap::default();
    let rows: Vec<_> = catalog
        .files()
        .iter()
        .flat_map(|file| &file.relay)
        .filter(|row| !row.method.is_empty())
        .collect();
    if rows.is_empty() {
        return found;
    }
    for ty in program.types() {
        let methods = program.own_methods(ty);
        if methods.is_empty() {
            continue;
        }
        for row in &rows {
            let method = methods.iter().find(|m| {
                row.method
                    .iter()
                    .any(|name| program.text(program.func(**m).name) == name)
            });
            let Some(method) = method else { continue };
            let by_base = row.handler_base.iter().find_map(|base| {
                program
                    .base_args(&program.instance(ty, Vec::new()), base)
                    .and_then(|args| args.first().and_then(Ty::decl))
            });
            let suffix = row
                .handler_suffix
                .iter()
                .any(|end| program.text(program.ty(ty).name).ends_with(end.as_str()));
            let first = program
                .decl(*method)
                .params
                .iter()
                .position(|p| p.kind == partywall_ir::ParamKind::Plain);
            let by_suffix = first
                .filter(|_| suffix)
                .and_then(|at| program.param_type(*method, at).decl());
            if let Some(message) = by_base.or(by_suffix) {
                found.entry(message).or_insert(*method);
            }
        }
    }
    found
}
