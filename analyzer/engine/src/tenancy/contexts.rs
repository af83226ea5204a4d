//! Contexts: the types at whose objects queries begin, where filters are registered for them; which entities each of them holds, and
//! whether what its bases would install is installed at all.

use super::computed::left_out;
use super::discover::main_decl;
use super::fluent::{Calls, Subject};
use super::syntax::{inside, last, tail};
use super::{EntityId, Filter, FilterKind, Tenancy};
use crate::program::{FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{EntityRow, FilterRow};
use partywall_ir::{ExprKind, Language, Span, TypeKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// A place in a unit.
type At = (UnitId, Span);

/// A type that holds entities and for whose queries filters work.
pub struct Context<'c> {
    /// The type.
    pub ty: TypeId,
    /// The rows whose holder it is.
    pub rows: Vec<&'c FilterRow>,
    /// The entities that it names as its own, or that its bases in the program do, and where.
    pub entities: Vec<(EntityId, At)>,
}

impl Context<'_> {
    /// The method of its own that installs what is registered.
    pub fn installer(&self, program: &Program) -> Option<FnId> {
        let named = |function: &FnId| {
            let name = program.text(program.func(*function).name);
            let installs = self.rows.iter().any(|row| row.installed_by.iter().any(|by| by == name));
            installs && program.decl(*function).body.is_some()
        };
        program.own_methods(self.ty).iter().copied().find(named)
    }

    /// Whether a library's base class of it keeps tenants apart by marks.
    pub fn by_marks(&self) -> bool {
        self.rows.iter().any(|row| !row.column.is_empty())
    }
}

/// All contexts of a language, in the order of types.
pub fn all<'c>(
    tenancy: &Tenancy,
    program: &Program,
    language: Language,
    (entities, filters): (&[&'c EntityRow], &[&'c FilterRow]),
) -> Vec<Context<'c>> {
    let holding: Vec<&FilterRow> = filters.iter().copied().filter(|row| !row.holder.is_empty()).collect();
    if holding.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for ty in program.types() {
        let Some((unit, decl)) = main_decl(program, ty) else {
            continue;
        };
        if program.unit(unit).language != language || decl.kind != TypeKind::Class {
            continue;
        }
        let rows: Vec<&FilterRow> = holding
            .iter()
            .copied()
            .filter(|row| program.derives(ty, &row.holder))
            .collect();
        if !rows.is_empty() {
            let entities = held(tenancy, program, ty, entities);
            found.push(Context { ty, rows, entities });
        }
    }
    found
}

/// The entities for which a type, or a base of it, has a member that holds them.
fn held(tenancy: &Tenancy, program: &Program, ty: TypeId, rows: &[&EntityRow]) -> Vec<(EntityId, At)> {
    let mut found: Vec<(EntityId, At)> = Vec::new();
    for owner in std::iter::once(ty).chain(program.supertypes(ty)) {
        let within = Scope {
            function: None,
            owner: Some(owner),
        };
        for field in program.fields(owner) {
            let (unit, decl) = (program.unit(field.unit), program.field_decl(field));
            let Some(of) = &decl.ty else { continue };
            let name = last(unit.text(of.name));
            let arg = of.args.first();
            let holds = rows.iter().any(|row| row.member_type.iter().any(|ty| ty == name));
            let Some(arg) = arg.filter(|_| holds) else { continue };
            let entity = program.resolve_type(field.unit, within, arg).decl();
            if let Some(entity) = entity.and_then(|ty| tenancy.of_type(ty))
                && !found.iter().any(|(known, _)| *known == entity)
            {
                found.push((entity, (field.unit, decl.span)));
            }
        }
    }
    found
}

/// Whether a filter works for the queries of a context, what it fails to install aside.
pub fn works_for(program: &Program, filter: &Filter, context: TypeId) -> bool {
    filter.holders.is_empty()
        || filter.holders.contains(&context)
        || program
            .supertypes(context)
            .iter()
            .any(|base| filter.holders.contains(base))
}

/// Whether an override goes without a call of anything that is called like it: what it overrides is never run.
pub fn replaces(program: &Program, function: FnId) -> bool {
    let info = program.func(function);
    let Some(body) = program.decl(function).body else {
        return false;
    };
    let (unit, name) = (program.unit(info.unit), program.text(info.name));
    !inside(unit, body).into_iter().any(|expr| match &unit.body[expr].kind {
        ExprKind::Call { callee, .. } => tail(unit, *callee) == Some(name),
        _ => false,
    })
}

/// Whether a filter is one that the bases of a context would install, were they asked.
pub fn by_bases(program: &Program, filter: &Filter, context: TypeId) -> bool {
    match filter.kind {
        FilterKind::Framework => !filter.holders.is_empty() && works_for(program, filter, context),
        FilterKind::Query => !filter.holders.contains(&context) && works_for(program, filter, context),
        FilterKind::Manager | FilterKind::Database => false,
    }
}

/// Entities that a loop over all entity types leaves out on purpose.
pub fn spared(tenancy: &Tenancy, program: &Program, language: Language, rows: &[&FilterRow]) -> FxHashSet<EntityId> {
    let names = |list: fn(&FilterRow) -> &[String]| {
        let mut names: Vec<&str> = rows.iter().flat_map(|row| list(row)).map(|name| last(name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let (registering, of_entity) = (names(|row| &row.call), names(|row| &row.entity_call));
    let mut wanted = registering.clone();
    wanted.extend(&of_entity);
    wanted.sort_unstable();
    wanted.dedup();
    let calls = Calls::scan(program, language, &wanted);
    let of_entity: FxHashSet<&str> = of_entity.into_iter().collect();
    let mut found = FxHashSet::default();
    let mut seen = FxHashSet::default();
    for call in calls.found.iter().filter(|call| registering.contains(&call.name)) {
        if let Some(Subject::Computed(Some(function))) = calls.subject(program, call, &of_entity, &[])
            && seen.insert(function)
        {
            found.extend(
                left_out(program, function, language)
                    .into_iter()
                    .filter_map(|ty| tenancy.of_type(ty)),
            );
        }
    }
    found
}

/// Where each entity is configured by a class of its own.
pub fn configured(
    tenancy: &Tenancy,
    program: &Program,
    language: Language,
    rows: &[&EntityRow],
) -> FxHashMap<EntityId, At> {
    let bases: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.configured_by.iter().map(String::as_str))
        .collect();
    let mut found = FxHashMap::default();
    if bases.is_empty() {
        return found;
    }
    for ty in program.types() {
        let Some((unit, decl)) = main_decl(program, ty) else {
            continue;
        };
        if program.unit(unit).language != language {
            continue;
        }
        let named = decl
            .bases
            .iter()
            .filter(|base| bases.contains(&last(program.unit(unit).text(base.name))));
        let within = Scope {
            function: None,
            owner: Some(ty),
        };
        let entity = named
            .filter_map(|base| base.args.first())
            .find_map(|arg| tenancy.of_type(program.resolve_type(unit, within, arg).decl()?));
        if let Some(entity) = entity {
            found.entry(entity).or_insert((unit, decl.name_span));
        }
    }
    found
}
