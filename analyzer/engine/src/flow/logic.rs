//! Conditions that are put together: and, or, and what stands in for what is not there.

use crate::flow::cx::Cx;
use crate::flow::query::Pred;
use crate::flow::value::{Fact, Shape, Truth, Val};
use partywall_ir::ExprId;
use std::sync::Arc;

impl Cx<'_, '_> {
    pub(super) fn logical(&mut self, and: bool, left: ExprId, right: ExprId) -> Val {
        // what is decided already, and leaves the other side to decide
        for (told, other) in [(left, right), (right, left)] {
            if self.told_by_written(told) == Some(and) {
                return self.eval(other);
            }
        }
        let a = self.eval(left);
        let a = self.settle(a, self.unit.body[left].span);
        let x = self.truth(&self.as_condition(left, a.clone()));
        let held = self.st.facts.len();
        self.st.facts.extend(if and { x.yes.clone() } else { x.no.clone() });
        let alive = !self.st.dead;
        self.under.push(a.srcs.clone());
        let b = self.eval(right);
        let b = self.settle(b, self.unit.body[right].span);
        self.under.pop();
        if alive && self.st.dead {
            // `find() or abort()`: the right side does not come back
            self.st.dead = false;
            self.st.facts.truncate(held);
            let passes = if and { x.no } else { x.yes };
            self.note(self.unit.body[left].span, &passes, true);
            self.st.facts.extend(passes);
            return a;
        }
        self.st.facts.truncate(held);
        let y = self.truth(&self.as_condition(right, b.clone()));
        self.ask_truth(left, &x);
        self.under.push(a.srcs.clone());
        self.ask_truth(right, &y);
        self.under.pop();
        let mut val = combine(and, &x, &y);
        val.srcs = a.srcs.union(&b.srcs);
        val.ty = a.ty;
        val
    }

    pub(super) fn coalesce(&mut self, left: ExprId, right: ExprId) -> Val {
        let a = self.eval(left);
        let a = self.settle(a, self.unit.body[left].span);
        let truth = self.truth(&a);
        let before = self.st.clone();
        let b = self.eval(right);
        if self.st.dead {
            self.st = before;
            self.note(self.unit.body[left].span, &truth.yes, true);
            self.assume(truth.yes);
            return a;
        }
        if let (Shape::Truth(_), Shape::Bool(false)) = (&a.shape, &b.shape) {
            // what is not there is no
            return a;
        }
        let ty = if a.ty.is_unknown() { b.ty } else { a.ty };
        Val {
            srcs: a.srcs.union(&b.srcs),
            ty,
            shape: Shape::Plain,
        }
    }
}

/// The most facts that two alternatives may have together.
const MAX_ARMS: usize = 48;

/// What `x and y`, or `x or y`, says.
pub(super) fn combine(and: bool, x: &Truth, y: &Truth) -> Val {
    let both = |a: &[Fact], b: &[Fact]| -> Vec<Fact> {
        let mut all = a.to_vec();
        all.extend(
            b.iter()
                .filter(|fact| !a.contains(fact))
                .take(MAX_ARMS.saturating_sub(a.len()))
                .cloned(),
        );
        all
    };
    let either = |a: &[Fact], b: &[Fact]| -> Vec<Fact> {
        if a.is_empty() || b.is_empty() || a.len() + b.len() > MAX_ARMS {
            Vec::new()
        } else {
            // alternatives of alternatives are alternatives
            let arms = |of: &[Fact]| match of {
                [Fact::Any(arms)] => arms.to_vec(),
                _ => vec![of.to_vec()],
            };
            let mut all = arms(a);
            all.extend(arms(b));
            match all.len() > MAX_ARMS {
                true => Vec::new(),
                false => vec![Fact::Any(Arc::new(all))],
            }
        }
    };
    let preds = if and {
        x.preds.iter().chain(&y.preds).cloned().collect()
    } else if x.preds.is_empty() && y.preds.is_empty() {
        Vec::new()
    } else {
        let arm = |of: &Truth| match of.preds[..] {
            [] if of.yes.contains(&Fact::Operator) => vec![Pred::Operator],
            [] => of.yes.iter().filter_map(Pred::when).collect(),
            _ => of.preds.clone(),
        };
        let mut all = Vec::new();
        for arm in [arm(x), arm(y)] {
            match &arm[..] {
                [Pred::Any(arms)] if all.len() + arms.len() <= MAX_ARMS => all.extend(arms.iter().cloned()),
                _ => all.push(arm),
            }
        }
        vec![Pred::Any(all)]
    };
    let truth = if and {
        Truth {
            preds,
            yes: both(&x.yes, &y.yes),
            no: either(&x.no, &y.no),
        }
    } else {
        Truth {
            preds,
            yes: either(&x.yes, &y.yes),
            no: both(&x.no, &y.no),
        }
    };
    Val::shaped(Shape::Truth(Arc::new(truth)))
}
