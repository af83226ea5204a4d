//! Loops: what holds for each element holds for all of them behind it.

use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Val};
use partywall_ir::Loop;

impl Cx<'_, '_> {
    /// Does what a loop does, once for all turns.
    pub(super) fn loop_expr(&mut self, inner: &Loop) -> Val {
        let before = self.st.clone();
        let mut tenants = None;
        match (inner.pattern, inner.head) {
            (Some(pattern), Some(head)) => {
                let val = self.eval(head);
                let val = self.settle(val, self.unit.body[head].span);
                tenants = self.tenants_of(&val);
                let element = self.element(&val);
                self.bind(pattern, &element);
            }
            (None, Some(head)) => {
                let cond = self.eval(head);
                let truth = self.truth(&cond);
                self.st.facts.extend(truth.yes);
            }
            _ => {}
        }
        let since = self.accesses.len();
        self.eval(inner.body);
        if let Some(tenants) = tenants {
            self.turn_of(inner, tenants, since);
        }
        if inner.pattern.is_some() {
            // what holds for each element after the body holds for all of them
            let mut skipped = before;
            if !self.st.dead {
                // but a row that is missing for one element says nothing of the others
                let kept = |fact: &&Fact| !matches!(fact, Fact::Absent(_)) || skipped.facts.contains(fact);
                skipped.facts = self.st.facts.iter().filter(kept).cloned().collect();
            }
            self.join(skipped);
        } else {
            self.join(before);
        }
        if let Some(els) = inner.els {
            self.eval(els);
        }
        Val::nothing()
    }
}
