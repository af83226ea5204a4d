//! Class variables through which an entity is queried, and which of them only show one tenant's rows.

use super::contexts::replaces;
use super::discover::{language, main_decl};
use super::draft::Model;
use super::filters::add;
use super::links::type_of_expr;
use super::openings::{Opening, Openings, Tests};
use super::overwritten::{Overwritten, Replaced};
use super::syntax::{calls, inside, last, string};
use super::{EntityId, Filter, FilterKind, Role, Tenancy};
use crate::program::{FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{Catalog, FilterRow};
use partywall_ir::{ExprId, ExprKind, Language, Unit};
use std::collections::BTreeSet;

/// Links of a manager's making that are followed: `Base.from_queryset(Q)()`.
const LINKS: usize = 8;

/// What a language's frameworks say of managers.
struct Asked<'c> {
    rows: &'c [&'c FilterRow],
    tests: Tests<'c>,
}

/// A class variable that is a manager.
struct Manager {
    name: String,
    class: Option<TypeId>,
    /// The call that makes it, where a row says that the call itself restricts.
    restricting: Option<ExprId>,
    unit: UnitId,
    span: partywall_ir::Span,
}

/// Finds the managers that filter.
pub fn find(tenancy: &mut Tenancy, program: &Program, catalog: &Catalog) {
    for language_of in Language::ALL {
        let rows: Vec<&FilterRow> = catalog
            .of(language_of)
            .flat_map(|file| &file.filter)
            .filter(|row| !row.manager_method.is_empty() || !row.manager_call.is_empty())
            .collect();
        if rows.is_empty() {
            continue;
        }
        let asked = Asked {
            rows: &rows,
            tests: Tests::new(catalog, language_of),
        };
        for id in tenancy.ids() {
            let class = tenancy
                .entity(id)
                .types
                .iter()
                .copied()
                .find(|ty| language(program, *ty) == Some(language_of));
            if let Some(class) = class {
                of_entity(tenancy, program, id, class, &asked);
            }
        }
    }
}

/// Entities that managers are scoped by: the keywords of the calls that make them name them.
pub fn scopes(model: &Model, program: &Program, catalog: &Catalog) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for language_of in Language::ALL {
        let asked: Vec<String> = catalog
            .of(language_of)
            .flat_map(|file| &file.filter)
            .flat_map(|row| row.manager_call.iter().cloned())
            .collect();
        if asked.is_empty() {
            continue;
        }
        for ty in model
            .entities
            .iter()
            .flat_map(|draft| &draft.types)
            .filter(|ty| language(program, **ty) == Some(language_of))
        {
            for field in program.fields(*ty) {
                let unit = program.unit(field.unit);
                let Some(value) = program.field_decl(field).value else {
                    continue;
                };
                let ExprKind::Call { callee, args } = &unit.body[value].kind else {
                    continue;
                };
                if calls(unit, *callee, &asked) {
                    let named = args
                        .iter()
                        .filter_map(|arg| arg.name)
                        .map(|name| model.lexicon.words(unit.text(name)));
                    found.extend(
                        named
                            .filter_map(|words| model.names.exact(&words))
                            .map(|id| id as usize),
                    );
                }
            }
        }
    }
    found
}

fn of_entity(tenancy: &mut Tenancy, program: &Program, id: EntityId, class: TypeId, asked: &Asked<'_>) {
    let mut known: Vec<Manager> = Vec::new();
    let mut default: Option<String> = None;
    for of in std::iter::once(class).chain(program.supertypes(class)) {
        for manager in managers(program, of, asked.rows) {
            let default = default.get_or_insert_with(|| manager.name.clone()).clone();
            if let Some(nearer) = known.iter().find(|known| known.name == manager.name) {
                hidden(tenancy, program, id, (nearer, &manager), asked);
                continue;
            }
            let found = restriction(tenancy, program, id, &manager, asked);
            if let Some((column, opening)) = found {
                let mut filter = Filter::at(FilterKind::Manager, column, manager.unit, manager.span);
                filter.default_manager = default == manager.name;
                filter.opening = opening;
                filter.manager = Some(manager.name.clone());
                add(tenancy, id, filter, "a manager restricts");
            } else {
                unrun(tenancy, program, id, &manager, asked);
            }
            known.push(manager);
        }
    }
}

