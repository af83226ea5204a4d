//! Why: what is told of accesses when somebody asks. A run that does not ask spends nothing on it.

use crate::facts::{At, Site};
use crate::program::{FnId, UnitId};
pub use partywall_catalog::{EntryKind, Proves};
use partywall_ir::Span;

/// What is asked besides verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ask {
    /// Nothing.
    #[default]
    Nothing,
    /// Which entry point reaches which access.
    Matrix,
    /// The like, and why, for what stands in a place: the accesses that touch it, or else those of the entry point around it.
    Place(UnitId, Span),
}

/// A function or lambda that the outside reaches.
#[derive(Clone, Debug)]
pub struct EntryPoint {
    /// The function; for a lambda, the one that it is written in.
    pub function: FnId,
    /// What it is called.
    pub name: String,
    /// Where its name, or the lambda, stands.
    pub place: At,
    /// All of it.
    pub span: At,
    /// What sort.
    pub kind: EntryKind,
    /// The framework file that knows it.
    pub framework: Option<String>,
    /// The methods of the protocol that it answers, where they are written.
    pub method: Vec<String>,
    /// Its route, as far as it is written at one place.
    pub route: Option<String>,
}

/// An access as one entry point reaches it.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Index into [`Explained::entries`]; none where no entry point was found that leads there.
    pub entry: Option<usize>,
    /// The access, with the verdict that it has there.
    pub site: Site,
    /// Why, where that was asked.
    pub why: Option<Why>,
}

/// Why an access has its verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// In one sentence, without a full stop.
    pub reason: String,
    /// What selects its rows, or for one that stores, the references that it stores.
    pub restrictions: Vec<Consideration>,
    /// What was considered as a guard, those that count first.
    pub guards: Vec<Consideration>,
    /// How many more were met and said less.
    pub more_guards: usize,
    /// The automatic filters of the entity, by index.
    pub filters: Vec<(usize, Consideration)>,
}

/// Something that was considered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consideration {
    /// It helps to tie the access.
    pub counts: bool,
    /// What it is called; empty for code, which speaks for itself.
    pub name: String,
    /// What it says, and why it counts or does not: a clause.
    pub text: String,
    /// Where it stands, or what it speaks of.
    pub place: Option<At>,
}

/// All that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// Entry points, by place.
    pub entries: Vec<EntryPoint>,
    /// What they reach.
    pub reaches: Vec<Reach>,
}
