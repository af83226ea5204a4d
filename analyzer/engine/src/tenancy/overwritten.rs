//! Filters that something else takes the place of: a later registration for the same entity, or a manager nearer to it.
//!
//! Only what is known to come later counts. The order is that in which the method runs that installs the filters of a context.

use super::contexts;
use super::installed::Walk;
use super::links::type_of_expr;
use super::syntax::{inside, tail, text_of};
use super::{EntityId, FilterKind, Role, Tenancy};
use crate::program::{FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{Catalog, EntityRow, FilterRow};
use partywall_ir::{BinaryOp, ExprId, ExprKind, Language, Lit, Span, UnaryOp, Unit};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// What takes a filter's place, and where that filter is.
type Pairs = BTreeMap<((UnitId, Span), (UnitId, Span)), Overwritten>;

/// Conditions around one registration, at most.
const CONDITIONS: usize = 32;

/// In which way a filter's place is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// By a later registration.
    Registered {
        /// It happens whenever the first does.
        always: bool,
    },
    /// By a manager of the same name that is nearer to the entity; `plain` is one of the library's own.
    Manager {
        /// Nothing is restricted by it, as is plain to see.
        plain: bool,
    },
    /// By a method of a manager that never calls the one that it overrides.
    Method,
}

/// A filter by the tenant that something takes the place of.
#[derive(Clone, Debug)]
pub struct Overwritten {
    /// By what.
    pub how: Replaced,
    /// The entities that go without it.
    pub entities: Vec<EntityId>,
    /// The column that it would restrict.
    pub column: String,
    /// What takes its place.
    pub place: (UnitId, Span),
    /// Where it is.
    pub lost: (UnitId, Span),
    /// What it is called.
    pub name: Option<String>,
}

/// What a registered predicate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It restricts the tenant's key.
    Tenant,
    /// It restricts something else, or nothing.
    Other,
    /// It could not be read, or goes on from what was there before.
    Unknown,
}

/// A filter that is registered for an entity.
#[derive(Clone, Debug)]
pub struct Registration {
    pub entity: EntityId,
    /// The call that registers it.
    pub site: (UnitId, ExprId),
    /// Where its predicate stands.
    pub place: (UnitId, Span),
    pub name: Option<String>,
    pub column: Option<String>,
    pub says: Says,
}

/// A predicate that names no tenant's key: the call that registers it, and its lambda, where it has one.
#[derive(Clone, Copy)]
pub struct Predicate<'m> {
    pub unit: UnitId,
    pub call: ExprId,
    pub lambda: Option<ExprId>,
    /// The paths of the row that it names.
    pub mentioned: &'m [Vec<String>],
}

/// What a predicate says that names no tenant's key of the entity.
pub fn says(
    tenancy: &Tenancy,
    program: &Program,
    (entity, row): (EntityId, &FilterRow),
    predicate: Predicate<'_>,
    within: [Option<FnId>; 2],
) -> Says {
    let Predicate {
        unit: unit_id,
        call,
        lambda,
        mentioned,
    } = predicate;
    let unit = program.unit(unit_id);
    let reads = |function: FnId| {
        let body = program.decl(function).body;
        let own = program.unit(program.func(function).unit);
        body.is_some_and(|body| {
            inside(own, body)
                .into_iter()
                .any(|expr| tail(own, expr).is_some_and(|name| row.reads.iter().any(|asked| asked == name)))
        })
    };
    if within.into_iter().flatten().any(reads) {
        return Says::Unknown;
    }
    if lambda.is_none() && takes_nothing(unit, call) {
        return Says::Other;
    }
    let around = || {
        let body = within[0].and_then(|function| program.decl(function).body)?;
        (within[0].map(|function| program.func(function).unit) == Some(unit_id)).then(|| members(unit, body))
    };
    let (paths, opaque) = match lambda {
        Some(lambda) => (mentioned.to_vec(), hands_on(unit, lambda)),
        None => match around() {
            Some(paths) => (paths, false),
            None => return Says::Unknown,
        },
    };
    let fits = within[0].is_none_or(|function| asks_for(tenancy, program, (function, unit_id, call), entity));
    let of_tenant = |path: &Vec<String>| {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let role = tenancy.role(entity, &parts);
        matches!(
            role,
            Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_) | Role::ParentKey(_)
        ) || path.iter().any(|part| tenancy.is_tenant_key(part, true))
    };
    let own = |path: &Vec<String>| path.first().is_some_and(|name| tenancy.column(entity, name).is_some());
    if opaque || !fits || paths.iter().any(of_tenant) || !paths.iter().any(own) {
        return Says::Unknown;
    }
    Says::Other
}

/// Whether a call is handed nothing in place of a predicate.
fn takes_nothing(unit: &Unit, call: ExprId) -> bool {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return false;
    };
    let mut value = match args.last() {
        Some(last) => last.value,
        None => return false,
    };
    while let ExprKind::Cast { value: inner, .. } = &unit.body[value].kind {
        value = *inner;
    }
    matches!(unit.body[value].kind, ExprKind::Lit(Lit::Null))
}

/// Whether a predicate hands its row to a call: what that asks of it is not seen here.
fn hands_on(unit: &Unit, lambda: ExprId) -> bool {
    let ExprKind::Lambda(of) = &unit.body[lambda].kind else {
        return true;
    };
    let params: Vec<_> = of.params.iter().map(|param| param.name).collect();
    inside(unit, of.body)
        .into_iter()
        .any(|expr| match &unit.body[expr].kind {
            ExprKind::Call { args, .. } => {
                let handed = args
                    .iter()
                    .any(|arg| matches!(&unit.body[arg.value].kind, ExprKind::Name(name) if params.contains(name)));
                // `Property(row, "IsDeleted")` names what it reads
                handed
                    && !args.iter().any(|arg| {
                        !matches!(unit.body[arg.value].kind, ExprKind::Name(_)) && text_of(unit, arg.value).is_some()
                    })
            }
            _ => false,
        })
}

