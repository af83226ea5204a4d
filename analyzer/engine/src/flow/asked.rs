//! Checks that are asked, whether or not anybody heeds them: where rows stay untied, one of them may be what was meant to tie them.

use crate::facts::{At, Unheeded};
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::judge::Judge;
use crate::flow::value::{Fact, Root, Shape, SrcId, Srcs, Truth, Val};
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
    /// What the conditions are made of that it is only asked under.
    pub under: Srcs,
}

/// What is to be thought of an access beside which a check stands that would tie it.
pub enum Beside {
    /// Who reaches it may pass the check by.
    Open(Unheeded),
    /// Whether it is asked hangs on what the rows are, or on how the installation is set up: somebody meant it so.
    Meant,
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
                self.note_asked(place, facts, &Srcs::None);
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
            self.note_asked(place, Vec::new(), &Srcs::None);
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

    /// Notes what is asked here, or what a callee asked: under the conditions around this place, and those below.
    pub(super) fn note_asked(&mut self, place: At, facts: Vec<Fact>, below: &Srcs) {
        let known = self
            .asked
            .iter()
            .any(|asked| asked.place == place && *asked.facts == facts);
        if !known && self.asked.len() < MAX_ASKED {
            self.asked.push(Asked {
                place,
                facts: Arc::new(facts),
                under: self.under.iter().fold(below.clone(), |all, srcs| all.union(srcs)),
            });
        }
    }
}

impl Judge<'_, '_> {
    /// The check that would tie an access where these facts hold, were it heeded or asked of the record.
    pub fn unheeded(&self, at: usize, facts: &[Fact], asked: &[Asked]) -> Option<Beside> {
        let mut elsewhere = None;
        let mut meant = None;
        for check in asked {
            if check.facts.is_empty() {
                return Some(Beside::Open(Unheeded::WithoutRecord(check.place)));
            }
            // a lookup that found its row elsewhere is another access, and no check of this one
            let says: Vec<&Fact> = check
                .facts
                .iter()
                .filter(|fact| !matches!(fact, Fact::Found(_)))
                .collect();
            let all: Vec<Fact> = facts.iter().chain(says.iter().copied()).cloned().collect();
            if !says.iter().any(|fact| self.speaks_of(at, fact)) || !self.trust(&all).record(at) {
                continue;
            }
            match self.is_chosen(at, &check.under) {
                Some(true) => {}
                Some(false) => {
                    meant = Some(Beside::Meant);
                    continue;
                }
                None => continue,
            }
            let passed = Unheeded::Passed(check.place);
            // one that stands on the way to the rows is the one to mend
            if self.on_the_way(at, check.place) {
                return Some(Beside::Open(passed));
            }
            elsewhere.get_or_insert(passed);
        }
        meant.or(elsewhere.map(Beside::Open))
    }

    /// Whether a fact is about the rows of an access, about rows that were found by those, or about what they were asked for by.
    pub(super) fn speaks_of(&self, at: usize, fact: &Fact) -> bool {
        let selects = crate::flow::query::values(&self.accesses[at].preds);
        let row = Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
        let by_row = |other: u32| {
            let other = self.accesses.get(other as usize);
            other.is_some_and(|other| {
                crate::flow::query::values(&other.preds)
                    .iter()
                    .any(|src| src.root() == row)
            })
        };
        let of = |src: &SrcId| match src.root() {
            root if root == row => true,
            Root::Record(other) => by_row(other) || selects.iter().any(|by| by.root() == src.root()),
            _ => selects.contains(src),
        };
        match fact {
            Fact::Equal(a, b) => of(a) || of(b),
            Fact::Authorized(src) | Fact::Vouched(_, src) => of(src),
            Fact::Any(arms) => arms.iter().flatten().any(|fact| match fact {
                Fact::Equal(a, b) => of(a) || of(b),
                Fact::Authorized(src) | Fact::Vouched(_, src) => of(src),
                _ => false,
            }),
            _ => false,
        }
    }

    /// Whether a fact says that a row was found by what the rows of an access were asked for by, too.
    pub(super) fn finds_beside(&self, at: usize, fact: &Fact) -> bool {
        let selects = crate::flow::query::values(&self.accesses[at].preds);
        let Fact::Found(other) = *fact else { return false };
        let by = self.accesses.get(other as usize).filter(|_| other as usize != at);
        by.is_some_and(|by| {
            crate::flow::query::values(&by.preds)
                .iter()
                .any(|src| selects.contains(src))
        })
    }

    /// Whether a caller may have chosen that a check is not asked: nothing stands around it but whether there is such a row, or
    /// something that was sent does, beside what the rows are asked for by. None where only some callers are asked at all: what those
    /// must not do is nothing that the others may.
    fn is_chosen(&self, at: usize, under: &Srcs) -> Option<bool> {
        let selects = crate::flow::query::values(&self.accesses[at].preds);
        let row = Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
        let under: Vec<SrcId> = under
            .list()
            .iter()
            .copied()
            .filter(|src| src.root() != row || !src.is_whole())
            .collect();
        let by_caller = |values: &[SrcId]| values.iter().any(|src| src.root() == Root::Identity);
        let who = |src: &SrcId| match src.root() {
            Root::Identity => true,
            Root::Record(other) => {
                let other = self.accesses.get(other as usize);
                src.root() != row && other.is_some_and(|other| by_caller(&crate::flow::query::values(&other.preds)))
            }
            _ => false,
        };
        if under.iter().any(who) {
            return None;
        }
        // a row that has other owners is not everybody's for lack of this one
        let lacks = |src: &SrcId| {
            let path: Vec<&str> = src.path().iter().map(|name| self.eng.program.text(*name)).collect();
            src.root() == row && self.source_ties(&self.accesses[at].entity, *src, &path)
        };
        let sent = under.iter().any(|src| src.root() == Root::Request);
        let about = under.iter().any(|src| selects.contains(src));
        Some(under.is_empty() || under.iter().any(lacks) || sent && !about)
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
