//! Queries of jobs over the rows of all tenants: those that stand in a loop over the tenants and forget whose turn it is, and those of
//! jobs that never loop.
//!
//! A loop tells a query whose turn it is by a value, or by something that is set up for the tenant before it: a context, a connection,
//! an object of its own.

use crate::facts::{At, Leak, Site, Sweep, Verdict};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::{Access, Bypass, Pred};
use crate::flow::value::{EntRef, Root, Val};
use crate::flow::vocab::List;
use crate::program::FnId;
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{EntryKind, Operation, OriginWord};
use partywall_ir::walk::{bound, children};
use partywall_ir::{BinaryOp, ExprId, ExprKind, Loop, Name};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The most such queries of one function.
const MAX_IN_TURN: usize = 64;

/// A query in a loop over tenants.
#[derive(Clone, Debug, PartialEq)]
pub struct InTurn {
    /// Where it is asked in the loop: the access, or the call that leads to it.
    place: At,
    /// The access, where that is somewhere else.
    access: Option<At>,
    /// Of what.
    entity: EntityId,
    /// The tenants, and the loop over them.
    over: (EntityId, At),
    /// It asks for the rows of all of them, and nothing could have told it whose turn it is.
    forgets: bool,
}

impl Cx<'_, '_> {
    /// The tenants that a loop goes over: whose rows its values are.
    pub(super) fn tenants_of(&self, val: &Val) -> Option<EntityId> {
        let [src] = val.srcs.list() else { return None };
        let Root::Record(at) = src.root() else { return None };
        let access = self.accesses.get(at as usize)?;
        match access.entity {
            EntRef::Known(id) => {
                let group = self.eng.tenancy.entity(id).standing == Standing::Root { user: false };
                (group && access.operation == Operation::List).then_some(id)
            }
            _ => None,
        }
    }

    /// Notes what was asked in the body of a loop over tenants, and whether with a word of whose turn it is. `since`: how many accesses
    /// there were before.
    pub(super) fn turn_of(&mut self, inner: &Loop, over: EntityId, since: usize) {
        let Some(pattern) = inner.pattern else { return };
        let mut names = FxHashSet::default();
        bound(&self.unit.body, pattern, &mut |name| _ = names.insert(name));
        let turn = Turn::new(self, inner.body, names);
        for at in since..self.accesses.len() {
            let access = &self.accesses[at];
            let place = access.calls.first().map_or(access.place, |call| call.place);
            let EntRef::Known(entity) = access.entity else { continue };
            if self.in_turn.len() < MAX_IN_TURN && place.0 == self.unit_id {
                let head = inner.head.unwrap_or(inner.body);
                self.in_turn.push(InTurn {
                    place,
                    access: (!access.calls.is_empty()).then_some(access.place),
                    entity,
                    over: (over, (self.unit_id, self.unit.body[head].span)),
                    forgets: self.is_of_all(access, entity, over) && !turn.is_told(place),
                });
            }
        }
    }

    /// Whether an access reads the rows of all tenants: nothing but constants restricts them, and no filter does.
    fn is_of_all(&self, access: &Access, entity: EntityId, over: EntityId) -> bool {
        let of = self.eng.tenancy.entity(entity);
        let owned = of.standing == Standing::Owned && of.paths.iter().any(|path| path.root == over);
        let plain = |pred: &Pred| match pred {
            Pred::Test { value, .. } => {
                let mut sources = value.list().iter();
                sources.all(|src| matches!(src.root(), Root::Const | Root::Generated))
            }
            _ => false,
        };
        owned
            && of.filters.is_empty()
            && matches!(access.operation, Operation::List | Operation::Count)
            && !access.stores
            && !access.inner
            && !access.opaque
            && access.bypass == Bypass::No
            && access.preds.iter().all(plain)
    }
}

/// What the body of a loop does with the one whose turn it is.
struct Turn {
    /// Where it is handed to something, or set somewhere: what comes after may know of it.
    told: Vec<partywall_ir::Span>,
    /// It is compared with something.
    compared: bool,
}

