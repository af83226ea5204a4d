//! Filters that hold one tenant for everybody: what their predicate compares the tenant's key with was read once, when it was put
//! together, or is kept by an object that serves one request after the other.

use super::built::parts;
use super::captured::{Reach, Reader, Site};
use super::filters::path_of;
use super::fluent::Calls;
use super::holding::Holding;
use super::pooled::{self, Kept};
use super::syntax::{calls, dotted, inside, last, looking, positional};
use super::{EntityId, Role, Tenancy};
use crate::program::{FieldRef, FnId, Program, UnitId};
use partywall_catalog::Catalog;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Language, Lit, Span, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::rc::Rc;

pub use super::captured::Captured;

/// A predicate by the tenant's key of an entity that is put together once.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub entity: EntityId,
    /// The column that it is seen to restrict where it is written.
    pub column: Option<String>,
    pub unit: UnitId,
    /// Its lambda, or else the call that registers it.
    pub expr: ExprId,
    /// The function in which it is written.
    pub function: Option<FnId>,
}

/// A filter by the tenant that holds one tenant for everybody.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// The entities that it is for.
    pub entities: Vec<EntityId>,
    /// The column that it restricts.
    pub column: String,
    /// What the column is compared with; of a pooled object the call that keeps it.
    pub place: (UnitId, Span),
    /// Other filters that the same local or argument is compared in.
    pub also: Vec<(UnitId, Span)>,
    /// By what it was captured.
    pub how: Captured,
    /// What the code calls it; of a pooled object its member.
    pub name: Option<String>,
    /// Where it comes from.
    pub from: (UnitId, Span),
    /// All of the way was seen.
    pub certain: bool,
}

/// What a predicate compares a path of its row with; where it is put together of expressions, a path that it names.
struct Comparison {
    paths: Rc<Vec<Vec<String>>>,
    at: Site,
    with: ExprId,
    reach: Reach,
}

/// Finds the filters that hold one tenant among those that are put together once.
pub fn find(tenancy: &Tenancy, program: &Program, catalog: &Catalog, compiled: &[Compiled]) -> Vec<Frozen> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let mut by_place: BTreeMap<(UnitId, ExprId), Vec<&Compiled>> = BTreeMap::new();
        for of in compiled.iter().filter(|of| program.unit(of.unit).language == language) {
            by_place.entry((of.unit, of.expr)).or_default().push(of);
        }
        if by_place.is_empty() {
            continue;
        }
        let holding = Holding::new(program, catalog, language);
        let mut reader = Reader::new(program, tenancy.lexicon(), holding);
        let (mut frozen, mut kept) = (BTreeMap::new(), Vec::new());
        for group in by_place.values() {
            one(tenancy, program, &mut reader, group, (&mut frozen, &mut kept));
        }
        let mut frozen = by_cause(frozen.into_values());
        if !frozen.is_empty() {
            match keyed(tenancy, program, &reader.holding, language) {
                Keyed::ByTenant => frozen.clear(),
                Keyed::Otherwise => frozen.iter_mut().for_each(|of: &mut Frozen| of.certain = false),
                Keyed::Not => {}
            }
        }
        found.extend(frozen);
        found.extend(pooled::find(program, language, &mut reader, &kept));
    }
    found.sort_by_key(|of| (of.place, of.from));
    found
}

/// One of each local or argument, at the first place where it is compared.
fn by_cause(frozen: impl Iterator<Item = Frozen>) -> Vec<Frozen> {
    let mut frozen: Vec<Frozen> = frozen.collect();
    frozen.sort_by_key(|of| of.place);
    let mut first: FxHashMap<(UnitId, Span), usize> = FxHashMap::default();
    let mut found: Vec<Frozen> = Vec::new();
    for of in frozen {
        let shared = matches!(of.how, Captured::Local | Captured::Argument);
        match first.get(&of.from).copied().filter(|_| shared) {
            Some(known) => {
                let known = &mut found[known];
                known.also.push(of.place);
                known.entities.extend(of.entities);
                known.certain |= of.certain;
            }
            None => {
                if shared {
                    first.insert(of.from, found.len());
                }
                found.push(of);
            }
        }
    }
    for of in &mut found {
        of.entities.sort_unstable();
        of.entities.dedup();
    }
    found
}

