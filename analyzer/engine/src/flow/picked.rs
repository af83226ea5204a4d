//! One of several items, picked by a call: what says which one it is has no part in it, but is one of their keys where it is there.
//! Also what a call puts into a local that is handed to it.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Root, Shape, SrcId, Srcs, Val};
use partywall_ir::ExprKind;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// Whether a call gives one of the items that it is called on, whatever says which.
    pub(super) fn picks(&self, site: &Site, receiver: &Val, given: &[Given]) -> bool {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let plain = !given
            .iter()
            .any(|arg| matches!(arg.val.shape, Shape::Lambda(_) | Shape::Func(..)));
        let mut held = receiver.srcs.list().iter();
        // what an object of the program's own gives for a key is not known to be an item
        let items = !receiver.srcs.is_empty() && !held.any(|src| src.root() == Root::This);
        items && (1..=2).contains(&given.len()) && plain && rows.any(|row| row.picks)
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

    /// A local that is handed over to be filled derives from what else went in.
    pub(super) fn fill_references(&mut self, given: &[Given], srcs: &Srcs) {
        for arg in given {
            let ExprKind::Unary {
                op: partywall_ir::UnaryOp::Ref,
                operand,
            } = self.unit.body[arg.expr].kind
            else {
                continue;
            };
            if let ExprKind::Let { pattern, .. } = self.unit.body[operand].kind {
                self.bind(pattern, &Val::of(srcs.clone()));
            }
        }
    }
}