impl Turn {
    fn new(cx: &Cx<'_, '_>, body: ExprId, mut names: FxHashSet<Name>) -> Self {
        let unit = cx.unit;
        let mut all = crate::tenancy::inside(unit, body);
        all.sort_unstable();
        // what is made of it speaks of it as well; children stand before their parents, so each is known by the time it is asked for
        let mut speaks: FxHashSet<ExprId> = FxHashSet::default();
        let mut turn = Self {
            told: Vec::new(),
            compared: false,
        };
        for expr in all {
            let kind = &unit.body[expr].kind;
            let mut of = matches!(kind, ExprKind::Name(name) if names.contains(name));
            children(kind, &mut |child| of |= speaks.contains(&child));
            if !of {
                continue;
            }
            speaks.insert(expr);
            match kind {
                ExprKind::Let { pattern, .. } => {
                    bound(&unit.body, *pattern, &mut |name| _ = names.insert(name));
                }
                ExprKind::Assign { target, .. } => match &unit.body[*target].kind {
                    ExprKind::Name(name) => {
                        names.insert(*name);
                    }
                    _ => turn.told.push(unit.body[expr].span),
                },
                ExprKind::Call { args, callee } => {
                    let handed = args.iter().any(|arg| speaks.contains(&arg.value));
                    let itself =
                        |base: ExprId| matches!(&unit.body[base].kind, ExprKind::Name(name) if names.contains(name));
                    let asked = matches!(unit.body[*callee].kind, ExprKind::Member { base, .. } if itself(base));
                    if (handed || asked) && !cx.only_notes(*callee) {
                        turn.told.push(unit.body[expr].span);
                    }
                }
                ExprKind::New(_) => turn.told.push(unit.body[expr].span),
                ExprKind::Binary {
                    op: BinaryOp::Eq | BinaryOp::Ne | BinaryOp::In | BinaryOp::NotIn,
                    left,
                    right,
                } => turn.compared |= !is_const(cx, *left) && !is_const(cx, *right),
                ExprKind::Index { args, .. } => turn.compared |= args.iter().any(|arg| speaks.contains(arg)),
                _ => {}
            }
        }
        turn
    }

    /// Whether what is asked at a place may know whose turn it is.
    fn is_told(&self, place: At) -> bool {
        self.compared || self.told.iter().any(|span| span.end <= place.1.start)
    }
}

fn is_const(cx: &Cx<'_, '_>, expr: ExprId) -> bool {
    matches!(cx.unit.body[expr].kind, ExprKind::Lit(_))
}

impl Cx<'_, '_> {
    /// Whether a call only notes down what it is given.
    fn only_notes(&self, callee: ExprId) -> bool {
        let unit = self.unit;
        let notes = |expr: ExprId| match &unit.body[expr].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => self.eng.vocab.has(List::Noting, unit.text(*name)),
            _ => false,
        };
        match &unit.body[callee].kind {
            ExprKind::Member { base, .. } => notes(*base) || notes(callee),
            _ => notes(callee),
        }
    }
}

/// Whether a site is one of a job that reads the rows of every tenant.
pub(super) fn is_sweep(
    eng: &Engine<'_>,
    (function, entry): (FnId, &Entry),
    (operation, entity): (Operation, EntityId),
    leak: Option<&Leak>,
) -> bool {
    let job = match entry.kind {
        EntryKind::Job => true,
        // a task that is handed nothing runs by the clock
        EntryKind::Message => is_handed_nothing(eng, function),
        EntryKind::Request | EntryKind::Command => false,
    };
    let of = eng.tenancy.entity(entity);
    let tenants = of
        .paths
        .iter()
        .any(|path| eng.tenancy.entity(path.root).standing == Standing::Root { user: false });
    job && tenants && operation == Operation::List && matches!(leak, Some(Leak::List))
}

fn is_handed_nothing(eng: &Engine<'_>, function: FnId) -> bool {
    let program = eng.program;
    let unit = program.unit(program.func(function).unit);
    let rows = |name: &str| {
        let mut rows = eng.index.params.iter();
        rows.any(|(_, row)| row.origin == OriginWord::Neutral && row.name.iter().any(|of| of == name))
    };
    let mut params = program.decl(function).params.iter();
    params.all(|param| rows(unit.text(param.name)))
}

/// What these functions ask of all tenants though they go over them one by one, and what jobs read of all, by place.
pub(super) fn sweeps<'s>(eng: &Engine<'_>, functions: &[FnId], sites: impl Iterator<Item = &'s Site>) -> Vec<Sweep> {
    let mut found: BTreeMap<(At, EntityId), Sweep> = BTreeMap::new();
    let mut in_turn: FxHashSet<At> = FxHashSet::default();
    for function in functions {
        for one in &eng.summary(*function).in_turn {
            in_turn.extend(one.access.into_iter().chain([one.place]));
            if !one.forgets {
                continue;
            }
            found.entry((one.place, one.entity)).or_insert_with(|| Sweep {
                place: one.place,
                access: one.access,
                function: *function,
                entity: one.entity,
                over: Some(one.over),
            });
        }
    }
    let swept = |site: &&Site| site.swept && site.leak.is_none() && site.verdict == Verdict::Unscoped;
    for site in sites.filter(swept) {
        if in_turn.contains(&site.place) || in_turn.contains(&site.primary) {
            continue;
        }
        found.entry((site.primary, site.entity)).or_insert_with(|| Sweep {
            place: site.primary,
            access: (site.place != site.primary).then_some(site.place),
            function: site.function,
            entity: site.entity,
            over: None,
        });
    }
    found.into_values().collect()
}
