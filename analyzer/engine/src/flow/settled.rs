//! When a query runs that is a value: where it is used as one, where a step of it runs it, or where what holds it is handed out.

use crate::flow::cx::Cx;
use crate::flow::query::Access;
use crate::flow::value::{Root, Shape, Val};
use partywall_catalog::Operation;
use partywall_ir::{ExprId, ExprKind, Lit, Name, PatId, PatKind, Span};
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

    /// Rows whose number is only asked for in a condition: it says whether there are any.
    pub(super) fn only_asked(&mut self, cond: ExprId) {
        let mut at = cond;
        loop {
            at = match &self.unit.body[at].kind {
                ExprKind::Unary { operand, .. } => *operand,
                ExprKind::Binary { left, right, .. } if matches!(self.unit.body[*right].kind, ExprKind::Lit(_)) => {
                    *left
                }
                _ => break,
            };
        }
        let place = (self.unit_id, self.unit.body[at].span);
        let counted = |access: &&mut Access| access.operation == Operation::Count && access.calls.is_empty();
        let mut here = self.accesses.iter_mut().filter(|access| access.place == place);
        if let Some(access) = here.find(counted) {
            access.operation = Operation::Exists;
        }
    }

    /// A row that a name holds which the function only asks whether it holds anything: likewise.
    pub(super) fn only_compared(&mut self, name: Name, val: &Val) {
        let [src] = val.srcs.list() else { return };
        let Root::Record(index) = src.root() else { return };
        let read = |access: &Access| access.operation == Operation::One && access.calls.is_empty();
        let known = self.accesses.get(index as usize).is_some_and(read);
        if known && src.is_whole() && matches!(val.shape, Shape::Plain) && !self.is_spoken_of(name) {
            self.accesses[index as usize].operation = Operation::Exists;
        }
    }

    /// Whether the function does anything with a name but to compare it with nothing.
    fn is_spoken_of(&self, name: Name) -> bool {
        let unit = self.unit;
        let Some(body) = self.eng.program.decl(self.function).body else {
            return true;
        };
        let around = unit.body[body].span;
        let inside = unit.body.exprs[..body.index()].iter().rev();
        let named = |expr: ExprId| matches!(unit.body[expr].kind, ExprKind::Name(of) if of == name);
        let null = |expr: ExprId| matches!(unit.body[expr].kind, ExprKind::Lit(Lit::Null));
        let (mut spoken, mut asked) = (0_usize, 0_usize);
        for (looked, expr) in inside.take_while(|expr| around.start <= expr.span.start).enumerate() {
            if looked >= MAX_LOOKED {
                return true;
            }
            match &expr.kind {
                ExprKind::Name(of) if *of == name => spoken += 1,
                ExprKind::Binary { left, right, .. }
                    if named(*left) && null(*right) || null(*left) && named(*right) =>
                {
                    asked += 1;
                }
                ExprKind::Is { value, pattern } if named(*value) && self.is_null_pattern(*pattern) => asked += 1,
                _ => {}
            }
        }
        asked == 0 || spoken > asked
    }

    fn is_null_pattern(&self, pattern: PatId) -> bool {
        match &self.unit.body[pattern].kind {
            PatKind::Value(value) => matches!(self.unit.body[*value].kind, ExprKind::Lit(Lit::Null)),
            PatKind::Not(inner) => self.is_null_pattern(*inner),
            _ => false,
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

/// The most expressions that are looked through for what is done with a name.
const MAX_LOOKED: usize = 4_000;

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
