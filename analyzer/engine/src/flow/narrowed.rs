//! Members of the own object whose rows are narrowed in front of a handler, or earlier in it, by a step that is told of the caller and that
//! no row of the catalog describes: `self.rows = self.rows.visible_to(user)`.
//!
//! Where a way leads around that step, or what it asks for could not be followed, the code has decided for whom it need not be taken:
//! whose the rows are cannot be told, and nobody is accused.

use crate::flow::cx::Cx;
use crate::flow::query::{Pred, Query};
use crate::flow::value::{Shape, Val};
use crate::program::{FnId, Sym};
use partywall_catalog::QueryRow;
use partywall_ir::{ExprId, ExprKind, Name};

/// The most functions of a name that are asked whether they narrow rows.
const MAX_CALLED: usize = 8;

impl Cx<'_, '_> {
    /// A member of the own object is given what a step makes of it: is that told of the caller, its rows may go by them.
    pub(super) fn narrow_own(&mut self, target: ExprId, value: ExprId, val: &Val) {
        let unit = self.unit;
        let Some(name) = self.named_on_own(target).filter(|_| self.lambdas == 0) else {
            return;
        };
        let ExprKind::Call { callee, args } = &unit.body[value].kind else {
            return;
        };
        let ExprKind::Member { base, name: step } = unit.body[*callee].kind else {
            return;
        };
        let described = self.eng.index.step.get(unit.language, unit.text(step)).next().is_some();
        if described || self.named_on_own(base) != Some(name) {
            return;
        }
        let told = args.iter().any(|arg| self.is_caller(arg.value));
        let narrows = match &val.shape {
            Shape::Query(query) => !query.preds.is_empty(),
            // a name that speaks of authorization makes a truth of what cannot be followed
            Shape::Plain | Shape::Truth(_) => self.may_narrow(step),
            _ => false,
        };
        if told && narrows {
            self.st.own.narrow(name);
        }
    }

    /// A member of the own object as it is read, with what it was narrowed by.
    pub(super) fn narrowed_member(&self, member: ExprId, val: Val) -> Val {
        match (&val.shape, self.named_on_own(member)) {
            (Shape::Query(query), Some(name)) if self.st.own.is_narrowed(name) && !query.ready => {
                self.with_unseen(query, true)
            }
            _ => val,
        }
    }

    /// What a class says in one of its members, with what that was narrowed by.
    pub(super) fn narrowed_rows(&self, row: &QueryRow, mut query: Query) -> Query {
        let mut names = row.class_field.iter().filter_map(|name| self.eng.program.find(name));
        if names.any(|name| self.st.own.is_narrowed(name)) {
            query.preds.push(Pred::Opaque);
        }
        query
    }

    /// The member of the own object that an expression names.
    fn named_on_own(&self, expr: ExprId) -> Option<Sym> {
        let ExprKind::Member { base, name } = self.unit.body[expr].kind else {
            return None;
        };
        let own = matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base);
        own.then(|| self.sym(name))
    }

    /// Whether an argument is no more than a name for the caller, or for somebody who may be.
    fn is_caller(&mut self, arg: ExprId) -> bool {
        if !matches!(self.unit.body[arg].kind, ExprKind::Name(_) | ExprKind::Member { .. }) {
            return false;
        }
        let val = self.eval(arg);
        self.has_identity(&val) || self.may_be_caller(&val.srcs)
    }

    /// Whether a step of rows that are said elsewhere may restrict them: its code does, or is not in the program.
    fn may_narrow(&self, step: Name) -> bool {
        let program = self.eng.program;
        let called = program.by_name(self.sym(step)).iter().copied();
        let mut called = called.filter(|called| program.decl(*called).body.is_some()).peekable();
        let restricts = |called: FnId| match &self.summary(called).ret.shape {
            Shape::Query(query) => !query.preds.is_empty(),
            _ => false,
        };
        called.peek().is_none() || called.take(MAX_CALLED).any(restricts)
    }
}
