//! What a function does, as far as its callers are concerned.

use crate::facts::At;
use crate::flow::asked::Asked;
use crate::flow::broadcast::Pushed;
use crate::flow::defaulted::Defaulted;
use crate::flow::effects::Effect;
use crate::flow::engine::SqlGap;
use crate::flow::judge::{Judge, Tie};
use crate::flow::kept::Kept;
use crate::flow::noted::Check;
use crate::flow::outliving::Put;
use crate::flow::query::{Access, Pred};
use crate::flow::value::{Env, Fact, Srcs, Val};
use crate::program::FnId;
use partywall_ir::ExprId;
use std::sync::{Arc, OnceLock};

/// What a function does: a pure function of its unit and of its callees' summaries. The default is what nothing is known of, which
/// is also where a cycle of calls begins.
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
    /// What members of its own object hold when it has answered.
    pub gives: crate::flow::own_members::Own,
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
    /// What is asked in it and below it.
    pub asked: Vec<Asked>,
    /// What happens in it and below it, and what held before.
    pub effects: Vec<Effect>,
    /// What is pushed to every connected client in it and below it.
    pub pushed: Vec<Pushed>,
    /// What is asked in its loops over tenants.
    pub in_turn: Vec<crate::flow::swept::InTurn>,
    /// What is put in it and below it where it outlives the request.
    pub outliving: Vec<Put>,
    /// It commits what its callers have changed as well.
    pub commits: bool,
    /// What is kept in caches in it, and below it where its callers decide about the key.
    pub kept: Vec<Kept>,
    /// It, or something below it, reads the request by itself.
    pub reads_request: bool,
    /// It, or something below it, reads the identity by itself.
    pub reads_identity: bool,
    /// Which of its parameters it calls, or hands to what calls them.
    pub runs: Vec<u32>,
    /// What it adds to those of its parameters that are collections.
    pub outputs: Vec<(u32, Srcs)>,
    /// What it runs of the texts that it is handed.
    pub texted: Vec<crate::flow::sqlpassed::Texted>,
    /// The functions that it was seen to call, in the order of ids.
    pub callees: Box<[FnId]>,
    /// What the locals around its lambdas are that are entry points.
    pub captured: Vec<(ExprId, Env)>,
    /// Inputs that the identity only stands in for, and that nothing looks at.
    pub defaulted: Vec<Defaulted>,
    /// SQL that could not be read.
    pub sql_gaps: Vec<SqlGap>,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            accesses: Vec::new(),
            settled: Vec::new(),
            ties: Vec::new(),
            ret: Val::nothing(),
            gives: crate::flow::own_members::Own::default(),
            checks: Vec::new(),
            called: Vec::new(),
            always: Vec::new(),
            yes: Vec::new(),
            boolean: false,
            fallible: false,
            misses: false,
            diverges: false,
            asked: Vec::new(),
            effects: Vec::new(),
            pushed: Vec::new(),
            in_turn: Vec::new(),
            outliving: Vec::new(),
            commits: false,
            kept: Vec::new(),
            reads_request: false,
            reads_identity: false,
            runs: Vec::new(),
            outputs: Vec::new(),
            texted: Vec::new(),
            callees: Box::default(),
            captured: Vec::new(),
            defaulted: Vec::new(),
            sql_gaps: Vec::new(),
        }
    }
}

/// What was found out later of the same function says nothing new.
impl PartialEq for Summary {
    fn eq(&self, other: &Self) -> bool {
        self.accesses == other.accesses
            && self.settled == other.settled
            && (&self.texted, &self.outputs) == (&other.texted, &other.outputs)
            && self.ret == other.ret
            && self.gives == other.gives
            && self.always == other.always
            && self.yes == other.yes
            && (self.boolean, self.fallible, self.misses) == (other.boolean, other.fallible, other.misses)
            && (self.diverges, self.reads_request) == (other.diverges, other.reads_request)
            && self.reads_identity == other.reads_identity
            && (&self.callees, &self.runs) == (&other.callees, &other.runs)
            && (&self.pushed, &self.in_turn) == (&other.pushed, &other.in_turn)
            && self.captured == other.captured
            && self.sql_gaps == other.sql_gaps
            && self.defaulted == other.defaulted
            && (&self.effects, &self.asked, self.commits) == (&other.effects, &other.asked, other.commits)
            && (&self.kept, &self.outliving) == (&other.kept, &other.outliving)
    }
}

impl Summary {
    /// The same accesses, of which nothing is known but that they may happen: neither what restricts them nor what holds then.
    pub fn unknown(&self, unknown: &Srcs) -> Self {
        let open = |access: &Access| Access {
            preds: access.preds.iter().map(|pred| blur(pred, unknown)).collect(),
            exits: vec![Arc::default()],
            opaque: true,
            ..access.clone()
        };
        Self {
            accesses: self.accesses.iter().map(open).collect(),
            settled: vec![false; self.accesses.len()],
            ties: vec![OnceLock::new(); self.accesses.len()],
            ret: Val::of(unknown.clone()).typed(self.ret.ty.clone()),
            gives: crate::flow::own_members::Own::default(),
            outputs: self.outputs.iter().map(|(at, _)| (*at, unknown.clone())).collect(),
            always: Vec::new(),
            yes: Vec::new(),
            asked: Vec::new(),
            effects: Vec::new(),
            kept: Vec::new(),
            diverges: false,
            ..self.clone()
        }
    }

    /// How an access is tied by what the function itself knows; `judge` is one of its accesses that knows no entry point.
    pub fn tie(&self, at: usize, judge: &Judge<'_, '_>) -> Tie {
        *self.ties[at].get_or_init(|| judge.tie(at))
    }
}

/// A restriction by values that could not be followed.
fn blur(pred: &Pred, unknown: &Srcs) -> Pred {
    match pred {
        Pred::Test { column, compare, .. } => Pred::Test {
            column: Arc::clone(column),
            compare: *compare,
            value: unknown.clone(),
            constant: false,
        },
        Pred::Child(_) => Pred::Child(unknown.clone()),
        Pred::Key(_) => Pred::Key(unknown.clone()),
        Pred::Any(_)
        | Pred::Tied(..)
        | Pred::When(..)
        | Pred::Right(_)
        | Pred::Opaque
        | Pred::Operator
        | Pred::Everybody
        | Pred::Nobody(_)
        | Pred::Spread(_) => Pred::Opaque,
    }
}
