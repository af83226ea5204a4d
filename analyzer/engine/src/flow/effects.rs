//! What happens, and what held before it did: a check that comes later does not undo it.
//!
//! A write happens when it runs, or, where it stays in memory or inside of a transaction, when something commits it. What is never
//! seen to be committed never happens here.

use crate::facts::At;
use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::import::Row;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Val};
use partywall_catalog::{EffectRow, Operation};
use std::sync::Arc;

/// The most effects of one function that are told apart.
const MAX_EFFECTS: usize = 24;

/// The most facts that are remembered of what held before one.
const MAX_BEFORE: usize = 160;

/// Whose rows an effect is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affected {
    /// Those of an access.
    Access(u32),
    /// The one that this stands for.
    Source(SrcId),
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// To whose rows.
    pub of: Affected,
    /// Where.
    pub place: At,
    /// What held before.
    pub before: Arc<Vec<Fact>>,
    /// How many checks had been asked before.
    pub asked: usize,
}

/// What has been changed on a path and has not happened yet.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    /// Whose rows, and where.
    changed: Vec<(Affected, At)>,
    /// What is written counts once the transaction ends.
    pub in_transaction: bool,
    /// What has happened on this path, a bit each.
    pub happened: u32,
}

impl Pending {
    /// What is pending on one of two paths is pending where they meet.
    pub fn join(&mut self, other: Self) {
        for one in other.changed {
            if !self.changed.contains(&one) && self.changed.len() < MAX_EFFECTS {
                self.changed.push(one);
            }
        }
        self.in_transaction |= other.in_transaction;
        self.happened |= other.happened;
    }
}

impl Cx<'_, '_> {
    /// Notes that an access changes rows here.
    pub(super) fn wrote(&mut self, access: u32, deferred: bool) {
        let Some(of) = self.accesses.get(access as usize) else {
            return;
        };
        if !matches!(of.operation, Operation::Update | Operation::Delete) || of.stores {
            return;
        }
        let place = of.place;
        self.changes(Affected::Access(access), place, deferred);
    }

    /// Notes that a row which was read is changed in memory.
    pub(super) fn touch(&mut self, val: &Val) {
        if let Some(src) = row(val) {
            let place = (self.unit_id, partywall_ir::Span::default());
            let known = self
                .st
                .pending
                .changed
                .iter()
                .any(|(of, _)| *of == Affected::Source(src));
            if !known && self.st.pending.changed.len() < MAX_EFFECTS {
                self.st.pending.changed.push((Affected::Source(src), place));
            }
        }
    }

    fn changes(&mut self, of: Affected, place: At, deferred: bool) {
        if !deferred && !self.st.pending.in_transaction {
            let before = self.st.facts.clone();
            self.happens(of, place, before);
        } else if self.st.pending.changed.len() < MAX_EFFECTS {
            self.st.pending.changed.push((of, place));
        }
    }

    /// Notes what happens, and what held before; inside of a transaction it has not happened yet.
    pub(super) fn happens(&mut self, of: Affected, place: At, before: Vec<Fact>) {
        if self.st.pending.in_transaction {
            if self.st.pending.changed.len() < MAX_EFFECTS {
                self.st.pending.changed.push((of, place));
            }
            return;
        }
        if self.lambdas > 0 && !self.row.is_empty() || before.len() > MAX_BEFORE {
            return;
        }
        let effect = Effect {
            of,
            place,
            before: Arc::new(before),
            asked: self.asked.len(),
        };
        // what comes round in a cycle of calls is no other effect
        let known = self.effects.iter().position(|known| *known == effect);
        if known.is_none() && self.effects.len() >= MAX_EFFECTS {
            return;
        }
        self.st.pending.happened |= 1 << known.unwrap_or(self.effects.len());
        if known.is_none() {
            self.effects.push(effect);
        }
    }

    /// What was changed so far happens.
    pub(super) fn commit(&mut self) {
        if self.st.pending.in_transaction {
            return;
        }
        for (of, place) in std::mem::take(&mut self.st.pending.changed) {
            let before = self.st.facts.clone();
            self.happens(of, place, before);
        }
    }

    /// The transaction ends: what was changed in it happens.
    pub(super) fn end_transaction(&mut self) {
        self.st.pending.in_transaction = false;
        self.commit();
    }

