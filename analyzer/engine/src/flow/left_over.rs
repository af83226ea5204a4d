//! What is left of a collection once some of its items are taken out. Where nothing is left, what was asked of an item to be left holds
//! for none of them: each is one of those that were taken out.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Shape, Srcs, Truth, Val};
use crate::flow::vocab::List;
use crate::program::Ty;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// What is in what a call is made on and not in what it is given, where that is what it gives.
    pub(super) fn left_by(&mut self, site: &Site, receiver: &Val, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let subtracts = !receiver.srcs.is_empty() && rows.any(|row| row.subtracts);
        let [other] = given else { return None };
        let other = subtracts.then(|| self.settle_held(other.val.clone(), self.unit.body[other.expr].span))?;
        Some(self.taken_out(receiver, &other, receiver.srcs.clone()))
    }

    /// What is in the first of two collections alone. It has all of its sources in `srcs`.
    pub(super) fn taken_out(&self, all: &Val, others: &Val, srcs: Srcs) -> Val {
        if [all, others].iter().any(|of| self.is_number(of)) {
            return Val::of(srcs);
        }
        let each = self.same_values(all, others);
        self.left_over(Val::of(srcs), each)
    }

    /// Items that conditions let through, each of which says this where it does not hold.
    pub(super) fn let_through(&self, items: Val, refused: Vec<Vec<Fact>>) -> Val {
        let each = match refused.len() {
            0 => return items,
            1 => refused.into_iter().next().unwrap_or_default(),
            _ if refused.iter().any(Vec::is_empty) => Vec::new(),
            _ => vec![Fact::Any(Arc::new(refused))],
        };
        self.left_over(items, each)
    }

    /// Items, and what holds for each where there are none of them. That none are left does not say that nothing was sent or found.
    fn left_over(&self, items: Val, each: Vec<Fact>) -> Val {
        let says = |fact: &Fact| {
            matches!(
                fact,
                Fact::Equal(..) | Fact::Authorized(_) | Fact::Vouched(..) | Fact::Any(_)
            )
        };
        let no: Vec<Fact> = each.into_iter().filter(says).collect();
        let yes = self.truth(&items).yes;
        Val {
            shape: Shape::Truth(Arc::new(Truth {
                preds: Vec::new(),
                yes,
                no,
            })),
            ..items
        }
    }

    /// What a function hands on: who gets a list gets its items, and no answer.
    pub(super) fn handed_on(&self, val: Val) -> Val {
        let program = self.eng.program;
        let listed = |ty: &Ty| program.is_collection(&program.unwrap(ty));
        match self.lambdas == 0 && tells(&val) && listed(&program.return_type(self.function, &Ty::unknown(), &[])) {
            true => Val {
                shape: Shape::Plain,
                ..val
            },
            false => val,
        }
    }

    /// Whether a value is how many rows there are.
    fn is_number(&self, val: &Val) -> bool {
        val.srcs.is_empty() || self.is_fixed(val) || self.is_count(val)
    }

    /// The number of items that tell something by being there, or what they are read into: it is none where they are not.
    pub(super) fn as_many(&self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let items = match (receiver, given) {
            (Some(items), []) => items,
            (None, [items]) => &items.val,
            _ => return None,
        };
        let mut steps = self.eng.index.step.get(self.unit.language, site.name);
        let asked = self.eng.vocab.is(List::Number, site.name) || steps.any(|row| row.operation.is_some());
        self.whether_any(items).filter(|_| asked)
    }

    /// Items that tell something by whether there are any. What was asked of them holds for one of those that are there, and not for which.
    pub(super) fn whether_any(&self, items: &Val) -> Option<Val> {
        let each = self.truth(items).no;
        if !tells(items) || each.is_empty() {
            return None;
        }
        let plain = Val {
            shape: Shape::Plain,
            ..items.clone()
        };
        Some(self.left_over(plain, each))
    }
}

/// Whether a value stands for items, and tells something by whether there are any.
pub(super) fn tells(val: &Val) -> bool {
    matches!(&val.shape, Shape::Truth(truth) if truth.preds.is_empty()) && !val.srcs.is_empty()
}
