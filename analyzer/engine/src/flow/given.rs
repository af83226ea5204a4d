//! What the members of inputs and records are given after they came in: an input whose tenant was replaced is no longer the
//! caller's choice, and a record that gets another tenant is moved.

use crate::flow::cx::Cx;
use crate::flow::query::{Access, Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::{MADE, Sym};
use partywall_catalog::Operation;
use partywall_ir::Span;
use std::sync::Arc;

/// The most members that are remembered at once.
const MAX_GIVEN: usize = 64;

impl Cx<'_, '_> {
    /// The sources of a member of values with these sources.
    pub fn members(&self, srcs: &Srcs, name: Sym) -> Srcs {
        if srcs.is_empty() {
            return Srcs::default();
        }
        if self.text(name) == MADE {
            return self.made_from(srcs, name);
        }
        if self.rows_sent.contains(&name) && srcs.list().iter().any(|src| src.root() == Root::Request) {
            return Srcs::one(self.src(Root::Unknown, &[]));
        }
        self.since(match srcs {
            Srcs::One(src) => Srcs::One(src.member(name)),
            _ => {
                let holders = self.holders(srcs, name);
                let list = holders.as_deref().unwrap_or_else(|| srcs.list());
                Srcs::many(list.iter().map(|src| src.member(name)).collect())
            }
        })
    }

    /// Of rows that one statement joins, those that have a column of this name, where some have and others have not.
    fn holders(&self, srcs: &Srcs, name: Sym) -> Option<Vec<SrcId>> {
        let row = |src: &SrcId| match src.root() {
            Root::Record(at) if src.path().is_empty() => self.accesses.get(at as usize).filter(|row| row.sql),
            _ => None,
        };
        let mut rows = srcs.list().iter().filter_map(row);
        let first = rows.next()?;
        rows.next()?;
        let joined = |row: &Access| row.place == first.place && row.calls == first.calls;
        let has = |row: &Access| match row.entity {
            EntRef::Known(entity) => self.eng.tenancy.column(entity, self.text(name)).is_some(),
            _ => true,
        };
        let lacks = |src: &SrcId| row(src).is_some_and(|row| joined(row) && !has(row));
        let some = srcs.list().iter().filter_map(row).any(|row| joined(row) && has(row));
        some.then(|| srcs.list().iter().filter(|src| !lacks(src)).copied().collect())
    }

    /// A member of something that came from outside of the function is given a value.
    pub(super) fn overwrite(&mut self, of: &Val, name: Sym, val: &Val) {
        let outside = |src: &SrcId| matches!(src.root(), Root::Request | Root::Param(_) | Root::Record(_));
        let list = of.srcs.list();
        if !list.iter().all(outside) || !is_one_input(list) {
            return;
        }
        for src in list {
            let member = src.member(name);
            if member == *src {
                continue;
            }
            self.st.given.retain(|(known, _)| *known != member);
            if self.st.given.len() < MAX_GIVEN {
                self.st.given.push((member, val.srcs.clone()));
            }
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

/// Whether these are one thing, or one that was sent and a part of it: the request, in whichever of its forms. Of two members side by
/// side only one was given something.
fn is_one_input(list: &[SrcId]) -> bool {
    match list {
        [] => false,
        [_] => true,
        _ => list.iter().any(|whole| {
            let within = |part: &SrcId| part.chain().any(|of| of == *whole);
            whole.root() == Root::Request && list.iter().all(within)
        }),
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
