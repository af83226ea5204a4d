//! What is pushed to every connected client, and whether it is a tenant's: something of the caller, a row that belongs to a tenant, or
//! a part of one. What a function pushes of its parameters is its callers' to say.

use crate::facts::{At, Broadcast, function_name};
use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Srcs};
use crate::program::{FnId, Sym, Ty};
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::BroadcastRow;
use partywall_ir::{ExprId, ExprKind, Lit, Name, PatKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What each local of a function is given; nothing for one that is given several things.
pub(super) type GivenOnce = Arc<FxHashMap<Name, Option<ExprId>>>;

/// The most pushes of one function that are told apart.
const MAX_PUSHED: usize = 16;

/// Through how many calls what is pushed is followed.
const MAX_CALLS: usize = 4;

/// How deep a receiver is looked through.
const DEPTH: usize = 8;

/// Something that is pushed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pushed {
    /// Where.
    place: At,
    /// The function that holds the place.
    function: FnId,
    /// What of.
    srcs: Srcs,
    /// Entities whose rows are in it, by their types.
    rows: Vec<EntityId>,
    /// The calls that lead there: who is called, and where.
    calls: Vec<(FnId, At)>,
}

impl Cx<'_, '_> {
    /// A call that may push what it is given to everybody.
    pub(super) fn broadcast_call(&mut self, site: &Site, given: &[Given]) {
        if self.pushed.len() >= MAX_PUSHED || !self.is_broadcast(site, given) {
            return;
        }
        // where it is known that the caller has no tenant, there is nobody to keep it from
        let nobody = |fact: &Fact| matches!(fact, Fact::Missing(src) if src.root() == Root::Identity);
        if self.st.facts.iter().any(nobody) {
            return;
        }
        let srcs = given.iter().fold(Srcs::default(), |all, arg| all.union(&arg.val.srcs));
        let mut rows: Vec<EntityId> = given.iter().filter_map(|arg| self.row_type(&arg.val.ty)).collect();
        rows.sort_unstable();
        rows.dedup();
        self.pushed.push(Pushed {
            place: (self.unit_id, self.unit.body[site.expr].span),
            function: self.function,
            srcs,
            rows,
            calls: Vec::new(),
        });
    }

    fn row_type(&self, ty: &Ty) -> Option<EntityId> {
        match self.entity_of(ty) {
            EntRef::Known(entity) => is_owned(self.eng, entity).then_some(entity),
            _ => None,
        }
    }

    fn is_broadcast(&self, site: &Site, given: &[Given]) -> bool {
        let index = &self.eng.index;
        let fits = |row: &BroadcastRow| {
            let named = |names: &[String]| {
                given.iter().any(|arg| {
                    let off = matches!(
                        self.unit.body[arg.expr].kind,
                        ExprKind::Lit(Lit::Bool(false) | Lit::Null)
                    );
                    !off && arg.name.is_some_and(|name| self.is_one_of(name, names))
                })
            };
            let placed = given.iter().filter(|arg| arg.name.is_none()).count();
            (row.call.is_empty() || self.named(&row.call, site))
                && (row.with.is_empty() || named(&row.with))
                && !named(&row.unless)
                && row.unless_at.is_none_or(|at| placed <= at)
        };
        let mut by_call = index.broadcast_call.get(self.unit.language, site.name);
        if by_call.any(|row| row.on.is_empty() && fits(row)) {
            return true;
        }
        let Some(base) = site.base.filter(|_| index.broadcast_on.speak_of(self.unit.language)) else {
            return false;
        };
        let written = self.unfold(base);
        let Some(name) = self.last_name(written) else {
            return false;
        };
        let mut by_receiver = index.broadcast_on.get(self.unit.language, name);
        by_receiver.any(|row| self.is_on(written, &row.on) && fits(row))
    }

    fn is_one_of(&self, name: Sym, names: &[String]) -> bool {
        names.iter().any(|asked| asked == self.text(name))
    }

    /// What each local of the function is given; nothing for one that is given several things.
    pub(super) fn locals_given(&self) -> GivenOnce {
        self.eng.given_once.get_or(&self.function, || self.given_once())
    }

    /// What a receiver was called before it was put into a local that is given nothing else.
    fn unfold(&self, base: ExprId) -> ExprId {
        let ExprKind::Name(local) = &self.unit.body[base].kind else {
            return base;
        };
        self.locals_given().get(local).copied().flatten().unwrap_or(base)
    }

    /// What each local of the function is given, or a part of it; nothing for one that is given several things.
    fn given_once(&self) -> GivenOnce {
        let mut given: FxHashMap<Name, Option<ExprId>> = FxHashMap::default();
        let body = self.eng.program.decl(self.function).body;
        for expr in body.map_or_else(Vec::new, |body| crate::tenancy::inside(self.unit, body)) {
            let found = match &self.unit.body[expr].kind {
                ExprKind::Let {
                    pattern,
                    value: Some(value),
                    ..
                } => match &self.unit.body[*pattern].kind {
                    PatKind::Bind { name, .. } => Some((*name, *value)),
                    _ => None,
                },
                ExprKind::Assign { target, value, .. } => match &self.unit.body[*target].kind {
                    ExprKind::Name(name) => Some((*name, *value)),
                    _ => None,
                },
                _ => None,
            };
            let found = found.or_else(|| self.bound_part(expr));
            if let Some((name, value)) = found {
                given.entry(name).and_modify(|only| *only = None).or_insert(Some(value));
            }
        }
        Arc::new(given)
    }