/// What one predicate compares the tenant's keys of its entities with.
fn one(
    tenancy: &Tenancy,
    program: &Program,
    reader: &mut Reader<'_>,
    group: &[&Compiled],
    (frozen, kept): (&mut BTreeMap<(UnitId, ExprId), Frozen>, &mut Vec<Kept>),
) {
    let Some((first, function)) = group.first().and_then(|first| Some((first, first.function?))) else {
        return;
    };
    let at = Site::of(program, function);
    let compared = match &program.unit(first.unit).body[first.expr].kind {
        ExprKind::Lambda(_) => comparisons(program, reader, at, first.expr),
        _ => assembled(tenancy, program, reader, at, first.expr),
    };
    for of in group {
        let own = || {
            compared
                .iter()
                .filter_map(|one| Some((one, tied(tenancy, of.entity, one)?)))
        };
        if let Some((live, column)) = own().find(|(one, _)| one.reach == Reach::Live) {
            kept.extend(own_member(program, live.at, live.with).map(|field| Kept {
                entity: of.entity,
                column: of.column.clone().unwrap_or(column),
                field,
            }));
            continue;
        }
        for (one, column) in own() {
            let Reach::Once(once) = one.reach else { continue };
            let unit = program.unit(one.at.unit);
            let entry = frozen.entry((one.at.unit, one.with)).or_insert_with(|| Frozen {
                entities: Vec::new(),
                column: of.column.clone().unwrap_or(column),
                place: (one.at.unit, unit.body[one.with].span),
                also: Vec::new(),
                how: once.how,
                name: called(unit, one.with),
                from: once.from,
                certain: once.certain,
            });
            entry.entities.push(of.entity);
        }
    }
}

/// The path by which a comparison ties an entity's rows to a tenant.
fn tied(tenancy: &Tenancy, entity: EntityId, of: &Comparison) -> Option<String> {
    let ties = |path: &[&str]| {
        let role = tenancy.role(entity, path);
        matches!(role, Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_))
    };
    of.paths.iter().find_map(|path| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let (_, front) = path.split_last()?;
        // a key that may be missing is asked for its value
        let found = [&path[..], front]
            .into_iter()
            .find(|path| !path.is_empty() && ties(path))?;
        Some(found.join("."))
    })
}

/// What the code calls a value.
fn called(unit: &Unit, expr: ExprId) -> Option<String> {
    match &unit.body[expr].kind {
        ExprKind::Call { callee, .. } => dotted(unit, *callee),
        _ => dotted(unit, expr),
    }
}

/// What a predicate's lambda compares paths of its row with.
fn comparisons(program: &Program, reader: &mut Reader<'_>, at: Site, lambda: ExprId) -> Vec<Comparison> {
    let unit = program.unit(at.unit);
    let ExprKind::Lambda(of) = &unit.body[lambda].kind else {
        return Vec::new();
    };
    let params: Vec<&str> = of.params.iter().map(|param| unit.text(param.name)).collect();
    let all = inside(unit, of.body);
    let looking = looking(unit, &params, &all);
    let mut found = Vec::new();
    for expr in all {
        let operands: Vec<ExprId> = match &unit.body[expr].kind {
            ExprKind::Binary {
                op: BinaryOp::Eq,
                left,
                right,
            } => vec![*left, *right],
            ExprKind::Call { callee, args } => {
                let on = match &unit.body[*callee].kind {
                    ExprKind::Member { base, .. } => Some(*base),
                    _ => None,
                };
                on.into_iter().chain(args.iter().map(|arg| arg.value)).collect()
            }
            _ => continue,
        };
        let path = operands.iter().find_map(|of| path_of(unit, &params, plain(unit, *of)));
        let Some(path) = path else { continue };
        let paths = Rc::new(vec![path]);
        for with in operands.into_iter().filter(|of| !looking.contains(of)) {
            let (reach, _) = reader.reach(at, with);
            if reach != Reach::Constant {
                let paths = paths.clone();
                found.push(Comparison { paths, at, with, reach });
            }
        }
    }
    found
}

