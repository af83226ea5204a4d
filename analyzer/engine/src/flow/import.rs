//! The accesses that a call takes over from its callee, and what a way to one is that leads round in a cycle of calls.

use crate::facts::At;
use crate::flow::apply::Binding;
use crate::flow::cx::Cx;
use crate::flow::judge::{Tie, same_statement};
use crate::flow::query::{Access, Call, Pred};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, Val};
use crate::program::FnId;
use crate::tenancy::Standing;
use partywall_ir::ExprId;

/// The longest chain of calls that an access is followed up.
const MAX_CALLS: usize = 8;

/// A function with this many accesses is not shown those that its callees have settled.
const MAX_SHOWN: usize = 40;

/// What the rows of a callee's access are to its caller.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// Those of the access with this index here.
    Here(u32),
    /// Tied by the callee.
    Tied,
    /// Not told apart any more.
    Lost,
    /// Of nobody's, and read in one statement with rows that are somebody's: what is read of both is told of those.
    Beside,
}

impl Cx<'_, '_> {
    /// Takes over the accesses that the callee leaves to its callers.
    pub(super) fn import(&mut self, expr: ExprId, summary: &Summary, binding: &mut Binding) {
        let span = self.unit.body[expr].span;
        // a query is no value: what restricts it is seen
        let value = |(at, val): &(usize, &Val)| {
            let handed_on = || crate::flow::passed::passed_on(val).is_some();
            let is_query = matches!(val.shape, Shape::Query(_));
            !(is_query || handed_on() && crate::flow::passed::takes_query(summary, *at))
        };
        let args = binding.args.iter().enumerate().filter(value);
        let carries = args.into_iter().any(|(_, val)| !self.is_bare(val));
        let identifies = binding.args.iter().any(|val| self.has_root(&val.srcs, Root::Identity));
        let relays = self.eng.is_handler(binding.callee) && binding.args.iter().any(|val| self.came_in(val));
        let order = self.in_order(summary, binding);
        binding.rows = self.rows(summary, binding.callee, &order, &[]);
        let same = self.met_again(summary, binding);
        if !same.is_empty() {
            binding.rows = self.rows(summary, binding.callee, &order, &same);
        }
        let before = self.accesses.len();
        let mut wanted = order;
        wanted.retain(|at| matches!(binding.rows[*at], Row::Here(here) if here as usize >= before));
        // what a way to rows has tied by itself is still shown where it is taken; its checks stay behind, and so does what they tie
        let few = self.accesses.len() + wanted.len() < MAX_SHOWN;
        let checked =
            |at: usize| !summary.accesses[at].exits.is_empty() && matches!(summary.ties[at].get(), Some(Tie::Guarded));
        let shown = (0..summary.accesses.len()).filter(|at| {
            let access = &summary.accesses[*at];
            few && summary.settled[*at] && access.thin && access.calls.is_empty() && !checked(*at)
        });
        let all: Vec<usize> = wanted.iter().copied().chain(shown).collect();
        for at in all {
            let access = &summary.accesses[at];
            if let Row::Here(index) = binding.rows[at]
                && access
                    .preds
                    .iter()
                    .any(|pred| self.asks_for_null(pred, binding) || self.rules_out(pred, binding))
            {
                // no row is found by what is not there
                self.st.facts.push(Fact::Absent(index));
            }
            let (entity, preds) = self.restricted(access, binding);
            let of = access.passed;
            let call = Call {
                caller: self.function,
                place: (self.unit_id, span),
                callee: binding.callee,
                thin: false,
                carries,
                identifies,
                relays,
            };
            let mut calls = Vec::with_capacity(access.calls.len() + 1);
            calls.push(call);
            calls.extend(access.calls.iter().cloned());
            let access = Access {
                entity,
                preds,
                calls,
                exits: Vec::new(),
                within: self.facts(&access.within, binding),
                ..access.clone()
            };
            let access = self.run_passed(access, of, binding);
            self.add_access(access, summary.settled[at]);
        }
    }

    /// An access's entity and restrictions as the caller's.
    fn restricted(&self, access: &Access, binding: &Binding) -> (EntRef, Vec<Pred>) {
        let entity = self.entity_ref(&access.entity, binding);
        let mut preds = crate::flow::managers::on_query(binding.receiver, &access.entity);
        if let EntRef::OnThis(name) = access.entity
            && self.st.own.is_narrowed(name)
            && binding.receiver.is_some_and(|of| self.is_this_value(of))
        {
            preds.push(Pred::Opaque);
        }
        preds.extend(crate::flow::passed::restrictions(access.passed, binding));
        preds.extend(access.preds.iter().filter_map(|pred| match pred {
            Pred::When(..) => self.asked_of_callers(pred, binding),
            pred => Some(self.pred(pred, &entity, binding)),
        }));
        (entity, preds)
    }

