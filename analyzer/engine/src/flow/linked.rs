//! Calls that link rows to a record, or part them from it: `invoice.tags.add(tag)`, `project.members.set(ids)`. No rows of the record are
//! read by them; those that are named by a key are looked for.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::query::{Pred, Query};
use crate::flow::value::{Root, Shape, SrcId, Val};
use partywall_catalog::{Operation, Predicate, StepRow};

impl Cx<'_, '_> {
    /// What linking rows does: it reads what it is given, and rows of the entity by the keys among that.
    pub(super) fn link(&mut self, query: &Query, row: &StepRow, given: &[Given]) -> Val {
        for arg in given {
            let span = self.unit.body[arg.expr].span;
            let val = self.settle_held(arg.val.clone(), span);
            let plain = matches!(val.shape, Shape::Plain | Shape::List(_)) && row.predicate == Predicate::Key;
            if !plain || !val.srcs.list().iter().any(|src| self.is_key_sent(*src)) {
                continue;
            }
            let place = (self.unit_id, span);
            let rows = Query {
                operation: Operation::List,
                preds: vec![Pred::Key(val.srcs)],
                ..self.query(query.entity.clone(), place.1)
            };
            self.run(&rows, span);
        }
        Val::nothing()
    }

    /// Whether a source is called like a key, and may be the request's: what is called otherwise may be the row itself.
    fn is_key_sent(&self, src: SrcId) -> bool {
        let path = src.path();
        let params = &self.eng.program.decl(self.function).params;
        let named = match (src.root(), path.last()) {
            (Root::Request | Root::Param(_), Some(last)) => Some(self.text(*last)),
            (Root::Param(index), None) => params.get(index as usize).map(|param| self.unit.text(param.name)),
            _ => None,
        };
        named.is_some_and(|name| self.eng.tenancy.is_key_name(name))
    }
}
