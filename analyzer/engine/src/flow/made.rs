//! What a call made that could not be followed. What comes back whole may be no more than another form of what went in, but its members
//! are its own: it may have looked anything up by what it was given.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Root, SrcId, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::{MADE, Sym, Ty};

impl Cx<'_, '_> {
    /// What a call gives back that opens what the application has sealed itself: whoever sends it again has chosen none of it.
    pub(super) fn unsealed(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        if !self.eng.vocab.has(List::Unsealing, site.name) {
            return None;
        }
        let unknown = Srcs::one(self.src(Root::Unknown, &[]));
        self.fill_references(given, &unknown);
        Some(Val::of(unknown))
    }

    /// The type of what such a call gives back. One that is told what to make gives that, and one that reads gives what was sent.
    pub(super) fn typed_made(&self, ty: Ty, site: &Site, given: &[Given]) -> Ty {
        let told = !site.type_args.is_empty() || given.iter().all(|arg| arg.val.srcs.is_empty());
        match ty.is_unknown() && !told && !self.eng.vocab.has(List::Reading, site.name) {
            true => Ty::made(),
            false => ty,
        }
    }

    /// The sources of a member of a value.
    pub(super) fn member_srcs(&self, of: &Val, name: Sym) -> Srcs {
        match self.eng.program.find(MADE).filter(|_| of.ty.is_made()) {
            Some(made) => self.members(&self.made_from(&of.srcs, made), name),
            None => self.members(&of.srcs, name),
        }
    }

    /// What such a call makes of these sources: nothing that was sent. Of what only callers know, they are told of the call.
    pub(super) fn made_from(&self, srcs: &Srcs, made: Sym) -> Srcs {
        let one = |src: &SrcId| match src.root() {
            Root::Request => self.src(Root::Unknown, &[]),
            Root::Param(_) | Root::This if src.path().last() != Some(&made) => src.member(made),
            _ => *src,
        };
        Srcs::many(srcs.list().iter().map(one).collect())
    }
}
