//! Checks that are asked, whether or not anybody heeds them: where rows stay untied, one of them may be what was meant to tie them.

use crate::facts::{At, Unheeded};
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::judge::Judge;
use crate::flow::value::{Fact, Shape, Truth, Val};
use crate::program::FnId;
use partywall_catalog::GuardRow;
use partywall_ir::{ExprId, ExprKind};
use std::sync::Arc;

/// The most checks of one function that are remembered.
const MAX_ASKED: usize = 64;

/// The most facts of one check.
const MAX_FACTS: usize = 16;

/// The most expressions of a list of guards that are looked at.
const MAX_PARTS: usize = 64;

/// Something that was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Where.
    pub place: At,
    /// What would hold if its answer were heeded; nothing for a policy that is asked for without a record.
    pub facts: Arc<Vec<Fact>>,
}

impl Cx<'_, '_> {
    /// Notes a condition: either side of it may be the one that somebody meant to stop at.
    pub(super) fn ask(&mut self, expr: ExprId, val: &Val) {
        if let Shape::Truth(truth) = &val.shape {
            let truth = Arc::clone(truth);
            self.ask_truth(expr, &truth);
        }
    }

    /// The like for a condition that has been taken apart.
    pub(super) fn ask_truth(&mut self, expr: ExprId, truth: &Truth) {
        if self.lambdas > 0 || !self.row.is_empty() {
            return;
        }
        let place = (self.unit_id, self.unit.body[expr].span);
        for side in [&truth.yes, &truth.no] {
            let says = side.iter().filter(|fact| {
                matches!(
                    fact,
                    Fact::Equal(..) | Fact::Authorized(_) | Fact::Vouched(..) | Fact::Found(_)
                )
            });
            let facts: Vec<Fact> = says.take(MAX_FACTS).cloned().collect();
            if !facts.is_empty() {
                self.note_asked(place, facts);
            }
        }
    }

    /// Notes a policy that is asked for with nothing in the place of the record.
    pub(super) fn ask_without_record(&mut self, site: &Site, row: &GuardRow, given: &[Given]) {
        let nothing = given
            .iter()
            .enumerate()
            .any(|(at, arg)| matches!(arg.val.shape, Shape::Null) && row.arg.is_none_or(|wanted| wanted == at));
        if nothing {
            let place = (self.unit_id, self.unit.body[site.expr].span);
            self.note_asked(place, Vec::new());
        }
    }

    /// Notes what a call lets pass by coming back.
    pub(super) fn ask_call(&mut self, expr: ExprId, always: &[Fact]) {
        let truth = Truth {
            yes: always.to_vec(),
            ..Truth::default()
        };
        self.ask_truth(expr, &truth);
    }

    /// Takes over what a callee asked.
    pub(super) fn note_asked(&mut self, place: At, facts: Vec<Fact>) {
        let known = self
            .asked
            .iter()
            .any(|asked| asked.place == place && *asked.facts == facts);
        if !known && self.asked.len() < MAX_ASKED {
            let facts = Arc::new(facts);
            self.asked.push(Asked { place, facts });
        }
    }
}

impl Judge<'_, '_> {
    /// The check that would tie an access where these facts hold, were it heeded or asked of the record.
    pub fn unheeded(&self, at: usize, facts: &[Fact], asked: &[Asked]) -> Option<Unheeded> {
        let mut elsewhere = None;
        for check in asked {
            if check.facts.is_empty() {
                return Some(Unheeded::WithoutRecord(check.place));
            }
            // a lookup that found its row elsewhere is another access, and no check of this one
            let says: Vec<&Fact> = check
                .facts
                .iter()
                .filter(|fact| !matches!(fact, Fact::Found(_)))
                .collect();
            let all: Vec<Fact> = facts.iter().chain(says.iter().copied()).cloned().collect();
            if !says.is_empty() && self.trust(&all).record(at) {
                let passed = Unheeded::Passed(check.place);
                // one that stands on the way to the rows is the one to mend
                if self.on_the_way(at, check.place) {
                    return Some(passed);
                }
                elsewhere.get_or_insert(passed);
            }
        }
        elsewhere
    }

    fn on_the_way(&self, at: usize, place: At) -> bool {
        let access = &self.accesses[at];
        let functions = access.calls.iter().map(|call| call.caller).chain([access.function]);
        functions
            .into_iter()
            .any(|function| self.eng.is_inside(function, place))
    }

    /// A method of a guard in front of a handler that would look at a record, and that nobody asks: its name.
    pub fn unasked(&self, handler: FnId) -> Option<Unheeded> {
        let program = self.eng.program;
        let owner = program.func(handler).owner?;
        let types = std::iter::once(owner).chain(program.supertypes(owner));
        for field in types.flat_map(|ty| program.fields(ty)) {
            let unit = program.unit(field.unit);
            let decl = program.field_decl(field);
            let Some(value) = decl.value else { continue };
            for row in self.eng.index.guard_field.get(unit.language, unit.text(decl.name)) {
                let mut stack = vec![value];
                for _ in 0..MAX_PARTS {
                    let Some(expr) = stack.pop() else { break };
                    partywall_ir::walk::children(&unit.body[expr].kind, &mut |child| stack.push(child));
                    let (ExprKind::Name(_) | ExprKind::Member { .. }) = &unit.body[expr].kind else {
                        continue;
                    };
                    let named = crate::flow::entry::named(program, field.unit, expr);
                    let Some(crate::program::Def::Type(guard)) = named else {
                        continue;
                    };
                    for name in row.record_method.iter().filter_map(|name| program.find(name)) {
                        let methods = program.methods(guard, name);
                        let method = methods.iter().find(|method| program.decl(**method).body.is_some());
                        if let Some(method) = method
                            && self.eng.summary(*method).reads_identity
                        {
                            let unit = program.func(*method).unit;
                            let place = (unit, program.decl(*method).name_span);
                            return Some(Unheeded::NeverAsked(place));
                        }
                    }
                }
            }
        }
        None
    }
}