    /// The callee's accesses in the order in which they are taken over: as it has them, or by their places where some lead back
    /// here, so that the order does not hang on how often a cycle was gone through.
    fn in_order(&self, summary: &Summary, binding: &mut Binding) -> Vec<usize> {
        let mut order: Vec<usize> = (0..summary.accesses.len()).collect();
        let back = |access: &Access| self.repeated(access, binding.callee).1 > 0;
        binding.in_cycle = summary.accesses.iter().any(back);
        if binding.in_cycle {
            let way = |at: &usize| {
                let access = &summary.accesses[*at];
                let places: Vec<At> = access.calls.iter().map(|call| call.place).collect();
                (access.place, places)
            };
            order.sort_by_cached_key(way);
        }
        order
    }

    /// Where the callee's rows are here; `same` are those that are known here already, with their places.
    fn rows(&self, summary: &Summary, callee: FnId, order: &[usize], same: &[(usize, u32)]) -> Vec<Row> {
        let mut next = self.accesses.len();
        let mut rows = vec![Row::Lost; order.len()];
        for at in order {
            let access = &summary.accesses[*at];
            let room = next < crate::flow::cx::MAX_ACCESSES && access.calls.len() < MAX_CALLS;
            rows[*at] = if summary.settled[*at] {
                Row::Tied
            } else if let Some((_, here)) = same.iter().find(|(known, _)| known == at) {
                Row::Here(*here)
            } else if !room || self.goes_round(access, callee) {
                Row::Lost
            } else {
                next += 1;
                u32::try_from(next - 1).map_or(Row::Lost, Row::Here)
            };
        }
        let nobodys = |at: usize| matches!(rows[at], Row::Tied) && self.is_nobodys(&summary.accesses[at].entity);
        let beside = |at: usize| {
            let with = |other: usize| {
                matches!(rows[other], Row::Here(_)) && same_statement(&summary.accesses[at], &summary.accesses[other])
            };
            nobodys(at) && (0..rows.len()).any(with)
        };
        let beside: Vec<usize> = (0..rows.len()).filter(|at| beside(*at)).collect();
        beside.into_iter().for_each(|at| rows[at] = Row::Beside);
        rows
    }

    /// Whether rows of an entity belong to no tenant, and are none.
    fn is_nobodys(&self, entity: &EntRef) -> bool {
        matches!(entity, EntRef::Known(entity) if matches!(
            self.eng.tenancy.entity(*entity).standing,
            Standing::Shared | Standing::Root { user: true }
        ))
    }

    /// How often each function is called on the way to an access, beyond the first time; and how often this one is.
    fn repeated(&self, access: &Access, callee: FnId) -> (usize, usize) {
        let way: Vec<FnId> = std::iter::once(callee)
            .chain(access.calls.iter().map(|call| call.callee))
            .collect();
        let again = (1..way.len()).filter(|at| way[..*at].contains(&way[*at])).count();
        (again, way.iter().filter(|called| **called == self.function).count())
    }

    /// Whether a way to an access is no more than another round of one that is known: it comes back here twice, or it
    /// comes back here and to another function besides.
    fn goes_round(&self, access: &Access, callee: FnId) -> bool {
        let (again, here) = self.repeated(access, callee);
        here > 0 && again > 0
    }

    /// Accesses of the callee to which a way leads that comes back here, and that differ in nothing from one that is known here.
    fn met_again(&self, summary: &Summary, binding: &Binding) -> Vec<(usize, u32)> {
        let mut same = Vec::new();
        for (at, access) in summary.accesses.iter().enumerate() {
            if !matches!(binding.rows[at], Row::Here(_)) || self.repeated(access, binding.callee).1 == 0 {
                continue;
            }
            let (entity, preds) = self.restricted(access, binding);
            let here = Access {
                entity,
                preds,
                ..access.clone()
            };
            let known = self.accesses.iter().position(|known| known.is_like(&here));
            if let Some(known) = known.and_then(|known| u32::try_from(known).ok()) {
                same.push((at, known));
            }
        }
        same
    }
}
