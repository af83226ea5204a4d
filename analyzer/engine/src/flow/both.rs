//! What is in two collections is in each of them. Where one of them holds what somebody sent and the other what was found, or what the
//! caller has, it is the latter that says what may be in both.

use crate::flow::call::Site;
use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Root, SrcId, Srcs, Val};

/// The most lists of alternatives, one inside of the other, that are looked into.
const MAX_DEPTH: usize = 4;

impl Cx<'_, '_> {
    /// What two collections have in common.
    pub(super) fn in_both(&self, a: &Srcs, b: &Srcs) -> Srcs {
        match (reach(a), reach(b)) {
            (Some(x), Some(y)) if x < y => a.clone(),
            (Some(x), Some(y)) if y < x => b.clone(),
            _ => a.union(b),
        }
    }

    /// Whether a call gives what is both in what it is called on and in what it is given.
    pub(super) fn cuts(&self, site: &Site, receiver: &Val) -> bool {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        !receiver.srcs.is_empty() && rows.any(|row| row.cuts)
    }

    /// An item, once conditions let it through that hold by then: one that is among others is one of those.
    pub(super) fn among(&self, item: &Val, holds: &[Fact]) -> Val {
        let [src] = *item.srcs.list() else { return item.clone() };
        let Some(others) = holds.iter().find_map(|fact| same_as(src, fact, 0)) else {
            return item.clone();
        };
        match (reach(&item.srcs), reach(&others)) {
            (Some(own), Some(other)) if other < own => Val {
                srcs: others,
                ..item.clone()
            },
            _ => item.clone(),
        }
    }
}

/// How much anybody can choose of what comes from here; none where it is not told, or is no more than a number that is written.
fn reach(srcs: &Srcs) -> Option<u8> {
    let has = |asked: &dyn Fn(Root) -> bool| srcs.list().iter().any(|src| asked(src.root()));
    if srcs.is_empty() || has(&|root| matches!(root, Root::Const | Root::Generated)) {
        return None;
    }
    Some(if has(&|root| root == Root::Request) {
        3
    } else if has(&|root| matches!(root, Root::Identity | Root::Trusted | Root::Record(_))) {
        0
    } else if has(&|root| root == Root::Unknown) {
        1
    } else {
        2
    })
}

/// What a source is the same as where a fact holds: with alternatives, what it is in each of them.
fn same_as(src: SrcId, fact: &Fact, depth: usize) -> Option<Srcs> {
    match fact {
        Fact::Equal(a, b) if *a == src && *b != src => Some(Srcs::many(vec![*b])),
        Fact::Equal(a, b) if *b == src && *a != src => Some(Srcs::many(vec![*a])),
        Fact::Any(arms) if depth < MAX_DEPTH => {
            let mut all = Srcs::default();
            for arm in arms.iter() {
                all = all.union(&arm.iter().find_map(|fact| same_as(src, fact, depth + 1))?);
            }
            (!all.is_empty()).then_some(all)
        }
        _ => None,
    }
}