fn plain(unit: &Unit, mut expr: ExprId) -> ExprId {
    while let ExprKind::Cast { value, .. } | ExprKind::Unary { operand: value, .. } = &unit.body[expr].kind {
        expr = *value;
    }
    expr
}

/// What a predicate compares that is put together of expressions: lambdas among them, and constants that speak of a tenant. Of these one
/// is as good as all.
fn assembled(tenancy: &Tenancy, program: &Program, reader: &mut Reader<'_>, at: Site, expr: ExprId) -> Vec<Comparison> {
    let (mut found, mut constants, mut paths) = (Vec::new(), Vec::new(), Vec::new());
    for (at, part) in parts(program, reader, at, expr) {
        let unit = program.unit(at.unit);
        let all = inside(unit, part);
        if !reader.spend(all.len()) {
            break;
        }
        for expr in all {
            match &unit.body[expr].kind {
                ExprKind::Lambda(_) => found.extend(comparisons(program, reader, at, expr)),
                ExprKind::Member { name, .. } => paths.push(vec![unit.text(*name).to_owned()]),
                ExprKind::Lit(Lit::Str(text)) => paths.push(vec![unit.text(*text).to_owned()]),
                ExprKind::Call { callee, .. } if calls(unit, *callee, &reader.holding.constants) => {
                    let Some(with) = positional(unit, expr, 0) else {
                        continue;
                    };
                    let (reach, ty) = reader.constant(at, with);
                    let speaks =
                        || speaks(tenancy, unit, with) || program.name_of(&ty).is_some_and(|ty| names(tenancy, ty));
                    if reach == Reach::Live || (matches!(reach, Reach::Once(_)) && speaks()) {
                        constants.push((at, with, reach));
                    }
                }
                _ => {}
            }
        }
    }
    constants.sort_by_key(|(at, with, reach)| {
        let unit = program.unit(at.unit);
        let named = called(unit, *with).is_some();
        (*reach != Reach::Live, !named, at.unit, unit.body[*with].span)
    });
    if let Some((at, with, reach)) = constants.first().copied() {
        paths.sort_unstable();
        paths.dedup();
        let paths = Rc::new(paths);
        found.push(Comparison { paths, at, with, reach });
    }
    found
}

/// Whether an expression names a tenant, or whoever calls.
fn speaks(tenancy: &Tenancy, unit: &Unit, expr: ExprId) -> bool {
    inside(unit, expr).into_iter().any(|part| match &unit.body[part].kind {
        ExprKind::Name(name) | ExprKind::Member { name, .. } => names(tenancy, unit.text(*name)),
        _ => false,
    })
}

fn names(tenancy: &Tenancy, text: &str) -> bool {
    let (lexicon, words) = (tenancy.lexicon(), tenancy.lexicon().words(text));
    tenancy.is_tenant_key(text, true)
        || lexicon.root.suffix(&words).is_some()
        || lexicon.identity.suffix(&words).is_some()
}

/// The member of its own object that a value is reached through first.
fn own_member(program: &Program, at: Site, expr: ExprId) -> Option<FieldRef> {
    let unit = program.unit(at.unit);
    let mut next = expr;
    for _ in 0..unit.body.exprs.len() {
        let name = match &unit.body[next].kind {
            ExprKind::Name(name) => name,
            ExprKind::Member { base, name } if matches!(unit.body[*base].kind, ExprKind::This) => name,
            ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => {
                next = *base;
                continue;
            }
            ExprKind::Call { callee, .. } => {
                next = *callee;
                continue;
            }
            ExprKind::Cast { value, .. } | ExprKind::Unary { operand: value, .. } => {
                next = *value;
                continue;
            }
            _ => return None,
        };
        return program.field(at.owner?, program.sym(at.unit, *name));
    }
    None
}

