//! Class variables through which an entity is queried, and which of them only show one tenant's rows.

use super::discover::{language, main_decl};
use super::draft::Model;
use super::filters::add;
use super::links::type_of_expr;
use super::syntax::{calls, inside, last, string};
use super::{EntityId, Filter, FilterKind, Role, Tenancy};
use crate::program::{FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{Catalog, FilterRow};
use partywall_ir::{ExprId, ExprKind, Language, Unit};
use std::collections::BTreeSet;

/// Links of a manager's making that are followed: `Base.from_queryset(Q)()`.
const LINKS: usize = 8;

/// Branches of a manager's method that are looked into.
const BRANCHES: usize = 64;

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
        for id in tenancy.ids() {
            let class = tenancy
                .entity(id)
                .types
                .iter()
                .copied()
                .find(|ty| language(program, *ty) == Some(language_of));
            if let Some(class) = class {
                of_entity(tenancy, program, id, class, &rows);
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

fn of_entity(tenancy: &mut Tenancy, program: &Program, id: EntityId, class: TypeId, rows: &[&FilterRow]) {
    let mut known: Vec<String> = Vec::new();
    let mut default: Option<String> = None;
    for of in std::iter::once(class).chain(program.supertypes(class)) {
        for manager in managers(program, of, rows) {
            let default = default.get_or_insert_with(|| manager.name.clone()).clone();
            if known.contains(&manager.name) {
                continue;
            }
            known.push(manager.name.clone());
            if let Some((column, fails_open)) = restriction(tenancy, program, id, &manager, rows) {
                let mut filter = Filter::at(FilterKind::Manager, column, manager.unit, manager.span);
                filter.default_manager = default == manager.name;
                filter.fails_open = fails_open;
                filter.manager = Some(manager.name);
                add(tenancy, id, filter, "a manager restricts");
            }
        }
    }
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
    rows: &[&FilterRow],
) -> Option<(String, bool)> {
    if let Some(call) = manager.restricting {
        return scope_of_call(tenancy, program.unit(manager.unit), id, call).map(|column| (column, false));
    }
    let class = manager.class?;
    for of in std::iter::once(class).chain(program.supertypes(class)) {
        main_decl(program, of)?;
        for method in program.own_methods(of) {
            let name = program.text(program.func(*method).name);
            if rows
                .iter()
                .any(|row| row.manager_method.iter().any(|asked| last(asked) == name))
                && let Some(found) = scope_of_method(tenancy, program, id, *method)
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

/// A condition on a tenant's key among the calls of a method. It fails open where it stands in a branch and nothing in the method
/// stops or empties the other one.
fn scope_of_method(tenancy: &Tenancy, program: &Program, id: EntityId, method: FnId) -> Option<(String, bool)> {
    let unit = program.unit(program.func(method).unit);
    let body = program.decl(method).body?;
    let mut found: Option<(String, ExprId)> = None;
    let mut stops = false;
    for expr in inside(unit, body) {
        match &unit.body[expr].kind {
            ExprKind::Raise(_) => stops = true,
            ExprKind::Call { callee, args } => {
                stops |= args.is_empty() && calls(unit, *callee, &["none".to_owned()]);
                for name in args.iter().filter_map(|arg| arg.name) {
                    let path = unit.text(name);
                    let ties = matches!(
                        tenancy.role(id, &[path]),
                        Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_)
                    );
                    if ties {
                        found = Some((tenancy.lexicon().parts(path).join("."), expr));
                    }
                }
            }
            _ => {}
        }
    }
    let (column, call) = found?;
    let holds = |branch: ExprId| inside(unit, branch).contains(&call);
    let branches = inside(unit, body)
        .into_iter()
        .filter_map(|expr| match &unit.body[expr].kind {
            ExprKind::If { then, els, .. } => Some((*then, *els)),
            _ => None,
        });
    let conditional = branches
        .take(BRANCHES)
        .any(|(then, els)| holds(then) || els.is_some_and(holds));
    Some((column, conditional && !stops))
}