/// Paths, and texts, that code names.
fn members(unit: &Unit, body: ExprId) -> Vec<Vec<String>> {
    inside(unit, body)
        .into_iter()
        .filter_map(|expr| match &unit.body[expr].kind {
            ExprKind::Member { name, .. } | ExprKind::Name(name) => Some(vec![unit.text(*name).to_owned()]),
            ExprKind::Lit(Lit::Str(text)) => Some(vec![unit.text(*text).to_owned()]),
            _ => None,
        })
        .collect()
}

/// Whether the conditions around a registration let an entity through, as far as they ask for its type.
fn asks_for(
    tenancy: &Tenancy,
    program: &Program,
    (function, unit_id, call): (FnId, UnitId, ExprId),
    entity: EntityId,
) -> bool {
    let unit = program.unit(unit_id);
    let Some(body) = program.decl(function).body else {
        return true;
    };
    let span = unit.body[call].span;
    let within = Scope {
        function: Some(function),
        owner: program.func(function).owner,
    };
    let around = inside(unit, body)
        .into_iter()
        .filter_map(|expr| match &unit.body[expr].kind {
            ExprKind::If { cond, then, .. } if unit.body[*then].span.contains(span) => Some(*cond),
            _ => None,
        });
    let is = |ty: TypeId, asked: TypeId| ty == asked || program.supertypes(ty).contains(&asked);
    for cond in around.take(CONDITIONS) {
        for expr in inside(unit, cond) {
            let asked = match &unit.body[expr].kind {
                ExprKind::Unary { op: UnaryOp::Not, .. }
                | ExprKind::Binary {
                    op: BinaryOp::Or | BinaryOp::BitOr,
                    ..
                } => return false,
                ExprKind::Name(_) | ExprKind::Member { .. } => type_of_expr(program, unit_id, within, expr),
                ExprKind::Generic { args, .. } => args
                    .first()
                    .and_then(|arg| program.resolve_type(unit_id, within, arg).decl()),
                _ => None,
            };
            if let Some(asked) = asked
                && !tenancy.entity(entity).types.iter().any(|ty| is(*ty, asked))
            {
                return false;
            }
        }
    }
    true
}

/// Finds the registrations that another takes the place of, beside what was found of managers.
pub fn find(tenancy: &mut Tenancy, program: &Program, catalog: &Catalog, registered: &[Registration]) {
    let tenants: FxHashSet<EntityId> = of(registered, Says::Tenant);
    let others: FxHashSet<EntityId> = of(registered, Says::Other);
    let mut found: Pairs = BTreeMap::new();
    if tenants.intersection(&others).next().is_some() {
        for language in Language::ALL {
            let rows: Vec<&FilterRow> = catalog.of(language).flat_map(|file| &file.filter).collect();
            let entities: Vec<&EntityRow> = catalog.of(language).flat_map(|file| &file.entity).collect();
            let contexts = contexts::all(tenancy, program, language, (&entities, &rows));
            let mut walk = Walk::new(program, language, &rows, registered);
            for installer in contexts.iter().filter_map(|context| context.installer(program)) {
                walk.from(installer);
                lost(tenancy, registered, &walk, &mut found);
            }
        }
    }
    tenancy.overwritten.extend(found.into_values());
    tenancy.overwritten.sort_by_key(|of| (of.place, of.lost));
}

fn of(registered: &[Registration], says: Says) -> FxHashSet<EntityId> {
    let said = registered.iter().filter(|of| of.says == says);
    said.map(|of| of.entity).collect()
}

/// What is registered for each entity in one run, in order: a tenant's filter after which one of the same name comes that is none.
fn lost(tenancy: &Tenancy, registered: &[Registration], walk: &Walk<'_>, found: &mut Pairs) {
    let mut by_entity: BTreeMap<(EntityId, &Option<String>), Vec<usize>> = BTreeMap::new();
    for (at, event) in walk.events.iter().enumerate() {
        let registration = &registered[event.registration];
        by_entity
            .entry((registration.entity, &registration.name))
            .or_default()
            .push(at);
    }
    for ((entity, name), events) in by_entity {
        let by_others = |kind| matches!(kind, FilterKind::Database | FilterKind::Framework);
        if tenancy.entity(entity).filters.iter().any(|of| by_others(of.kind)) {
            continue;
        }
        let Some(last) = events.last().map(|at| &walk.events[*at]) else {
            continue;
        };
        let by = &registered[last.registration];
        let first = events.iter().rev().skip(1).map(|at| &walk.events[*at]);
        let first = first.into_iter().find(|event| !event.excludes(last));
        let Some(first) = first.filter(|_| by.says == Says::Other) else {
            continue;
        };
        let filter = &registered[first.registration];
        if filter.says != Says::Tenant {
            continue;
        }
        let always = last.arms.iter().all(|arm| first.arms.contains(arm));
        let one = found.entry((by.place, filter.place)).or_insert_with(|| Overwritten {
            how: Replaced::Registered { always },
            entities: Vec::new(),
            column: filter.column.clone().unwrap_or_default(),
            place: by.place,
            lost: filter.place,
            name: name.clone(),
        });
        if !one.entities.contains(&entity) {
            one.entities.push(entity);
        }
    }
}