/// Notes a manager that restricts, where one of the same name that is nearer to the entity does not, and nothing in it speaks of
/// a tenant.
fn hidden(
    tenancy: &mut Tenancy,
    program: &Program,
    id: EntityId,
    (nearer, manager): (&Manager, &Manager),
    asked: &Asked<'_>,
) {
    let filters = &tenancy.entity(id).filters;
    let filtered = filters
        .iter()
        .any(|of| of.manager.as_ref().is_none_or(|name| *name == nearer.name));
    // The nearer one would restrict too, were it not for a method of its own.
    let known = |of: &Overwritten| of.how == Replaced::Method && of.entities.contains(&id);
    if tenancy.overwritten.iter().any(known)
        || filtered
        || nearer.restricting.is_some()
        || nearer.class.is_some_and(|class| speaks(tenancy, program, class))
    {
        return;
    }
    if let Some((column, _)) = restriction(tenancy, program, id, manager, asked) {
        let plain = nearer.class.is_none();
        let places = ((nearer.unit, nearer.span), (manager.unit, manager.span));
        note(tenancy, id, Replaced::Manager { plain }, column, places);
    }
}

/// Notes a method of a manager that never runs the one that it overrides, which restricts.
fn unrun(tenancy: &mut Tenancy, program: &Program, id: EntityId, manager: &Manager, asked: &Asked<'_>) {
    let Some(class) = manager.class else { return };
    let Some((of, method)) = overriding(program, class, asked.rows) else {
        return;
    };
    if speaks(tenancy, program, class) {
        return;
    }
    let below = program.supertypes(of).into_iter();
    let found = below.flat_map(|base| program.own_methods(base)).find_map(|base| {
        let (column, _) = scope_of_method(tenancy, program, id, *base, (&asked.tests, LINKS))?;
        (program.func(*base).name == program.func(method).name).then_some((*base, column))
    });
    if let Some((base, column)) = found {
        let at = |function: FnId| (program.func(function).unit, program.decl(function).name_span);
        note(tenancy, id, Replaced::Method, column, (at(method), at(base)));
    }
}

/// The nearest method of a manager's class that says what the manager returns and never runs what it overrides, and its class.
fn overriding(program: &Program, class: TypeId, rows: &[&FilterRow]) -> Option<(TypeId, FnId)> {
    let asked = |method: &FnId| {
        let name = program.text(program.func(*method).name);
        rows.iter()
            .any(|row| row.manager_method.iter().any(|asked| last(asked) == name))
    };
    for of in std::iter::once(class).chain(program.supertypes(class)) {
        if let Some(method) = program.own_methods(of).iter().copied().find(asked) {
            return replaces(program, method).then_some((of, method));
        }
    }
    None
}

/// Whether a class, in its own methods, names a tenant's key.
fn speaks(tenancy: &Tenancy, program: &Program, class: TypeId) -> bool {
    let names = |method: &FnId| {
        let unit = program.unit(program.func(*method).unit);
        let Some(body) = program.decl(*method).body else {
            return false;
        };
        inside(unit, body).into_iter().any(|expr| match &unit.body[expr].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => tenancy.is_tenant_key(unit.text(*name), true),
            ExprKind::Call { args, .. } => args
                .iter()
                .filter_map(|arg| arg.name)
                .any(|name| tenancy.is_tenant_key(unit.text(name), true)),
            _ => false,
        })
    };
    program.own_methods(class).iter().any(names)
}

fn note(
    tenancy: &mut Tenancy,
    id: EntityId,
    how: Replaced,
    column: String,
    (place, lost): ((UnitId, partywall_ir::Span), (UnitId, partywall_ir::Span)),
) {
    let same = |known: &&mut Overwritten| (known.place, known.lost) == (place, lost);
    if let Some(known) = tenancy.overwritten.iter_mut().find(same) {
        known.entities.push(id);
        return;
    }
    tenancy.overwritten.push(Overwritten {
        how,
        entities: vec![id],
        column,
        place,
        lost,
        name: None,
    });
}

/// The managers that a class declares itself, in order.
fn managers(program: &Program, class: TypeId, rows: &[&FilterRow]) -> Vec<Manager> {
    let mut found = Vec::new();
    for field in program.fields(class) {
        let unit = program.unit(field.unit);
        let decl = program.field_decl(field);
        let Some(value) = decl.value else { continue };
        let ExprKind::Call { callee, .. } = &unit.body[value].kind else {
            continue;
        };
        let restricting = rows
            .iter()
            .any(|row| calls(unit, *callee, &row.manager_call))
            .then_some(value);
        let within = Scope {
            function: None,
            owner: Some(class),
        };
        let (made, outside) = made_by(program, field.unit, within, *callee, rows);
        let derives = made.is_some_and(|made| {
            rows.iter()
                .any(|row| !row.manager_base.is_empty() && program.derives(made, &row.manager_base))
        });
        if restricting.is_some() || derives || outside {
            found.push(Manager {
                name: unit.text(decl.name).to_owned(),
                class: made.filter(|_| derives),
                restricting,
                unit: field.unit,
                span: decl.span,
            });
        }
    }
    found
}