    /// The one name that a condition binds to a part of what it looks at: `if let Ok(guard) = state.lock()`.
    fn bound_part(&self, expr: ExprId) -> Option<(Name, ExprId)> {
        let ExprKind::Is { value, pattern } = &self.unit.body[expr].kind else {
            return None;
        };
        let PatKind::Record { items, .. } = &self.unit.body[*pattern].kind else {
            return None;
        };
        let [only] = items[..] else { return None };
        match &self.unit.body[only].kind {
            PatKind::Bind { name, .. } => Some((*name, *value)),
            _ => None,
        }
    }

    /// Whether an expression is a member, or the result of a call, of one of these names; a dotted one asks for what stands in front.
    fn is_on(&self, expr: ExprId, names: &[String]) -> bool {
        let mut at = expr;
        for _ in 0..DEPTH {
            match &self.unit.body[at].kind {
                ExprKind::Call { callee, .. } => at = *callee,
                ExprKind::Generic { base, .. } => at = *base,
                _ => break,
            }
        }
        let (last, before) = match &self.unit.body[at].kind {
            ExprKind::Member { base, name } => (self.unit.text(*name), self.last_name(*base)),
            ExprKind::Name(name) => (self.unit.text(*name), None),
            _ => return false,
        };
        names.iter().any(|asked| match asked.rsplit_once('.') {
            None => asked == last,
            Some((front, end)) => end == last && before == Some(front),
        })
    }

    /// Takes over what the callee pushes of what this function hands it.
    pub(super) fn import_pushed(&mut self, expr: ExprId, summary: &Summary, binding: &Binding) {
        let here = (self.unit_id, self.unit.body[expr].span);
        for pushed in &summary.pushed {
            let ours = |src: &crate::flow::value::SrcId| matches!(src.root(), Root::Param(_) | Root::This);
            if self.pushed.len() >= MAX_PUSHED
                || pushed.calls.len() >= MAX_CALLS
                || !pushed.srcs.list().iter().any(ours)
            {
                continue;
            }
            let srcs = pushed
                .srcs
                .list()
                .iter()
                .filter(|src| ours(src))
                .fold(Srcs::default(), |all, src| all.union(&self.source(*src, binding)));
            let mut rows: Vec<EntityId> = binding.args.iter().filter_map(|arg| self.row_type(&arg.ty)).collect();
            rows.retain(|entity| pushed.rows.contains(entity));
            let mut calls = vec![(binding.callee, here)];
            calls.extend(pushed.calls.iter().copied());
            self.pushed.push(Pushed {
                srcs,
                rows,
                calls,
                ..pushed.clone()
            });
        }
    }
}

/// Whether an entity's rows belong to a tenant that is no person.
fn is_owned(eng: &Engine, entity: EntityId) -> bool {
    let of = eng.tenancy.entity(entity);
    of.standing == Standing::Owned && of.paths.iter().any(|path| !is_person(eng, path.root))
}

fn is_person(eng: &Engine, root: EntityId) -> bool {
    eng.tenancy.entity(root).standing == Standing::Root { user: true }
}

/// What of tenants these functions push to everybody, by place. Where there are no tenants but persons, nothing is.
pub fn of_tenants(eng: &Engine, functions: &[FnId]) -> Vec<Broadcast> {
    let several = eng.tenancy.ids().any(|id| {
        let standing = eng.tenancy.entity(id).standing;
        standing == Standing::Root { user: false }
    });
    let mut found: BTreeMap<At, Broadcast> = BTreeMap::new();
    for function in functions.iter().filter(|_| several) {
        let summary = eng.summary(*function);
        for pushed in &summary.pushed {
            let Some(rows) = tenants(eng, &summary, pushed) else {
                continue;
            };
            found.entry(pushed.place).or_insert_with(|| Broadcast {
                place: pushed.place,
                function: pushed.function,
                rows,
                flow: flow(eng, *function, pushed),
            });
        }
    }
    found.into_values().collect()
}

/// Whether a tenant's data is in what is pushed, and whose rows.
fn tenants(eng: &Engine, summary: &Summary, pushed: &Pushed) -> Option<Option<EntityId>> {
    let read = pushed.srcs.list().iter().find_map(|src| match src.root() {
        Root::Record(at) => match summary.accesses.get(at as usize)?.entity {
            EntRef::Known(entity) => is_owned(eng, entity).then_some(entity),
            _ => None,
        },
        _ => None,
    });
    let own = |src: &crate::flow::value::SrcId| matches!(src.root(), Root::Identity | Root::Trusted);
    match read.or(pushed.rows.first().copied()) {
        Some(entity) => Some(Some(entity)),
        None => pushed.srcs.list().iter().any(own).then_some(None),
    }
}

fn flow(eng: &Engine, function: FnId, pushed: &Pushed) -> Vec<(At, String)> {
    if pushed.calls.is_empty() {
        return Vec::new();
    }
    let program = eng.program;
    let start = (program.func(function).unit, program.decl(function).name_span);
    let mut steps = vec![(start, format!("`{}` runs", function_name(program, function)))];
    steps.extend(
        pushed
            .calls
            .iter()
            .map(|(callee, at)| (*at, format!("`{}` is called", function_name(program, *callee)))),
    );
    steps.push((pushed.place, "it is pushed to everybody".to_owned()));
    steps
}
