//! What the members of inputs and records are given after they came in: an input whose tenant was replaced is no longer the
//! caller's choice, and a record that gets another tenant is moved.

use crate::flow::cx::Cx;
use crate::flow::query::{Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::Sym;
use partywall_catalog::Operation;
use partywall_ir::Span;
use std::sync::Arc;

/// The most members that are remembered at once.
const MAX_GIVEN: usize = 64;

impl Cx<'_, '_> {
    /// A member of something that came from outside of the function is given a value.
    pub(super) fn overwrite(&mut self, of: &Val, name: Sym, val: &Val) {
        let [src] = *of.srcs.list() else { return };
        if !matches!(src.root(), Root::Request | Root::Param(_) | Root::Record(_)) {
            return;
        }
        let member = src.member(name);
        if member == src {
            return;
        }
        self.st.given.retain(|(known, _)| *known != member);
        if self.st.given.len() < MAX_GIVEN {
            self.st.given.push((member, val.srcs.clone()));
        }
    }

    /// Values as they are now: what was given to a member takes its place.
    pub(super) fn since(&self, srcs: Srcs) -> Srcs {
        if self.st.given.is_empty() {
            return srcs;
        }
        let given = |src: &SrcId| self.st.given.iter().find(|(known, _)| known == src);
        if !srcs.list().iter().any(|src| given(src).is_some()) {
            return srcs;
        }
        srcs.list().iter().fold(Srcs::default(), |all, src| match given(src) {
            Some((_, val)) => all.union(val),
            None => all.union(&Srcs::one(*src)),
        })
    }

    /// A member of a row that was read is given a value: the row may go to another tenant by it.
    pub(super) fn change(&mut self, of: &Val, name: Sym, val: &Val, span: Span) {
        self.touch(of);
        let ([record], Shape::Plain | Shape::Truth(_)) = (&self.records(&of.srcs)[..], &val.shape) else {
            return;
        };
        let Some(access) = self.accesses.get(*record as usize) else {
            return;
        };
        let (entity, place) = (access.entity.clone(), (self.unit_id, span));
        let EntRef::Known(known) = entity else { return };
        let path: Vec<Arc<str>> = vec![self.text(name).into()];
        if val.srcs.is_empty() || !self.says_whose(known, &path) {
            return;
        }
        let set = Pred::Test {
            column: Arc::new(Column::new(EntRef::Known(known), path)),
            compare: Compare::Equal,
            value: val.srcs.clone(),
            constant: false,
        };
        self.store(EntRef::Known(known), Operation::Update, vec![set], false, place);
    }
}

/// What was given on two paths that meet: where only one of them gave something, the member may still be what it was.
pub(super) fn join(ours: &mut Vec<(SrcId, Srcs)>, theirs: Vec<(SrcId, Srcs)>) {
    for (member, val) in ours.iter_mut() {
        let other = theirs.iter().find(|(known, _)| known == member);
        *val = val.union(&other.map_or_else(|| Srcs::one(*member), |(_, other)| other.clone()));
    }
    for (member, val) in theirs {
        if !ours.iter().any(|(known, _)| *known == member) && ours.len() < MAX_GIVEN {
            ours.push((member, val.union(&Srcs::one(member))));
        }
    }
}
