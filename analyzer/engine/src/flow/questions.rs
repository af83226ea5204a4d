//! What is asked of the program's functions across their bounds, and how cycles of such questions begin and end.

use crate::flow::cx::Cx;
use crate::flow::engine::{Engine, SqlGap};
use crate::flow::entry::Entry;
use crate::flow::fields::Members;
use crate::flow::policies::Policies;
use crate::flow::solve::Rules;
use crate::flow::summary::Summary;
use crate::flow::value::{Root, SrcId, Srcs, Val};
use crate::memo::Memo;
use crate::program::{FieldRef, FnId, Sym, Ty};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Something that is asked of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// What a function does.
    Does(FnId),
    /// What a class variable holds.
    Holds(FieldRef),
    /// What a function gives the members of its own object.
    Gives(FnId),
    /// What the program's own code attaches to the request by this name.
    Attached(Sym),
    /// Which inputs the code that decides policies asks for: all of it, or this method.
    Policies(Option<FnId>),
    /// What an entry point does where a function of the program calls it: its parameters are what it is given.
    Called(FnId),
}

/// What is known of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// What a function does.
    Does(Arc<Summary>),
    /// What a class variable holds.
    Holds(Arc<Held>),
    /// What the members are.
    Gives(Members),
    /// Whether it is the caller's, and its type.
    Attached(Option<(bool, Ty)>),
    /// Their names.
    Policies(Policies),
}

/// What a class variable holds.
#[derive(Debug, PartialEq)]
pub struct Held {
    /// The value.
    pub val: Val,
    /// SQL in it that could not be read.
    pub sql_gaps: Vec<SqlGap>,
}

/// Answers that are settled, by whichever thread.
pub struct Settled {
    does: Vec<OnceLock<Arc<Summary>>>,
    called: Memo<FnId, Arc<Summary>>,
    holds: Memo<FieldRef, Arc<Held>>,
    gives: Memo<FnId, Members>,
    attached: Memo<Sym, Option<(bool, Ty)>>,
    policies: Memo<Option<FnId>, Policies>,
    /// Held while answers are settled: what one cycle of questions says becomes known at once.
    settling: Mutex<()>,
}

impl Settled {
    /// None yet, for this many functions.
    pub fn new(functions: usize) -> Self {
        Self {
            does: std::iter::repeat_with(OnceLock::new).take(functions).collect(),
            called: Memo::default(),
            holds: Memo::default(),
            gives: Memo::default(),
            attached: Memo::default(),
            policies: Memo::default(),
            settling: Mutex::default(),
        }
    }

    /// SQL that could not be read, in what is settled.
    pub fn sql_gaps(&self) -> Vec<SqlGap> {
        let functions = self.does.iter().filter_map(OnceLock::get);
        let mut gaps: Vec<SqlGap> = functions.flat_map(|summary| summary.sql_gaps.iter().cloned()).collect();
        self.called
            .each(|summary| gaps.extend(summary.sql_gaps.iter().cloned()));
        self.holds.each(|held| gaps.extend(held.sql_gaps.iter().cloned()));
        gaps
    }
}

impl Engine<'_> {
    /// What a function does.
    pub fn summary(&self, function: FnId) -> Arc<Summary> {
        match self.ask(Question::Does(function)) {
            Answer::Does(summary) => summary,
            _ => Arc::default(),
        }
    }

    /// What a function does where another one calls it: what an entry point is given comes from there, not from outside.
    pub(super) fn summary_called(&self, function: FnId) -> Arc<Summary> {
        if !self.entries.contains_key(&function) {
            return self.summary(function);
        }
        match self.ask(Question::Called(function)) {
            Answer::Does(summary) => summary,
            _ => Arc::default(),
        }
    }

    /// What a class variable's value is, as seen from its class.
    pub fn class_value(&self, field: FieldRef) -> Val {
        match self.ask(Question::Holds(field)) {
            Answer::Holds(held) => held.val.clone(),
            _ => Val::nothing(),
        }
    }

    /// What a function gives the members of its own object.
    pub(super) fn given_by(&self, function: FnId) -> Members {
        match self.ask(Question::Gives(function)) {
            Answer::Gives(members) => members,
            _ => Members::default(),
        }
    }

    /// Whether a member of the request stands for the caller, by the places that give it, with its type.
    pub(super) fn attached(&self, name: Sym) -> Option<(bool, Ty)> {
        match self.ask(Question::Attached(name)) {
            Answer::Attached(attached) => attached,
            _ => None,
        }
    }

    /// Which inputs the code that decides policies asks for: all of it, or one method.
    pub(super) fn policies(&self, by: Option<FnId>) -> Policies {
        match self.ask(Question::Policies(by)) {
            Answer::Policies(policies) => policies,
            _ => Policies::default(),
        }
    }

    fn ask(&self, question: Question) -> Answer {
        self.solver.ask(self, question)
    }

    fn does(&self, function: FnId, entry: Option<&Entry>) -> Summary {
        let decl = self.program.decl(function);
        let Some(body) = decl.body else {
            return Summary::default();
        };
        let mut cx = Cx::new(self, function);
        cx.is_entry = entry.is_some();
        cx.sent = entry.is_some_and(|entry| entry.sent);
        if entry.is_some_and(|entry| entry.behind) {
            cx.runs_behind();
        }
        cx.enter(entry);
        cx.read_body(body);
        crate::flow::summarise::summarise(cx)
    }

    fn holds(&self, field: FieldRef) -> Held {
        let mut held = Held {
            val: Val::nothing(),
            sql_gaps: Vec::new(),
        };
        let unit = self.program.unit(field.unit);
        let host = unit
            .functions
            .len()
            .checked_sub(1)
            .and_then(|last| u32::try_from(last).ok());
        if let (Some(value), Some(host)) = (self.program.field_decl(field).value, host) {
            let mut cx = Cx::new(self, self.program.fn_id(field.unit, partywall_ir::FnIx(host)));
            cx.owner = None;
            held.val = cx.eval(value);
            held.sql_gaps = cx.sql_gaps;
        }
        held
    }
}

