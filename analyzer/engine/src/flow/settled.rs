//! When a query runs that is a value: where it is used as one, where a step of it runs it, or where what holds it is handed out.

use crate::flow::cx::Cx;
use crate::flow::value::{Root, Shape, Val};
use partywall_catalog::Operation;
use partywall_ir::{ExprId, ExprKind, Span};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A value with its query run, where it is one.
    pub fn settle(&mut self, val: Val, span: Span) -> Val {
        match &val.shape {
            Shape::Query(query) => {
                let query = Arc::clone(query);
                self.run(&query, span)
            }
            _ => val,
        }
    }

    /// A value with its query run, where a step of it runs it.
    pub fn settle_ready(&mut self, val: Val, span: Span) -> Val {
        let ready = matches!(&val.shape, Shape::Query(query) if query.ready);
        if ready { self.settle(val, span) } else { val }
    }

    /// A row that is read and taken by nobody: it was only asked for its being there.
    pub(super) fn let_fall(&mut self, item: ExprId, val: &Val) {
        let mut at = item;
        while let ExprKind::Unary { operand, .. } = self.unit.body[at].kind {
            at = operand;
        }
        let ([src], ExprKind::Call { .. }) = (val.srcs.list(), &self.unit.body[at].kind) else {
            return;
        };
        let Root::Record(index) = src.root() else { return };
        let Some(access) = self.accesses.get_mut(index as usize).filter(|_| src.is_whole()) else {
            return;
        };
        let here = access.place == (self.unit_id, self.unit.body[at].span);
        if here && access.calls.is_empty() && access.operation == Operation::One {
            access.operation = Operation::Exists;
        }
    }

    /// A value with every query run that it is or holds: where it is handed out, whoever gets it runs them.
    pub fn settle_held(&mut self, val: Val, span: Span) -> Val {
        self.settle_within(val, span, MAX_HELD)
    }

    fn settle_within(&mut self, val: Val, span: Span, depth: usize) -> Val {
        let (shape, srcs) = match &val.shape {
            Shape::Object(members) if depth > 0 && members.iter().any(|(_, held)| holds_query(held, depth)) => {
                let settled = members.iter().map(|(name, held)| {
                    let held = self.settle_within(held.clone(), span, depth - 1);
                    (*name, held)
                });
                let settled: Vec<_> = settled.collect();
                let srcs = crate::flow::call::union(settled.iter().map(|(_, held)| held));
                (Shape::Object(Arc::new(settled)), srcs)
            }
            Shape::List(items) if depth > 0 && items.iter().any(|held| holds_query(held, depth)) => {
                let settled = items
                    .iter()
                    .map(|held| self.settle_within(held.clone(), span, depth - 1));
                let settled: Vec<_> = settled.collect();
                let srcs = crate::flow::call::union(settled.iter());
                (Shape::List(Arc::new(settled)), srcs)
            }
            _ => return self.settle(val, span),
        };
        Val {
            srcs: val.srcs.union(&srcs),
            shape,
            ..val
        }
    }
}

/// How deep a value is looked into for queries that it holds.
const MAX_HELD: usize = 3;

fn holds_query(val: &Val, depth: usize) -> bool {
    match &val.shape {
        Shape::Query(_) => true,
        Shape::Object(members) => depth > 0 && members.iter().any(|(_, held)| holds_query(held, depth - 1)),
        Shape::List(items) => depth > 0 && items.iter().any(|held| holds_query(held, depth - 1)),
        _ => false,
    }
}