/// For what predicates are put together anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keyed {
    Not,
    /// For something that does not say which tenant.
    Otherwise,
    ByTenant,
}

fn keyed(tenancy: &Tenancy, program: &Program, holding: &Holding, language: Language) -> Keyed {
    let mut keyed = Keyed::Not;
    let mut names: Vec<&str> = holding
        .keys
        .iter()
        .chain(&holding.rebuilds)
        .map(|name| last(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let calls = Calls::scan(program, language, &names);
    for call in &calls.found {
        let unit = program.unit(call.unit);
        let off = positional(unit, call.expr, 0)
            .is_some_and(|value| matches!(unit.body[value].kind, ExprKind::Lit(Lit::Bool(false))));
        if holding.rebuilds.iter().any(|name| last(name) == call.name) && off {
            return Keyed::ByTenant;
        }
        let given = calls.type_args(program, call);
        let asked = |name: Option<&str>| name.is_some_and(|name| holding.keyed_by.iter().any(|asked| asked == name));
        if let [service, .., by] = &given[..]
            && asked(service.name())
            && by.decl().is_none()
        {
            return Keyed::ByTenant;
        }
    }
    for ty in program.types().filter(|ty| program.derives(*ty, &holding.keyed_by)) {
        for function in program.own_methods(ty) {
            keyed = keyed.max(reads_tenant(tenancy, program, holding, *function, true));
        }
    }
    keyed
}

/// Whether the code that gives a key reads a tenant, what tells tenants apart, or something that is not known, or the like in a type of
/// key that it makes.
fn reads_tenant(tenancy: &Tenancy, program: &Program, holding: &Holding, function: FnId, through: bool) -> Keyed {
    let (lexicon, at) = (tenancy.lexicon(), Site::of(program, function));
    let (unit, decl) = (program.unit(at.unit), program.decl(function));
    let Some(body) = decl.body else {
        return Keyed::Not;
    };
    let given = |expr: ExprId| matches!(&unit.body[expr].kind, ExprKind::Name(name) if decl.params.first().is_some_and(|param| param.name == *name));
    let by = |tells: bool| if tells { Keyed::ByTenant } else { Keyed::Otherwise };
    let mut keyed = Keyed::Otherwise;
    let all = inside(unit, body);
    // `context.GetType()`
    let asked: FxHashSet<ExprId> = all
        .iter()
        .filter_map(|expr| match &unit.body[*expr].kind {
            ExprKind::Call { callee, args } if args.is_empty() => Some(*callee),
            _ => None,
        })
        .filter(|callee| matches!(&unit.body[*callee].kind, ExprKind::Member { base, .. } if given(*base)))
        .collect();
    for expr in all {
        let next = match &unit.body[expr].kind {
            ExprKind::Member { .. } if asked.contains(&expr) => continue,
            ExprKind::Name(name) => by(names(tenancy, unit.text(*name))),
            ExprKind::Member { name, .. } => {
                let words = lexicon.words(unit.text(*name));
                let known = holding.has(program, program.sym(at.unit, *name));
                by(!known || names(tenancy, unit.text(*name)) || lexicon.partition.within(&words))
            }
            ExprKind::Collection { items, .. } => by(items.iter().any(|item| given(*item))),
            ExprKind::New(new) if through => {
                let made = new
                    .ty
                    .as_ref()
                    .map(|ty| program.resolve_type(at.unit, at.scope(), ty).decl());
                match made.flatten() {
                    Some(made) => program
                        .own_methods(made)
                        .iter()
                        .map(|method| reads_tenant(tenancy, program, holding, *method, false))
                        .max()
                        .unwrap_or(Keyed::Not),
                    None => Keyed::ByTenant,
                }
            }
            _ => continue,
        };
        keyed = keyed.max(next);
    }
    keyed
}
