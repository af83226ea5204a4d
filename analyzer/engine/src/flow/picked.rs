//! One of several items, picked by a call: what says which one it is has no part in it, but is one of their keys where it is there.
//! Of several types, one stands for all.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Root, Shape, SrcId, Srcs, Val};
use crate::program::{Def, UnitId};
use crate::tenancy::Standing;
use partywall_catalog::Operation;
use partywall_ir::{CollectionKind, ExprId, ExprKind};
use std::sync::Arc;

/// The most types of one list that are looked at.
const MAX_TYPES: usize = 64;

impl Cx<'_, '_> {
    /// Whether a call gives one of the items that it is called on, whatever says which.
    pub(super) fn picks(&self, site: &Site, receiver: &Val, given: &[Given]) -> bool {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        if !rows.any(|row| row.picks) {
            return false;
        }
        let plain = !given
            .iter()
            .any(|arg| matches!(arg.val.shape, Shape::Lambda(_) | Shape::Func(..)));
        let mut held = receiver.srcs.list().iter();
        // what an object of the program's own gives for a key is not known to be an item
        let items = !receiver.srcs.is_empty() && !held.any(|src| src.root() == Root::This);
        items && (1..=2).contains(&given.len()) && plain || self.one_of_types(receiver).is_some()
    }

    /// Whether a call gives what the function that it is handed gives.
    pub(super) fn maps(&self, site: &Site, given: &[Given]) -> bool {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let handed = |arg: &Given| matches!(arg.val.shape, Shape::Lambda(_) | Shape::Func(..));
        rows.any(|row| row.maps) && given.iter().any(handed)
    }

    /// Whether a value stands for each of several rows: whether there is one is then not asked of it.
    pub(super) fn are_many(&self, val: &Val) -> bool {
        let listed = |src: &SrcId| match src.root() {
            Root::Record(at) => self
                .accesses
                .get(at as usize)
                .is_some_and(|access| access.operation == Operation::List),
            _ => false,
        };
        !val.srcs.is_empty() && val.srcs.list().iter().all(listed)
    }

    /// An item that was picked: where it is there, what said which one is a key of the items.
    pub(super) fn picked(&self, item: Val, given: &[Given]) -> Val {
        let row = |src: &SrcId| matches!(src.root(), Root::Record(_) | Root::Param(_));
        let [key] = *given[0].val.srcs.list() else { return item };
        let sent = matches!(key.root(), Root::Request | Root::Param(_));
        if !sent || !matches!(item.shape, Shape::Plain) || !item.srcs.list().iter().all(row) {
            return item;
        }
        let mut truth = self.truth(&item);
        truth.yes.push(Fact::Vouched(item.srcs.clone(), key));
        Val {
            shape: Shape::Truth(Arc::new(truth)),
            ..item
        }
    }

    /// A member that is asked for by a text: `getattr(request, "project", None)`, `EF.Property<Guid>(row, "TenantId")`.
    pub(super) fn member_by_text(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let ([of, name, ..], true) = (given, rows.any(|row| row.member)) else {
            return None;
        };
        if receiver.is_some_and(|receiver| !matches!(receiver.shape, Shape::Outside(_))) {
            return None;
        }
        let name = self.text_key(&name.val)?;
        let of = self.settle(of.val.clone(), self.unit.body[of.expr].span);
        let written = self.last_name(given.first()?.expr);
        Some(self.member(&of, name, written))
    }

    /// The types that a list or a map of a module holds, where it holds nothing else.
    pub(super) fn types_in(&self, unit: UnitId, value: ExprId) -> Option<Shape> {
        let program = self.eng.program;
        let body = &program.unit(unit).body;
        let ExprKind::Collection { kind, items } = &body[value].kind else {
            return None;
        };
        let values: Vec<ExprId> = match kind {
            CollectionKind::Dict => items.chunks_exact(2).map(|pair| pair[1]).collect(),
            _ => items.to_vec(),
        };
        let named = |at: &ExprId| match crate::flow::entry::named(program, unit, *at) {
            Some(Def::Type(ty)) => Some(Val::shaped(Shape::Type(ty))),
            _ => None,
        };
        let few = !values.is_empty() && values.len() <= MAX_TYPES;
        let types: Vec<Val> = few.then(|| values.iter().map(named).collect::<Option<_>>()).flatten()?;
        Some(Shape::List(Arc::new(types)))
    }

    /// One of several types, where a list or a map holds nothing else: what is done with one of them is done with each. One whose rows
    /// belong to somebody stands for all.
    pub(super) fn one_of_types(&self, of: &Val) -> Option<Val> {
        let types: Vec<&Val> = match &of.shape {
            Shape::List(items) => items.iter().collect(),
            Shape::Object(members) => members.iter().map(|(_, held)| held).collect(),
            _ => return None,
        };
        let entity = |val: &&Val| match val.shape {
            Shape::Type(ty) => self.eng.tenancy.of_type(ty),
            _ => None,
        };
        if types.is_empty() || !types.iter().all(|val| entity(val).is_some()) {
            return None;
        }
        let owned = |val: &&Val| {
            let standing = entity(val).map(|at| self.eng.tenancy.entity(at).standing);
            standing == Some(Standing::Owned)
        };
        let stands = types.iter().find(|val| owned(val)).or(types.first())?;
        Some((*stands).clone())
    }
}

/// The object that a call makes of each of these rows in turn, where it does: it stands for all of them, and that it is there says that
/// they are.
pub(super) fn made_of_each(maps: bool, result: Val, of: Option<&Val>) -> Option<Val> {
    let object = matches!(result.shape, Shape::Object(_)) && result.ty.decl().is_some();
    let row = |src: &&SrcId| matches!(src.root(), Root::Record(_)) && src.is_whole();
    let rows = of.map(|of| Srcs::many(of.srcs.list().iter().filter(row).copied().collect()));
    (maps && object).then(|| Val {
        srcs: result.srcs.union(&rows.unwrap_or_default()),
        ..result
    })
}