    /// A call after which something has happened, by the catalog.
    pub(super) fn effect_call(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) {
        let rows: Vec<&EffectRow> = self
            .eng
            .index
            .effect
            .get(self.unit.language, site.name)
            .copied()
            .filter(|row| self.named(&row.call, site))
            .collect();
        let place = (self.unit_id, self.unit.body[site.expr].span);
        for row in rows {
            if row.begins {
                self.st.pending.in_transaction = true;
            } else if row.ends {
                self.commits |= !self.st.pending.in_transaction;
                self.place_pending(place);
                self.end_transaction();
            } else if row.commits {
                self.commits |= !self.st.pending.in_transaction;
                self.place_pending(place);
                self.commit();
            } else if row.touches {
                given.iter().for_each(|arg| self.touch(&arg.val));
            } else if row.sends {
                let sent: Vec<SrcId> = given.iter().filter_map(|arg| self.sent_row(&arg.val)).collect();
                for src in sent {
                    let before = self.st.facts.clone();
                    self.happens(Affected::Source(src), place, before);
                }
            } else if let Some(src) = receiver.and_then(row_of_plain) {
                self.changes(Affected::Source(src), place, false);
            }
        }
    }

    /// The row that a value is, or is the key of.
    fn sent_row(&self, val: &Val) -> Option<SrcId> {
        let [src] = *val.srcs.list() else { return None };
        let (Root::Record(at), Shape::Plain) = (src.root(), &val.shape) else {
            return None;
        };
        let EntRef::Known(entity) = self.accesses.get(at as usize)?.entity else {
            return None;
        };
        let own = match src.path()[..] {
            [] => true,
            [only] => self.eng.tenancy.is_own_key(entity, self.text(only)),
            _ => false,
        };
        own.then(|| SrcId::new(src.root(), &[]))
    }

    /// Notes an object whose making begins a transaction.
    pub(super) fn note_transaction(&mut self, written: &str) {
        let mut rows = self.eng.index.effect.get(self.unit.language, written);
        if rows.any(|row| row.begins) {
            self.st.pending.in_transaction = true;
        }
    }

    /// What was changed in memory is written where it is committed.
    fn place_pending(&mut self, place: At) {
        for (of, at) in &mut self.st.pending.changed {
            if matches!(of, Affected::Source(_)) && at.1 == partywall_ir::Span::default() {
                *at = place;
            }
        }
    }

    /// Takes over what happens in the callee, after what held before the call.
    pub(super) fn import_effects(
        &mut self,
        call: partywall_ir::ExprId,
        summary: &Summary,
        held: usize,
        binding: &Binding,
    ) {
        let mut effects: Vec<&Effect> = summary.effects.iter().collect();
        if binding.in_cycle {
            effects.sort_by_key(|effect| effect.place);
        }
        for effect in effects {
            let of = match effect.of {
                Affected::Access(at) => match binding.rows.get(at as usize) {
                    Some(Row::Here(here)) => Some(Affected::Access(*here)),
                    _ => None,
                },
                Affected::Source(src) => match self.source(src, binding).list() {
                    [only] => Some(Affected::Source(*only)),
                    _ => None,
                },
            };
            let Some(of) = of else { continue };
            let mut before = self.st.facts[..held.min(self.st.facts.len())].to_vec();
            before.extend(self.facts(&effect.before, binding));
            if binding.budget.get() == 0 {
                // something that held before may have been left out
                return;
            }
            self.happens(of, effect.place, before);
        }
        if summary.commits {
            self.place_pending((self.unit_id, self.unit.body[call].span));
            self.commit();
        }
        // what was asked below only matters to accesses that this function takes over
        if binding.rows.iter().any(|row| matches!(row, Row::Here(_))) {
            for asked in &summary.asked {
                let facts = self.facts(&asked.facts, binding);
                if asked.facts.is_empty() || !facts.is_empty() {
                    let under = self.srcs(&asked.under, binding);
                    self.note_asked(asked.place, facts, &under);
                }
            }
        }
    }

    /// Whether what the function does is undone when it raises.
    pub(super) fn is_undone(&self) -> bool {
        let decl = self.eng.program.decl(self.function);
        let mut names = decl.attributes.iter().map(|attribute| self.unit.text(attribute.path));
        names.any(|written| {
            let last = crate::words::last(written);
            self.eng
                .index
                .effect_attribute
                .get(self.unit.language, last)
                .next()
                .is_some()
        })
    }
}

/// The row that a value stands for as a whole.
fn row(val: &Val) -> Option<SrcId> {
    let [src] = *val.srcs.list() else { return None };
    let whole = src.is_whole() && matches!(src.root(), Root::Record(_) | Root::Param(_) | Root::This);
    whole.then_some(src)
}

/// The like for a value of which nothing more is known: no query and no object that is made here.
fn row_of_plain(val: &Val) -> Option<SrcId> {
    matches!(val.shape, Shape::Plain).then(|| row(val)).flatten()
}
