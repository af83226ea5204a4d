//! What a function does, as far as its callers are concerned.

use crate::facts::At;
use crate::flow::judge::{Judge, Tie};
use crate::flow::noted::Check;
use crate::flow::query::Access;
use crate::flow::value::{Fact, Val};
use crate::program::FnId;
use std::sync::OnceLock;

/// What a function does: a pure function of its unit and of its callees' summaries.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Accesses in it and below it; those that are settled come without a caller's interest.
    pub accesses: Vec<Access>,
    /// For each access, whether it is settled here: no caller can change its verdict.
    pub settled: Vec<bool>,
    /// For each access, how it is tied by what the function itself knows, once somebody has asked.
    pub ties: Vec<OnceLock<Tie>>,
    /// What it returns, in terms of its parameters and accesses.
    pub ret: Val,
    /// What it, or something below it, met as a guard: empty unless somebody asks.
    pub checks: Vec<Check>,
    /// What it was seen to call and where: empty unless somebody asks.
    pub called: Vec<(FnId, At)>,
    /// What holds whenever it returns normally.
    pub always: Vec<Fact>,
    /// What holds when it returns true (or something).
    pub yes: Vec<Fact>,
    /// Its answer is a truth value.
    pub boolean: bool,
    /// It returns failures as values: what holds when it succeeds holds once its result has been looked at.
    pub fallible: bool,
    /// It tells of a miss by returning nothing, which stops nobody by itself.
    pub misses: bool,
    /// It never returns normally.
    pub diverges: bool,
    /// It, or something below it, reads the request by itself.
    pub reads_request: bool,
    /// It, or something below it, reads the identity by itself.
    pub reads_identity: bool,
}

impl Summary {
    /// The summary of a function that nothing is known of: also the start of the iteration in a cycle of calls.
    pub fn bottom() -> Self {
        Self {
            accesses: Vec::new(),
            settled: Vec::new(),
            ties: Vec::new(),
            ret: Val::nothing(),
            checks: Vec::new(),
            called: Vec::new(),
            always: Vec::new(),
            yes: Vec::new(),
            boolean: false,
            fallible: false,
            misses: false,
            diverges: false,
            reads_request: false,
            reads_identity: false,
        }
    }

    /// How an access is tied by what the function itself knows; `judge` is one of its accesses that knows no entry point.
    pub fn tie(&self, at: usize, judge: &Judge<'_, '_>) -> Tie {
        *self.ties[at].get_or_init(|| judge.tie(at))
    }
}