/// The class that a call makes a value of, through chains like `A.from_b(C)()`; and whether it is a manager from outside of the program.
fn made_by(
    program: &Program,
    unit_id: UnitId,
    within: Scope,
    callee: ExprId,
    rows: &[&FilterRow],
) -> (Option<TypeId>, bool) {
    let unit = program.unit(unit_id);
    let mut at = callee;
    for _ in 0..LINKS {
        if let Some(ty) = type_of_expr(program, unit_id, within, at) {
            return (Some(ty), false);
        }
        if rows.iter().any(|row| calls(unit, at, &row.manager_base)) {
            return (None, true);
        }
        at = match &unit.body[at].kind {
            ExprKind::Call { callee, .. } => *callee,
            ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => *base,
            _ => return (None, false),
        };
    }
    (None, false)
}

/// The tenant's key that a manager restricts, and whether it can be left unrestricted.
fn restriction(
    tenancy: &Tenancy,
    program: &Program,
    id: EntityId,
    manager: &Manager,
    asked: &Asked<'_>,
) -> Option<(String, Option<Opening>)> {
    if let Some(call) = manager.restricting {
        return scope_of_call(tenancy, program.unit(manager.unit), id, call).map(|column| (column, None));
    }
    let class = manager.class?;
    let rows = asked.rows;
    let unrun = overriding(program, class, rows);
    for of in std::iter::once(class).chain(program.supertypes(class)) {
        main_decl(program, of)?;
        if unrun.is_some_and(|(nearer, _)| of != nearer && program.supertypes(nearer).contains(&of)) {
            break;
        }
        for method in program.own_methods(of) {
            let name = program.text(program.func(*method).name);
            if rows
                .iter()
                .any(|row| row.manager_method.iter().any(|asked| last(asked) == name))
                && let Some(found) = scope_of_method(tenancy, program, id, *method, (&asked.tests, LINKS))
            {
                return Some(found);
            }
        }
    }
    None
}

/// `Scoped(tenant="event__organizer")`: the keyword's value is the path to what the rows are scoped by.
fn scope_of_call(tenancy: &Tenancy, unit: &Unit, id: EntityId, call: ExprId) -> Option<String> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    args.iter().find_map(|arg| {
        let path = string(unit, arg.value).or_else(|| arg.name.map(|name| unit.text(name)))?;
        let ties = matches!(
            tenancy.role(id, &[path]),
            Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::Member(_)
        );
        (arg.name.is_some() && ties).then(|| tenancy.lexicon().parts(path).join("."))
    })
}

/// A condition on a tenant's key among the calls of a method, or of one that it hands its rows on to, and a way past it.
fn scope_of_method(
    tenancy: &Tenancy,
    program: &Program,
    id: EntityId,
    method: FnId,
    (tests, depth): (&Tests<'_>, usize),
) -> Option<(String, Option<Opening>)> {
    let at = program.func(method).unit;
    let unit = program.unit(at);
    let body = program.decl(method).body?;
    let restricts = |name: &str| {
        matches!(
            tenancy.role(id, &[name]),
            Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_)
        )
    };
    let mut found: Option<(String, ExprId)> = None;
    for expr in inside(unit, body) {
        let ExprKind::Call { args, .. } = &unit.body[expr].kind else {
            continue;
        };
        let mut names = args.iter().filter_map(|arg| arg.name).map(|name| unit.text(name));
        if let Some(name) = names.rfind(|name| restricts(name)) {
            found = Some((tenancy.lexicon().parts(name).join("."), expr));
        }
    }
    let Some((column, call)) = found else {
        let inner = handed_on(program, method)?;
        return scope_of_method(tenancy, program, id, inner, (tests, depth.checked_sub(1)?));
    };
    let openings = Openings::new(tenancy, tests);
    let values = openings.values(unit, call);
    let opening = openings.of_method(unit, at, body, call, &values);
    Some((column, opening))
}

/// The method of the program's own that a method hands its rows on to: `return Rows(self.model).of_current()`.
fn handed_on(program: &Program, method: FnId) -> Option<FnId> {
    let info = program.func(method);
    let unit = program.unit(info.unit);
    let within = Scope {
        function: Some(method),
        owner: info.owner,
    };
    let calls = inside(unit, program.decl(method).body?);
    calls.into_iter().find_map(|expr| {
        let ExprKind::Call { callee, .. } = &unit.body[expr].kind else {
            return None;
        };
        let ExprKind::Member { base, name } = unit.body[*callee].kind else {
            return None;
        };
        let ExprKind::Call { callee: made, .. } = &unit.body[base].kind else {
            return None;
        };
        let class = type_of_expr(program, info.unit, within, *made)?;
        let mut methods = program.own_methods(class).iter().copied();
        methods.find(|inner| program.text(program.func(*inner).name) == unit.text(name))
    })
}
