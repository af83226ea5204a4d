//! Queries while they are built, and the accesses that they become when they run.

use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs, Val};
use crate::program::{FnId, Sym, TypeId, UnitId};
use partywall_catalog::Operation;
use partywall_ir::Span;
use std::sync::Arc;

/// A query that has not run.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Over what.
    pub entity: EntRef,
    /// The parameter, by index, whose query this goes on from.
    pub passed: Option<u32>,
    /// What restricts it; all of them must hold.
    pub preds: Vec<Pred>,
    /// Which automatic filters are off.
    pub bypass: Bypass,
    /// The class variable through which it was started (`objects`).
    pub manager: Option<Sym>,
    /// The type of the object that it was started from.
    pub holder: Option<TypeId>,
    /// What it does when it runs by itself.
    pub operation: Operation,
    /// Whether it came from text: the rules speak of SQL then.
    pub sql: bool,
    /// What it was joined with, in order; unknown where that could not be told.
    pub joined: Vec<EntRef>,
    /// What a step made of its rows, by the columns of theirs that it kept.
    pub form: Option<Arc<Val>>,
    /// Its last step.
    pub place: (UnitId, Span),
    /// Where it began, with the steps that stand in the same chain of calls.
    pub start: (UnitId, Span),
    /// A step of it was not understood.
    pub opaque: bool,
    /// A step of it runs it.
    pub ready: bool,
    /// A miss ends the function by itself.
    pub fails_closed: bool,
    /// What running it does whatever the call that runs it says.
    pub does: Option<Operation>,
    /// What it writes stays in memory until a call commits it.
    pub deferred: bool,
    /// The columns that it writes, each as a test against what it is given.
    pub sets: Vec<Pred>,
}

/// Which automatic filters are off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Bypass {
    /// None.
    #[default]
    No,
    /// All of them.
    All(UnitId, Span),
    /// Those of these names.
    Named(Arc<Vec<String>>),
}

/// A column that a condition speaks of.
#[derive(Clone, Debug)]
pub struct Column {
    /// Of which entity.
    pub entity: EntRef,
    /// The members from the row to it.
    pub path: Vec<Arc<str>>,
    /// What it means, once somebody has asked.
    pub role: std::sync::OnceLock<crate::tenancy::Role>,
}

impl Column {
    /// A column of an entity.
    pub fn new(entity: EntRef, path: Vec<Arc<str>>) -> Self {
        Self {
            entity,
            path,
            role: std::sync::OnceLock::new(),
        }
    }
}

/// What it means follows from the rest.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.entity == other.entity && self.path == other.path
    }
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// It equals the value.
    Equal,
    /// It is among the values.
    In,
    /// Anything else: restricts, never scopes.
    Other,
}

/// A restriction.
#[derive(Clone, Debug, PartialEq)]
pub enum Pred {
    /// A column against a value.
    Test {
        /// The column.
        column: Arc<Column>,
        /// How.
        compare: Compare,
        /// The value's sources; none when it is neither tainted nor known.
        value: Srcs,
        /// A constant text that the value is, where it is one.
        constant: bool,
    },
    /// One of several lists must hold.
    Any(Vec<Vec<Pred>>),
    /// Equality with a column of another relation that is tied by these predicates in turn (a join or subquery): the tie
    /// scopes when one of them does.
    Tied(EntRef, Vec<Pred>),
    /// The rows hang on this record through a relation.
    Child(Srcs),
    /// The primary key is this value, or one of these.
    Key(Srcs),
    /// Something that could not be read: it may tie the rows.
    Opaque,
    /// Only those who run the installation get these rows: an arm of alternatives.
    Operator,
    /// The rows are meant for everybody.
    Everybody,
    /// The column names nobody.
    Nobody(Arc<Column>),
    /// The arm of alternatives that is taken where this value is there, or where it is not.
    When(SrcId, bool),
    /// The arm of alternatives that is taken where this value is what the code names: where it is the caller's, by their right.
    Right(SrcId),
    /// All that a caller gives for a parameter that takes the rest.
    Spread(Srcs),
}

/// One read or write of an entity's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Of what.
    pub entity: EntRef,
    /// The parameter, by index, whose query it runs: what the caller has restricted that by comes to this.
    pub passed: Option<u32>,
    /// What it does.
    pub operation: Operation,
    /// What restricts it; for one that stores, what its columns are given.
    pub preds: Vec<Pred>,
    /// It is judged by the references that it stores, not by the rows that it finds.
    pub stores: bool,
    /// Which automatic filters are off.
    pub bypass: Bypass,
    /// Through which manager.
    pub manager: Option<Sym>,
    /// From an object of which type.
    pub holder: Option<TypeId>,
    /// It is text.
    pub sql: bool,
    /// Where it stands.
    pub place: (UnitId, Span),
    /// The function that holds it.
    pub function: FnId,
    /// Calls that lead to it, outermost first: where each stands and which function is called.
    pub calls: Vec<Call>,
    /// It is part of another query's condition.
    pub inner: bool,
    /// It was told from a declaration only (an interface without code, a stored procedure).
    pub declared: bool,
    /// A step of it was not understood.
    pub opaque: bool,
    /// Finding nothing is a failure by itself.
    pub closes: bool,
    /// What holds at each normal exit that it reaches; empty while none was seen.
    pub exits: Vec<Arc<Vec<Fact>>>,
    /// What holds wherever its rows are used, though the function also comes back where it does not hold.
    pub within: Vec<Fact>,
    /// The function is no more than a way to this access, which is what its caller does.
    pub thin: bool,
}

