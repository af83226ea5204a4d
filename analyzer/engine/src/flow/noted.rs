//! What was met as a guard while functions were read: kept only when somebody asks why, and never looked at by a verdict.
//!
//! A check is noted where it is read and comes to a function's callers with its facts in their terms, as accesses do.

use crate::facts::At;
use crate::flow::apply::{BUDGET, Binding};
use crate::flow::cx::Cx;
use crate::flow::exits::Exit;
use crate::flow::summary::Summary;
use crate::flow::value::{Fact, Shape, Truth};
use crate::program::FnId;
use partywall_catalog::Proves;
use partywall_ir::{ExprId, Span};

/// The most checks that one function remembers, those of its callees included.
const MAX_CHECKS: usize = 128;

/// The most functions that one is noted to call.
const MAX_CALLED: usize = 400;

/// The longest chain of calls that a check is followed up.
const MAX_DEPTH: usize = 8;

/// Something that lets pass or does not.
#[derive(Clone, Debug)]
pub struct Check {
    /// The function that holds it.
    pub function: FnId,
    /// Where.
    pub place: At,
    /// What holds where it lets pass.
    pub facts: Vec<Fact>,
    /// What does not pass goes no further.
    pub stops: bool,
    /// It asks for no more than this, whatever it is given.
    pub asks: Option<Proves>,
    /// How many calls below.
    pub depth: usize,
}

impl Cx<'_, '_> {
    /// Notes a check: what holds where it lets pass, and whether anything else goes no further.
    pub(super) fn note(&mut self, span: Span, facts: &[Fact], stops: bool) {
        if !facts.is_empty() {
            self.note_asking(span, facts, stops, None);
        }
    }

    /// The like of one that asks for a login or a role.
    pub(super) fn note_asking(&mut self, span: Span, facts: &[Fact], stops: bool, asks: Option<Proves>) {
        if !self.eng.explaining {
            return;
        }
        let check = Check {
            function: self.function,
            place: (self.unit_id, span),
            facts: facts.to_vec(),
            stops,
            asks,
            depth: 0,
        };
        self.keep_check(check);
    }

    /// Notes a call that comes back only when it lets pass; one that nobody wrote is spoken of by what it calls.
    pub(super) fn note_call(&mut self, call: ExprId, callee: Option<FnId>, facts: &[Fact]) {
        let written = self.eng.program.decl(self.function).body != Some(call);
        match callee {
            Some(callee) if !written => self.note_function(callee, facts.to_vec()),
            _ => self.note(self.unit.body[call].span, facts, true),
        }
    }

    /// Notes what a function as a whole lets pass.
    pub(super) fn note_function(&mut self, function: FnId, facts: Vec<Fact>) {
        if !self.eng.explaining || facts.is_empty() {
            return;
        }
        let program = self.eng.program;
        self.keep_check(Check {
            function,
            place: (program.func(function).unit, program.decl(function).name_span),
            facts,
            stops: true,
            asks: None,
            depth: 1,
        });
    }

    fn keep_check(&mut self, check: Check) {
        let same = |old: &&mut Check| old.place == check.place && old.function == check.function;
        if let Some(old) = self.checks.iter_mut().find(same) {
            let new = check.facts.into_iter();
            let new: Vec<Fact> = new.filter(|fact| !old.facts.contains(fact)).collect();
            old.facts.extend(new);
            old.stops |= check.stops;
        } else if self.checks.len() < MAX_CHECKS {
            self.checks.push(check);
        }
    }

    /// Notes a condition by what became of its branches: where one of them goes no further, the other is what it lets pass.
    pub(super) fn note_branches(&mut self, span: Span, truth: Option<Truth>, (then, els): (bool, bool)) {
        let Some(truth) = truth else { return };
        match (then, els) {
            (true, false) => self.note_asking(span, &truth.no, true, None),
            (false, true) => self.note_asking(span, &truth.yes, true, None),
            (true, true) => {}
            (false, false) => self.note(span, &truth.yes, false),
        }
    }

    /// A copy of what a condition says, where somebody asks.
    pub(super) fn noted(&self, truth: &Truth) -> Option<Truth> {
        self.eng.explaining.then(|| truth.clone())
    }

    /// Whether all ways out since one refuse.
    pub(super) fn refuses_since(&self, first: usize) -> bool {
        let refuses = |exit: &Exit| matches!(exit.val.shape, Shape::Failure | Shape::Null | Shape::Bool(false));
        self.exits.get(first..).is_some_and(|exits| exits.iter().all(refuses))
    }

    /// Takes over what a callee has met.
    pub(super) fn note_callee(&mut self, span: Span, summary: &Summary, binding: &Binding<'_>) {
        if !self.eng.explaining {
            return;
        }
        let place = (self.unit_id, span);
        if self.called.len() < MAX_CALLED && !self.called.iter().any(|(callee, _)| *callee == binding.callee) {
            self.called.push((binding.callee, place));
        }
        // what is told here must not change what is known there
        let left = binding.budget.replace(BUDGET);
        for check in &summary.checks {
            let facts = self.facts(&check.facts, binding);
            if check.depth < MAX_DEPTH && facts.is_empty() == check.facts.is_empty() {
                self.keep_check(Check {
                    facts,
                    depth: check.depth + 1,
                    ..check.clone()
                });
            }
        }
        if summary.checks.is_empty() && !summary.always.is_empty() {
            let facts = self.facts(&summary.always, binding);
            self.note_function(binding.callee, facts);
        }
        binding.budget.set(left);
    }
}
