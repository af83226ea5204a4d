//! Methods that the outside reaches by the type of what it sends: a handler that takes anything with an interface of the program is
//! registered once for each type, and does what that type does. No call in the program tells which one that is.

use crate::flow::entry::Hit;
use crate::flow::index::Index;
use crate::flow::registered::{Handler, Registered};
use crate::program::{FnId, Program, Scope, Sym, TypeId};
use partywall_catalog::{OriginWord, path_matches};
use partywall_ir::TypeKind;
use std::collections::BTreeMap;

/// How many types one handler is taken to be registered for.
const MAX_TYPES: usize = 512;

/// Finds them, with the row that found the handler.
pub fn find<'r>(program: &Program, index: &Index<'_>, calls: &[Registered<'r>]) -> BTreeMap<FnId, Hit<'r>> {
    let mut found = BTreeMap::new();
    let mut seen: Vec<FnId> = Vec::new();
    for one in calls {
        let Handler::Named(function) = one.handler else {
            continue;
        };
        if program.decl(function).type_params.is_empty() || seen.contains(&function) {
            continue;
        }
        seen.push(function);
        for interface in sent_interfaces(program, index, function) {
            for method in methods_behind(program, interface) {
                found.entry(method).or_insert((one.row, one.framework));
            }
        }
    }
    found
}

/// The interfaces that bound the type of what a function takes from the request.
fn sent_interfaces(program: &Program, index: &Index<'_>, function: FnId) -> Vec<TypeId> {
    let info = program.func(function);
    let unit = program.unit(info.unit);
    let decl = program.decl(function);
    let within = Scope {
        function: Some(function),
        owner: info.owner,
    };
    let takes = |written: &str| {
        index.params.iter().any(|(language, row)| {
            language.is_none_or(|language| language == unit.language)
                && row.origin == OriginWord::Request
                && row.of_type.iter().any(|asked| path_matches(written, asked))
        })
    };
    let mut all = Vec::new();
    for param in &decl.type_params {
        let name = unit.text(param.name);
        let sent = decl
            .params
            .iter()
            .filter_map(|taken| taken.ty.as_ref())
            .any(|ty| takes(unit.text(ty.name)) && ty.args.iter().any(|arg| unit.text(arg.name) == name));
        if sent {
            let bounds = param
                .bounds
                .iter()
                .filter_map(|bound| program.resolve_type(info.unit, within, bound).decl());
            all.extend(bounds.filter(|bound| program.ty(*bound).kind == TypeKind::Interface));
        }
    }
    all
}

/// What the types of the program do where an interface only declares.
fn methods_behind(program: &Program, interface: TypeId) -> Vec<FnId> {
    let declared: Vec<Sym> = program
        .own_methods(interface)
        .iter()
        .map(|method| program.func(*method).name)
        .collect();
    let types = program
        .subtypes(interface)
        .into_iter()
        .filter(|ty| *ty != interface)
        .take(MAX_TYPES);
    let own = types.flat_map(|ty| program.own_methods(ty).iter().copied());
    own.filter(|method| program.decl(*method).body.is_some() && declared.contains(&program.func(*method).name))
        .collect()
}