/// A call on the way to an access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// In which function it stands.
    pub caller: FnId,
    /// Where.
    pub place: (UnitId, Span),
    /// What is called.
    pub callee: FnId,
    /// The callee only passes the access on.
    pub thin: bool,
    /// It hands on a value that may select the rows.
    pub carries: bool,
    /// It hands on something of the caller's identity.
    pub identifies: bool,
    /// It only passes on a message that came in, untouched, to what handles its type.
    pub relays: bool,
}

impl Access {
    /// Gives back the room that was kept for more: an access lives as long as the run.
    pub fn seal(&mut self) {
        self.preds.shrink_to_fit();
        self.calls.shrink_to_fit();
        self.exits.shrink_to_fit();
    }

    /// Whether a condition was put to it that could not be followed.
    pub fn is_found_unseen(&self) -> bool {
        self.preds.contains(&Pred::Opaque)
    }

    /// Whether another access is the same statement, asked for the same rows.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.place, self.operation, self.stores) == (other.place, other.operation, other.stores)
            && self.entity == other.entity
            && self.preds == other.preds
    }
}

impl Pred {
    /// Whether two restrictions are the same one: made at the same place of the same parts.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Test {
                    column: a,
                    compare: x,
                    value: v,
                    ..
                },
                Self::Test {
                    column: b,
                    compare: y,
                    value: w,
                    ..
                },
            ) => x == y && v == w && (Arc::ptr_eq(a, b) || (a.entity == b.entity && a.path == b.path)),
            (Self::Opaque, Self::Opaque) | (Self::Operator, Self::Operator) | (Self::Everybody, Self::Everybody) => {
                true
            }
            (Self::Nobody(a), Self::Nobody(b)) => a.entity == b.entity && a.path == b.path,
            (Self::When(a, x), Self::When(b, y)) => a == b && x == y,
            (Self::Right(a), Self::Right(b)) => a == b,
            (Self::Key(a), Self::Key(b)) | (Self::Child(a), Self::Child(b)) | (Self::Spread(a), Self::Spread(b)) => {
                a == b
            }
            (Self::Any(a), Self::Any(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b)
                        .all(|(x, y)| x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.same(y)))
            }
            (Self::Tied(a, x), Self::Tied(b, y)) => {
                a == b && x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.same(y))
            }
            _ => false,
        }
    }

    /// What a fact says of an arm of alternatives: that it is taken where a value is there, or where it is not.
    pub fn when(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Given(src) => Some(Self::When(*src, true)),
            Fact::Missing(src) => Some(Self::When(*src, false)),
            Fact::Equal(a, b) => right(*a, *b).map(Self::Right),
            // who runs the installation has every right
            Fact::Any(arms) => {
                let named = |arm: &Vec<Fact>| {
                    arm.iter().find_map(|fact| match fact {
                        Fact::Equal(a, b) => right(*a, *b).map(Self::Right),
                        _ => None,
                    })
                };
                let others = arms.iter().filter(|arm| !arm.contains(&Fact::Operator));
                let rights: Option<Vec<Self>> = others.map(named).collect();
                rights?.into_iter().next()
            }
            _ => None,
        }
    }

    /// How many parts a list of restrictions has.
    pub fn size(preds: &[Self]) -> usize {
        let one = |pred: &Self| match pred {
            Self::Any(arms) => 1 + arms.iter().map(|arm| Self::size(arm)).sum::<usize>(),
            Self::Tied(_, inner) => 1 + Self::size(inner),
            _ => 1,
        };
        preds.iter().map(one).sum()
    }
}

/// A member of a person, as far as can be told from it, that is what the code names.
pub fn right(a: SrcId, b: SrcId) -> Option<SrcId> {
    let (named, of) = match (a.root(), b.root()) {
        (Root::Const, _) => (a, b),
        (_, Root::Const) => (b, a),
        _ => return None,
    };
    let may_be = match of.root() {
        Root::Identity => !of.is_whole(),
        Root::Param(_) => true,
        _ => false,
    };
    (named.root() == Root::Const && may_be).then_some(of)
}

/// The sources of all values in a list of restrictions.
pub fn values(preds: &[Pred]) -> Vec<SrcId> {
    let mut found = Vec::new();
    for pred in preds {
        match pred {
            Pred::Test { value, .. } | Pred::Key(value) | Pred::Child(value) | Pred::Spread(value) => {
                found.extend_from_slice(value.list());
            }
            Pred::Any(arms) => arms.iter().for_each(|arm| found.extend(values(arm))),
            Pred::Tied(_, inner) => found.extend(values(inner)),
            Pred::Opaque | Pred::Operator | Pred::When(..) | Pred::Right(_) | Pred::Everybody | Pred::Nobody(_) => {}
        }
    }
    found
}
