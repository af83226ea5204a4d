//! Types of which there is one object for all requests: a framework makes one, or the program registers one.

use crate::flow::engine::Engine;
use crate::flow::entry::named;
use crate::program::{Def, FnId, Program, Scope, Ty, TypeId, UnitId};
use crate::tenancy::syntax::{calls, last};
use partywall_catalog::{SharedRow, path_matches};
use partywall_ir::{Arg, ExprId, ExprKind, Language, ParamKind, Span, TypeRef, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many layers there may be around what a holder hands out.
const LAYERS: usize = 4;

/// Types with one object for all requests.
#[derive(Debug, Default)]
pub(super) struct OneForAll {
    /// Each, and whether requests are handed copies, of which only what is opened is shared.
    types: FxHashMap<TypeId, bool>,
    /// Functions that requests run though they are no entry points: methods of these types, and what is put in front of handlers.
    pub(super) runs: Vec<FnId>,
    /// The like for what is written where it is put there.
    pub(super) written: Vec<(UnitId, Span)>,
}

impl OneForAll {
    /// Whether there is one object of a type; with whether requests are handed copies of it.
    pub(super) fn of(&self, ty: TypeId) -> Option<bool> {
        self.types.get(&ty).copied()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

impl Engine<'_> {
    /// The types of which there is one object for all requests.
    pub(super) fn one_for_all(&self) -> &OneForAll {
        self.one_for_all.get_or_init(|| find(self.program, &self.index.shared))
    }

    /// Whether what is of a type is each request's own, or each thread's.
    pub(super) fn is_own(&self, ty: &Ty) -> bool {
        let rows = || self.index.shared.iter().map(|(_, row)| &row.own_type);
        rows().any(|names| !names.is_empty() && names_layer(self.program, ty, names))
    }

    /// Whether what is of a type is kept by what it is asked for.
    pub(super) fn is_keyed(&self, ty: &Ty) -> bool {
        let rows = || self.index.shared.iter().map(|(_, row)| &row.keyed);
        rows().any(|names| !names.is_empty() && names_layer(self.program, ty, names))
    }
}

/// Whether a type, or one that it is a layer around, is one of these or derives from one.
pub(super) fn names_layer(program: &Program, ty: &Ty, names: &[String]) -> bool {
    let mut at = Some(ty);
    for _ in 0..LAYERS {
        let Some(ty) = at else { return false };
        let by_name = |name: &String| ty.name() == Some(last(name));
        if names.iter().any(by_name) || ty.decl().is_some_and(|decl| program.derives(decl, names)) {
            return true;
        }
        at = ty.args().first();
    }
    false
}

/// The program's own type that a type is, or is a layer around.
pub(super) fn inner(ty: &Ty) -> Option<TypeId> {
    let mut at = Some(ty);
    for _ in 0..LAYERS {
        let ty = at?;
        if let Some(decl) = ty.decl() {
            return Some(decl);
        }
        at = ty.args().first();
    }
    None
}

fn find(program: &Program, rows: &[(Option<Language>, &SharedRow)]) -> OneForAll {
    let mut found = OneForAll::default();
    by_class(program, rows, &mut found);
    by_holder(program, rows, &mut found);
    by_call(program, rows, &mut found);
    run_by(program, rows, &mut found);
    found
}

/// Functions that requests run by an attribute, or by the call that they are handed to.
fn run_by(program: &Program, rows: &[(Option<Language>, &SharedRow)], found: &mut OneForAll) {
    let rows: Vec<_> = rows.iter().filter(|(_, row)| !row.run_by.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    let of = |unit: &Unit| {
        let language = unit.language;
        rows.iter()
            .filter(move |(of, _)| of.is_none_or(|of| of == language))
            .map(|(_, row)| &row.run_by)
    };
    for function in program.functions() {
        let unit = program.unit(program.func(function).unit);
        let mut attributes = program.decl(function).attributes.iter();
        let mut names = of(unit).flatten();
        if attributes.any(|attribute| names.any(|name| path_matches(unit.text(attribute.path), name))) {
            found.runs.push(function);
        }
    }
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            if !of(unit).any(|names| calls(unit, *callee, names)) {
                continue;
            }
            for arg in args {
                match &unit.body[arg.value].kind {
                    ExprKind::Lambda(_) => found.written.push((id, unit.body[arg.value].span)),
                    _ => {
                        if let Some(Def::Function(function)) = named(program, id, arg.value) {
                            found.runs.push(function);
                        }
                    }
                }
            }
        }
    }
}

/// By what classes derive from, and what their constructors take.
fn by_class(program: &Program, rows: &[(Option<Language>, &SharedRow)], found: &mut OneForAll) {
    let rows: Vec<_> = rows
        .iter()
        .filter(|(_, row)| !row.base.is_empty() || !row.constructor.is_empty())
        .collect();
    if rows.is_empty() {
        return;
    }
    for ty in program.types() {
        let Some((unit, _)) = program.ty(ty).decls.first() else {
            continue;
        };
        let language = program.unit(*unit).language;
        for (_, row) in rows.iter().filter(|(of, _)| of.is_none_or(|of| of == language)) {
            let derives = !row.base.is_empty() && program.derives(ty, &row.base);
            if !derives && !is_made_with(program, ty, &row.constructor) {
                continue;
            }
            found.types.insert(ty, false);
            let runs = |function: &&FnId| {
                row.runs
                    .iter()
                    .any(|run| run == program.text(program.func(**function).name))
            };
            found.runs.extend(program.own_methods(ty).iter().filter(runs));
        }
    }
}

/// Whether a class's constructor takes a parameter of one of these names or types.
fn is_made_with(program: &Program, ty: TypeId, names: &[String]) -> bool {
    let asked = |text: &str| names.iter().any(|name| name == text);
    !names.is_empty()
        && program.constructors(ty).into_iter().any(|function| {
            let unit = program.unit(program.func(function).unit);
            let mut params = program.decl(function).params.iter();
            params.any(|param| {
                let ty = param.ty.as_ref().map(|ty| last(unit.text(ty.name)));
                param.kind != ParamKind::Receiver && (asked(unit.text(param.name)) || ty.is_some_and(asked))
            })
        })
}

/// By parameters that hand out one object.
fn by_holder(program: &Program, rows: &[(Option<Language>, &SharedRow)], found: &mut OneForAll) {
    let rows: Vec<_> = rows.iter().filter(|(_, row)| !row.holder.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    for function in program.functions() {
        let unit = program.unit(program.func(function).unit);
        for (at, param) in program.decl(function).params.iter().enumerate() {
            let Some(written) = param.ty.as_ref().map(|ty| last(unit.text(ty.name))) else {
                continue;
            };
            let mut rows = rows.iter().filter(|(of, row)| {
                of.is_none_or(|of| of == unit.language) && row.holder.iter().any(|one| one == written)
            });
            let Some((_, row)) = rows.next() else { continue };
            let ty = program.param_type(function, at);
            if let Some(held) = ty.args().first().and_then(inner) {
                found.types.entry(held).or_insert(row.copied);
            }
        }
    }
}

/// By calls that register types.
fn by_call(program: &Program, rows: &[(Option<Language>, &SharedRow)], found: &mut OneForAll) {
    let rows: Vec<_> = rows.iter().filter(|(_, row)| !row.registers.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    let mut own: FxHashSet<TypeId> = FxHashSet::default();
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            for (_, row) in rows.iter().filter(|(of, _)| of.is_none_or(|of| of == unit.language)) {
                if !calls(unit, *callee, &row.registers) {
                    continue;
                }
                for ty in named_types(program, (id, unit), *callee, args) {
                    match row.own {
                        true => _ = own.insert(ty),
                        false => _ = found.types.entry(ty).or_insert(false),
                    }
                }
            }
        }
    }
    found.types.retain(|ty, _| !own.contains(ty));
}

/// The types that a registering call names: its type arguments, what it is given, or what the function makes that it is given.
fn named_types(program: &Program, (id, unit): (UnitId, &Unit), callee: ExprId, args: &[Arg]) -> Vec<TypeId> {
    let resolve = |ty: &TypeRef| program.resolve_type(id, Scope::default(), ty).decl();
    let mut types = Vec::new();
    if let ExprKind::Generic { args, .. } = &unit.body[callee].kind {
        types.extend(args.iter().filter_map(resolve));
    }
    for arg in args {
        let value = match &unit.body[arg.value].kind {
            ExprKind::Lambda(lambda) => lambda.body,
            _ => arg.value,
        };
        if let ExprKind::New(new) = &unit.body[value].kind {
            types.extend(new.ty.as_ref().and_then(resolve));
        }
    }
    types
}
