//! Where failures are values: what a result's success tells of the rows that it may hold.
//!
//! `Result<Option<Row>, E>` succeeds when there is no row, and so does the removal of none. That something was found shows only
//! in the innermost layer.

use crate::flow::call::Site;
use crate::flow::cx::Cx;
use crate::flow::value::{Fact, Root, Shape, SrcId, Val};
use crate::program::Ty;
use partywall_ir::{ExprId, ExprKind, UnaryOp};
use std::sync::Arc;

/// The longest chain of calls that is gone back to the one that gave a result.
const MAX_CHAIN: usize = 12;

impl Cx<'_, '_> {
    /// Notes whether a call that runs a query succeeds when there are no rows.
    pub(super) fn note_layer(&mut self, site: &Site, receiver: Option<&Val>) {
        if !self.eng.propagates(self.unit.language) {
            return;
        }
        let mut rows = self.eng.index.step.get(self.unit.language, site.name);
        let Some(row) = rows.find(|row| row.operation.is_some()) else {
            return;
        };
        // that there is an answer does not say that there are rows
        let answers = receiver.is_some_and(|receiver| match &receiver.shape {
            Shape::Sql(text) => partywall_sql::always_answers(&text.template.text),
            _ => false,
        });
        if !row.fails_closed || answers {
            self.layered.insert(site.expr);
            return;
        }
        self.layered.remove(&site.expr);
        for record in receiver
            .map(|receiver| self.records(&receiver.srcs))
            .unwrap_or_default()
        {
            if let Some(access) = self.accesses.get_mut(record as usize) {
                access.closes = true;
            }
        }
    }

    /// The rows of a statement that has run, where a call only says how many of them are wanted, and over which connection.
    pub(super) fn run_already(&self, site: &Site, receiver: Option<&Val>) -> Option<Val> {
        let mut rows = self.eng.index.step.get(self.unit.language, site.name);
        let receiver = receiver.filter(|_| rows.any(|row| row.operation.is_some()))?;
        let made = |src: &SrcId| matches!(src.root(), Root::Record(_) | Root::Generated | Root::Trusted);
        let rows = matches!(receiver.shape, Shape::Plain) && !receiver.srcs.is_empty();
        (rows && receiver.srcs.list().iter().all(made)).then(|| receiver.clone())
    }

    /// Notes whether a function's declared result has a layer below the one that tells of failure.
    pub(super) fn note_layered_type(&mut self, site: &Site, ret: &Ty) {
        let program = self.eng.program;
        if !self.eng.propagates(self.unit.language) {
            return;
        }
        let ret = program.uncarried(ret);
        let inner = ret.args().first().filter(|_| program.unwrap(&ret) != ret);
        let Some(inner) = inner.map(|inner| program.uncarried(inner)) else {
            return;
        };
        if program.unwrap(&inner) != inner || program.is_collection(&inner) {
            self.layered.insert(site.expr);
        }
    }

    /// Notes that the function may be left here by a failure that it hands on.
    pub(super) fn hand_on_failure(&mut self) {
        if self.st.dead || self.lambdas > 0 {
            return;
        }
        match &mut self.failing {
            // what held at the one before mostly still does, in front of what was found out since
            Some(failing) if self.st.facts.starts_with(failing) => {}
            Some(failing) => failing.retain(|fact| self.st.facts.contains(fact)),
            None => self.failing = Some(self.st.facts.clone()),
        }
    }

    /// What holds when a value is handed on as a success.
    pub(super) fn on_return(&self, of: ExprId, val: &Val) -> Vec<Fact> {
        let mut holds = self.truth(val).yes;
        if !self.eng.propagates(self.unit.language) {
            return holds;
        }
        if let Shape::List(items) = &val.shape {
            // a macro that waits for several gives all of them or the first failure; what else comes with a row may say that there is none
            holds = match self.is_macro_call(of) {
                true => items.iter().flat_map(|item| self.truth(item).yes).collect(),
                false => Vec::new(),
            };
        }
        let layered = self.is_layered(of);
        let records = self.records(&val.srcs);
        let silent = |access: u32| {
            let access_of = self.accesses.get(access as usize);
            let writes = access_of.is_some_and(|access| !access.operation.reads() && !access.closes);
            records.contains(&access) && (layered || writes)
        };
        holds.into_iter().filter_map(|fact| without(fact, &silent, 0)).collect()
    }

    fn is_macro_call(&self, of: ExprId) -> bool {
        let of = match &self.unit.body[of].kind {
            ExprKind::Unary {
                op: UnaryOp::Await,
                operand,
            } => *operand,
            _ => of,
        };
        let ExprKind::Call { callee, .. } = &self.unit.body[of].kind else {
            return false;
        };
        match &self.unit.body[*callee].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => self.unit.text(*name).ends_with('!'),
            _ => false,
        }
    }

    /// Whether the call that an expression ends a chain of gives a result with a layer below its success.
    fn is_layered(&self, of: ExprId) -> bool {
        let mut at = of;
        for _ in 0..MAX_CHAIN {
            if self.layered.contains(&at) {
                return true;
            }
            at = match &self.unit.body[at].kind {
                ExprKind::Unary {
                    op: UnaryOp::Await,
                    operand,
                } => *operand,
                ExprKind::Generic { base, .. } => *base,
                ExprKind::Call { callee, .. } => match &self.unit.body[*callee].kind {
                    ExprKind::Member { base, name }
                        if !self.eng.fails_closed(self.unit.language, self.unit.text(*name)) =>
                    {
                        *base
                    }
                    ExprKind::Generic { base, .. } => match &self.unit.body[*base].kind {
                        ExprKind::Member { base, .. } => *base,
                        _ => return false,
                    },
                    _ => return false,
                },
                _ => return false,
            };
        }
        false
    }
}

/// A fact without what it says of rows that are not told of.
fn without(fact: Fact, silent: &impl Fn(u32) -> bool, depth: usize) -> Option<Fact> {
    match fact {
        Fact::Found(access) if silent(access) => None,
        Fact::Any(arms) if depth < 4 => {
            let arms: Vec<Vec<Fact>> = arms
                .iter()
                .map(|arm| {
                    arm.iter()
                        .cloned()
                        .filter_map(|fact| without(fact, silent, depth + 1))
                        .collect()
                })
                .collect();
            let told = arms.iter().all(|arm| !arm.is_empty());
            told.then(|| Fact::Any(Arc::new(arms)))
        }
        other => Some(other),
    }
}