impl Rules for Engine<'_> {
    type Question = Question;
    type Answer = Answer;

    fn settled(&self, question: Question) -> Option<Answer> {
        let settled = &self.settled;
        match question {
            Question::Does(function) => settled.does[function.index()].get().cloned().map(Answer::Does),
            Question::Called(function) => settled.called.get(&function).map(Answer::Does),
            Question::Holds(field) => settled.holds.get(&field).map(Answer::Holds),
            Question::Gives(function) => settled.gives.get(&function).map(Answer::Gives),
            Question::Attached(name) => settled.attached.get(&name).map(Answer::Attached),
            Question::Policies(by) => settled.policies.get(&by).map(Answer::Policies),
        }
    }

    fn settle(&self, answers: Vec<(Question, Answer)>) {
        let settled = &self.settled;
        let settling = settled.settling.lock().unwrap_or_else(PoisonError::into_inner);
        for (question, answer) in answers {
            match (question, answer) {
                (Question::Does(function), Answer::Does(summary)) => {
                    settled.does[function.index()].get_or_init(|| summary);
                }
                (Question::Called(function), Answer::Does(summary)) => drop(settled.called.keep(function, summary)),
                (Question::Holds(field), Answer::Holds(held)) => drop(settled.holds.keep(field, held)),
                (Question::Gives(function), Answer::Gives(members)) => drop(settled.gives.keep(function, members)),
                (Question::Attached(name), Answer::Attached(known)) => drop(settled.attached.keep(name, known)),
                (Question::Policies(by), Answer::Policies(policies)) => drop(settled.policies.keep(by, policies)),
                _ => {}
            }
        }
        drop(settling);
    }

    fn bottom(&self, question: Question) -> Answer {
        match question {
            Question::Does(_) | Question::Called(_) => Answer::Does(Arc::default()),
            Question::Holds(_) => Answer::Holds(Arc::new(Held {
                val: Val::nothing(),
                sql_gaps: Vec::new(),
            })),
            Question::Gives(_) => Answer::Gives(Members::default()),
            Question::Attached(_) => Answer::Attached(None),
            Question::Policies(_) => Answer::Policies(Policies::default()),
        }
    }

    fn unknown(&self, _: Question, last: &Answer) -> Answer {
        let unknown = Srcs::one(SrcId::new(Root::Unknown, &[]));
        match last {
            Answer::Does(summary) => Answer::Does(Arc::new(summary.unknown(&unknown))),
            Answer::Holds(_) => Answer::Holds(Arc::new(Held {
                val: Val::of(unknown),
                sql_gaps: Vec::new(),
            })),
            Answer::Gives(_) => Answer::Gives(Members::default()),
            Answer::Attached(_) => Answer::Attached(None),
            Answer::Policies(_) => Answer::Policies(Policies::default()),
        }
    }

    fn find(&self, question: Question) -> Answer {
        match question {
            Question::Does(function) => Answer::Does(Arc::new(self.does(function, self.entries.get(&function)))),
            Question::Called(function) => Answer::Does(Arc::new(self.does(function, None))),
            Question::Holds(field) => Answer::Holds(Arc::new(self.holds(field))),
            Question::Gives(function) => Answer::Gives(self.gives(function)),
            Question::Attached(name) => Answer::Attached(self.find_attached(name)),
            Question::Policies(by) => Answer::Policies(Arc::new(self.asked_inputs(by))),
        }
    }
}
