//! What the members of a method's own object hold since the method gave it to them: `self.rows = …; self.rows.get(…)`.
//!
//! They are followed like locals: through branches, and to callers that called the method on the same object, so that what stands in
//! front of a handler hands it what it has found. Other members are what their declarations say ([`crate::flow::fields`]).

use crate::flow::apply::Binding;
use crate::flow::cx::{Cx, State};
use crate::flow::exits::Exit;
use crate::flow::merge::{Sides, merge_values};
use crate::flow::summary::Summary;
use crate::flow::value::{Root, Shape, SrcId, Val};
use crate::program::Sym;

/// The most members that are followed at once.
const MAX_OWN: usize = 16;

/// Members of the own object by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    held: Vec<(Sym, Val)>,
    /// Those whose rows were narrowed for the caller on some way here: see [`crate::flow::narrowed`].
    narrowed: Vec<Sym>,
}

impl Own {
    /// A member's rows are narrowed for the caller.
    pub(super) fn narrow(&mut self, name: Sym) {
        if self.narrowed.len() < MAX_OWN && !self.narrowed.contains(&name) {
            self.narrowed.push(name);
        }
    }

    /// Whether a member's rows may have been narrowed for the caller.
    pub(super) fn is_narrowed(&self, name: Sym) -> bool {
        self.narrowed.contains(&name)
    }

    /// What is narrowed there is narrowed here.
    pub(super) fn narrow_as(&mut self, other: &Self) {
        for name in &other.narrowed {
            self.narrow(*name);
        }
    }
}

impl Cx<'_, '_> {
    /// A member of the own object is given a value.
    pub(super) fn hold_own(&mut self, name: Sym, val: &Val) {
        self.st.own.held.retain(|(known, _)| *known != name);
        let of_row = self
            .owner
            .is_some_and(|owner| self.eng.tenancy.of_type(owner).is_some());
        if self.lambdas == 0 && !of_row && is_followed(val) && self.st.own.held.len() < MAX_OWN {
            self.st.own.held.push((name, val.clone()));
        }
    }

    /// The like for a bare name, which may mean a member where methods do not name their receiver; `new`: it is no local so far.
    pub(super) fn hold_bare(&mut self, name: Sym, val: &Val, new: bool) {
        let program = self.eng.program;
        if program.names_receivers(self.function) {
            return;
        }
        let is_field = self.owner.is_some_and(|owner| program.field(owner, name).is_some());
        if (new && is_field) || self.held_own(name).is_some() {
            self.hold_own(name, val);
        }
    }

    /// What a member of the own object was given on the way here.
    pub(super) fn held_own(&self, name: Sym) -> Option<Val> {
        let (_, val) = self.st.own.held.iter().find(|(known, _)| *known == name)?;
        Some(val.clone())
    }

    /// A method that was called gave the members of its own object values.
    pub(super) fn take_own(&mut self, summary: &Summary, binding: &Binding) {
        if summary.gives == Own::default() || !binding.receiver.is_some_and(|of| self.is_this_value(of)) {
            return;
        }
        for (name, val) in &summary.gives.held {
            let val = self.value(val, binding, 0);
            self.hold_own(*name, &val);
        }
        self.st.own.narrow_as(&summary.gives);
    }
}

/// What a function leaves in the members of its own object where it comes back by these ways.
pub(super) fn left(exits: &[&Exit]) -> Own {
    let Some((first, others)) = exits.split_first() else {
        return Own::default();
    };
    let mut own = first.own.clone();
    for exit in others {
        meet(&mut own, &exit.own, &Sides::default());
    }
    own
}

/// What members hold where two ways meet: one that only one of them has set may be on the other whatever it was, and one that only
/// one of them has narrowed may be narrowed.
pub(super) fn join(state: &mut State, theirs: &Own, sides: &Sides) {
    meet(&mut state.own, theirs, sides);
}

fn meet(ours: &mut Own, theirs: &Own, sides: &Sides) {
    ours.narrow_as(theirs);
    ours.held.retain_mut(|(name, val)| {
        let Some((_, other)) = theirs.held.iter().find(|(known, _)| known == name) else {
            return false;
        };
        if val != other {
            *val = merge_values(other, val, sides);
        }
        true
    });
}

/// Whether a value says more than the declaration of the member that holds it. What is made of other members of the same object does
/// not: only the object's class knows what they are.
fn is_followed(val: &Val) -> bool {
    let of_own = |src: &SrcId| src.root() == Root::This;
    match &val.shape {
        Shape::Query(_) | Shape::Object(_) => true,
        Shape::Plain | Shape::List(_) => !val.srcs.is_empty() && !val.srcs.list().iter().any(of_own),
        _ => false,
    }
}
