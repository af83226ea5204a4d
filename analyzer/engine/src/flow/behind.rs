//! Methods that run behind the handlers which name their type: a form's own checks, what a serializer writes by itself. Who may call
//! them is asked in front of those handlers, which also look at the route.
//!
//! What such a method is sent has been through the form: what stands for another row by then is that row, and which rows may be sent
//! is said where the form declares it ([`crate::flow::offered`]).

use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::{Entry, last_of, named};
use crate::flow::forms::each;
use crate::program::{Def, FieldRef, FnId, Program, Sym, TypeId, UnitId};
use partywall_catalog::{FormRow, Proves};
use partywall_ir::{ExprId, ExprKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What is asked in front of those who name a type: what all of them ask for.
#[derive(Clone, Copy)]
struct Demands {
    operator: bool,
    login: bool,
    role: bool,
    manager: bool,
}

/// Notes for each entry point that runs behind others what those ask for. Where nobody is found that names its type, somebody is
/// presumed to have logged in. `handlers`: types that have handlers without writing them, with what stands in front of those.
pub fn look(program: &Program, handlers: Vec<(TypeId, Entry)>, entries: &mut BTreeMap<FnId, Entry>) {
    let owner = |function: &FnId| program.func(*function).owner;
    let behind: Vec<FnId> = entries
        .iter()
        .filter(|(_, entry)| entry.behind)
        .map(|(function, _)| *function)
        .collect();
    let wanted: FxHashSet<TypeId> = behind.iter().filter_map(owner).collect();
    if wanted.is_empty() {
        return;
    }
    let mut demands: FxHashMap<TypeId, Demands> = FxHashMap::default();
    let mut seen: FxHashSet<TypeId> = FxHashSet::default();
    let written = entries.iter().filter(|(_, entry)| !entry.behind);
    let written = written.map(|(function, entry)| (owner(function), Some(*function), entry));
    let provided = handlers.iter().map(|(ty, entry)| (Some(*ty), None, entry));
    for (ty, function, entry) in written.chain(provided) {
        let places = match ty {
            Some(ty) if seen.insert(ty) => parts(program, ty),
            Some(_) => Vec::new(),
            None => function
                .and_then(|function| body(program, function))
                .into_iter()
                .collect(),
        };
        let here = Demands {
            operator: entry.operator,
            login: entry.login || entry.guards.iter().any(|(_, proves)| *proves != Proves::Anonymous),
            role: entry.role,
            manager: entry.manager,
        };
        for (unit, value) in places {
            names(program, unit, value, &mut |ty| {
                for ty in std::iter::once(ty).chain(program.supertypes(ty)) {
                    if wanted.contains(&ty) {
                        demands.entry(ty).and_modify(|all| all.join(here)).or_insert(here);
                    }
                }
            });
        }
    }
    for function in behind {
        let all = owner(&function).and_then(|ty| demands.get(&ty).copied());
        let Some(entry) = entries.get_mut(&function) else {
            continue;
        };
        entry.operator |= all.is_some_and(|all| all.operator);
        entry.login |= all.is_none_or(|all| all.login);
        entry.role |= all.is_some_and(|all| all.role);
        entry.manager |= all.is_some_and(|all| all.manager);
    }
}

impl Demands {
    fn join(&mut self, other: Self) {
        self.operator &= other.operator;
        self.login &= other.login;
        self.role &= other.role;
        self.manager &= other.manager;
    }
}

/// What a type's members hold and what its methods do.
fn parts(program: &Program, ty: TypeId) -> Vec<(UnitId, ExprId)> {
    let fields = program.fields(ty).into_iter();
    let held = fields.filter_map(|field| Some((field.unit, program.field_decl(field).value?)));
    let methods = program.own_methods(ty).iter();
    held.chain(methods.filter_map(|method| body(program, *method)))
        .collect()
}

fn body(program: &Program, function: FnId) -> Option<(UnitId, ExprId)> {
    Some((program.func(function).unit, program.decl(function).body?))
}

/// The types of the program that an expression names.
fn names(program: &Program, unit: UnitId, value: ExprId, found: &mut dyn FnMut(TypeId)) {
    each(program.unit(unit), value, &mut |at, expr| {
        if let ExprKind::Name(_) | ExprKind::Member { .. } = &expr.kind
            && let Some(Def::Type(ty)) = named(program, unit, at)
        {
            found(ty);
        }
    });
}

impl Cx<'_, '_> {
    /// Begins to read a method that runs behind handlers.
    pub(super) fn runs_behind(&mut self) {
        self.behind = true;
        if let Some(owner) = self.owner {
            self.rows_sent = rows_sent(self.eng, owner);
        }
    }

    /// Whether the method is called after a field that stands for a row: it is handed that row.
    pub(super) fn is_about_row(&self) -> bool {
        let name = self.text(self.eng.program.func(self.function).name);
        let about = |sym: &Sym| {
            let front = name.strip_suffix(self.text(*sym));
            front.is_some_and(|front| front.ends_with('_'))
        };
        self.rows_sent.iter().any(about)
    }
}

/// The names by which a form hands on rows: columns of its entity that lead to another one, and fields that are declared to.
fn rows_sent(eng: &Engine<'_>, form: TypeId) -> FxHashSet<Sym> {
    let program = eng.program;
    let rows: Vec<&FormRow> = eng.index.forms.iter().map(|(_, row)| *row).collect();
    let references: Vec<String> = rows.iter().flat_map(|row| row.reference.iter().cloned()).collect();
    let mut declared: FxHashMap<Sym, bool> = FxHashMap::default();
    let line: Vec<TypeId> = std::iter::once(form).chain(program.supertypes(form)).collect();
    for field in line.iter().flat_map(|ty| program.fields(*ty)) {
        let name = program.sym(field.unit, program.field_decl(field).name);
        declared
            .entry(name)
            .or_insert_with(|| is_reference(eng, field, &references));
    }
    let model = rows.iter().find_map(|row| {
        let (options, model) = (program.find(&row.options)?, program.find(&row.model)?);
        let field = line
            .iter()
            .find_map(|ty| program.field(program.nested(*ty, options)?, model))?;
        match named(program, field.unit, program.field_decl(field).value?)? {
            Def::Type(ty) => eng.tenancy.of_type(ty),
            _ => None,
        }
    });
    let columns = model.into_iter().flat_map(|model| &eng.tenancy.entity(model).columns);
    let leads = columns.filter(|column| column.target.is_some() && !column.reverse);
    let bound = leads.filter_map(|column| program.find(&column.name));
    let mut found: FxHashSet<Sym> = bound.filter(|name| !declared.contains_key(name)).collect();
    found.extend(declared.into_iter().filter(|(_, row)| *row).map(|(name, _)| name));
    found
}

/// Whether a field is declared by what takes a reference to a row.
fn is_reference(eng: &Engine<'_>, field: FieldRef, references: &[String]) -> bool {
    let program = eng.program;
    let unit = program.unit(field.unit);
    let Some(ExprKind::Call { callee, .. }) = program.field_decl(field).value.map(|value| &unit.body[value].kind)
    else {
        return false;
    };
    let own = |def: Option<Def>| matches!(def, Some(Def::Type(ty)) if program.derives(ty, references));
    last_of(unit, *callee).is_some_and(|name| references.iter().any(|one| one == name))
        || own(named(program, field.unit, *callee))
}
