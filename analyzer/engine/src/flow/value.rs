//! What a value is known to be: where it came from, its light type, and its shape.
//!
//! A source is a root and an access path of at most [`MAX_PATH`] members; roots that only a caller can fill
//! ([`Root::Param`], [`Root::This`]) are replaced when a summary is instantiated.

use crate::flow::query::{Column, Pred, Query};
use crate::program::{FnId, Sym, Ty, TypeId};
use crate::tenancy::EntityId;
use partywall_ir::{ExprId, Name};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The longest access path that is told apart; deeper members share their ancestor's source.
pub const MAX_PATH: usize = 4;

/// The same, to reckon with.
const PARTS: u32 = 4;

/// The most sources of one value; beyond that some of it is unknown.
pub const MAX_SOURCES: usize = 12;

/// Where an access path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// The authenticated principal or the tenant context.
    Identity,
    /// The request; the path's first member names the input.
    Request,
    /// What an access of this function returned: index into its accesses.
    Record(u32),
    /// A parameter, by index.
    Param(u32),
    /// The method's own object.
    This,
    /// A field of a record that a function below has already tied to the caller.
    Trusted,
    /// Written in the code.
    Const,
    /// Made here: an id, a time.
    Generated,
    /// Nobody knows.
    Unknown,
}

/// A source: a root and a path, in one value that depends on nothing else. Sources are ordered by their roots, then by their paths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SrcId {
    high: u64,
    low: u64,
}

/// How many bits a member of a path takes; zero is none.
const SYM_BITS: u32 = 25;

/// How many bits the index of a root takes.
const INDEX_BITS: u32 = 24;

impl SrcId {
    /// The source with this root and path. The path is cut at [`MAX_PATH`], and where a number is beyond what is told apart.
    pub fn new(root: Root, path: &[Sym]) -> Self {
        path.iter().fold(Self::whole(root), |src, name| src.member(*name))
    }

    /// The source that a root is by itself.
    fn whole(root: Root) -> Self {
        let (kind, index) = match root {
            Root::Identity => (0, 0),
            Root::Request => (1, 0),
            Root::Record(at) => (2, at),
            Root::Param(at) => (3, at),
            Root::This => (4, 0),
            Root::Trusted => (5, 0),
            Root::Const => (6, 0),
            Root::Generated => (7, 0),
            Root::Unknown => (8, 0),
        };
        let kind = if index >> INDEX_BITS == 0 { kind } else { 8 };
        let bits = ((kind << INDEX_BITS) | u128::from(index & ((1 << INDEX_BITS) - 1))) << (SYM_BITS * PARTS);
        Self::from_bits(bits)
    }

    fn from_bits(bits: u128) -> Self {
        let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
        Self {
            high: half(bits >> 64),
            low: half(bits),
        }
    }

    fn bits(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    /// Its root.
    pub fn root(self) -> Root {
        let bits = self.bits() >> (SYM_BITS * PARTS);
        let index = u32::try_from(bits & ((1 << INDEX_BITS) - 1)).unwrap_or_default();
        match bits >> INDEX_BITS {
            0 => Root::Identity,
            1 => Root::Request,
            2 => Root::Record(index),
            3 => Root::Param(index),
            4 => Root::This,
            5 => Root::Trusted,
            6 => Root::Const,
            7 => Root::Generated,
            _ => Root::Unknown,
        }
    }

    fn part(self, at: u32) -> u32 {
        let bits = self.bits() >> (SYM_BITS * (PARTS - 1 - at));
        u32::try_from(bits & ((1 << SYM_BITS) - 1)).unwrap_or_default()
    }

    /// Its path.
    pub fn path(self) -> Path {
        let mut path = Path {
            parts: [Sym(0); MAX_PATH],
            length: 0,
        };
        for (at, slot) in (0..PARTS).zip(&mut path.parts) {
            let Some(sym) = self.part(at).checked_sub(1) else { break };
            *slot = Sym(sym);
            path.length += 1;
        }
        path
    }

    /// Whether it is all of its root.
    pub fn is_whole(self) -> bool {
        self.part(0) == 0
    }

    /// The source of a member.
    pub fn member(self, name: Sym) -> Self {
        if matches!(self.root(), Root::Const | Root::Generated | Root::Unknown) || name.0 >= (1 << SYM_BITS) - 1 {
            return self;
        }
        let Some(free) = (0..PARTS).find(|at| self.part(*at) == 0) else {
            return self;
        };
        Self::from_bits(self.bits() | u128::from(name.0 + 1) << (SYM_BITS * (PARTS - 1 - free)))
    }

    /// What it is a member of, outermost first, and itself at the end.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        let whole = move |length: u32| {
            let cut = SYM_BITS * (PARTS - length);
            Self::from_bits(self.bits() >> cut << cut)
        };
        let length = (0..PARTS).take_while(|at| self.part(*at) != 0).count();
        (0..=PARTS).take(length + 1).map(whole)
    }
}

impl std::fmt::Debug for SrcId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}{:?}", self.root(), &self.path()[..])
    }
}

/// The members of a source, outermost first.
#[derive(Clone, Copy, Debug)]
pub struct Path {
    parts: [Sym; MAX_PATH],
    length: usize,
}

impl std::ops::Deref for Path {
    type Target = [Sym];

    fn deref(&self) -> &[Sym] {
        &self.parts[..self.length]
    }
}

/// The sources of one value: none for a value without any (a service, a type), else sorted and few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Srcs {
    /// None.
    #[default]
    None,
    /// One.
    One(SrcId),
    /// Several.
    Many(Arc<[SrcId]>),
}

impl Srcs {
    /// One source.
    pub fn one(src: SrcId) -> Self {
        Self::One(src)
    }

    /// Several, in any order.
    pub fn many(mut list: Vec<SrcId>) -> Self {
        list.sort_unstable();
        list.dedup();
        if list.len() > MAX_SOURCES {
            // the shortest paths say most, and in a cycle of calls they are those that stay
            list.sort_by_key(|src| src.path().len());
            list.truncate(MAX_SOURCES - 1);
            list.push(SrcId::new(Root::Unknown, &[]));
            list.sort_unstable();
            list.dedup();
        }
        match list[..] {
            [] => Self::None,
            [one] => Self::One(one),
            _ => Self::Many(list.into()),
        }
    }

    /// The sources.
    pub fn list(&self) -> &[SrcId] {
        match self {
            Self::None => &[],
            Self::One(src) => std::slice::from_ref(src),
            Self::Many(list) => list,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::None)
    }

    /// These and those.
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::None, _) => other.clone(),
            (_, Self::None) => self.clone(),
            (a, b) if a == b => self.clone(),
            (a, b) => Self::many(a.list().iter().chain(b.list()).copied().collect()),
        }
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Val {
    /// Where it came from.
    pub srcs: Srcs,
    /// Its light type.
    pub ty: Ty,
    /// What more is known.
    pub shape: Shape,
}

impl Val {
    /// A value that nothing is known of and that carries nothing.
    pub fn nothing() -> Self {
        Self {
            srcs: Srcs::default(),
            ty: Ty::unknown(),
            shape: Shape::Plain,
        }
    }

    /// A value of these sources.
    pub fn of(srcs: Srcs) -> Self {
        Self {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Plain,
        }
    }

    /// A value of this shape.
    pub fn shaped(shape: Shape) -> Self {
        Self {
            srcs: Srcs::default(),
            ty: Ty::unknown(),
            shape,
        }
    }

    /// The same with a type, where there was none.
    #[must_use]
    pub fn typed(mut self, ty: Ty) -> Self {
        if self.ty.is_unknown() {
            self.ty = ty;
        }
        self
    }
}

/// What is known of a value besides its sources.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Nothing more.
    Plain,
    /// Nothing, null, none.
    Null,
    /// A literal.
    Bool(bool),
    /// A constant text.
    Text(Arc<str>),
    /// A text with holes.
    Template(Arc<Template>),
    /// A type itself.
    Type(TypeId),
    /// A name from outside of the program: its canonical dotted path.
    Outside(Arc<str>),
    /// A function, perhaps with its receiver.
    Func(FnId, Option<Arc<Val>>),
    /// A lambda of the function that is being read.
    Lambda(ExprId),
    /// A query that has not run.
    Query(Arc<Query>),
    /// A new object by its members.
    Object(Arc<Vec<(Sym, Val)>>),
    /// A tuple or list of known items.
    List(Arc<Vec<Val>>),
    /// A column of a row that a condition speaks of.
    Column(Arc<Column>),
    /// The result of a comparison or a check.
    Truth(Arc<Truth>),
    /// SQL that has not run.
    Sql(Arc<SqlText>),
    /// A value that tells of failure: `NotFound()`, `Err(..)`.
    Failure,
    /// What a row's member is, or that of what was made where there was none: who checks it has checked whichever it is.
    Either,
}

impl Shape {
    /// Whether two shapes are one and the same value.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain, Self::Plain)
            | (Self::Null, Self::Null)
            | (Self::Failure, Self::Failure)
            | (Self::Either, Self::Either) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Type(a), Self::Type(b)) => a == b,
            (Self::Lambda(a), Self::Lambda(b)) => a == b,
            (Self::Text(a), Self::Text(b)) | (Self::Outside(a), Self::Outside(b)) => Arc::ptr_eq(a, b),
            (Self::Template(a), Self::Template(b)) => Arc::ptr_eq(a, b),
            (Self::Query(a), Self::Query(b)) => Arc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Arc::ptr_eq(a, b),
            (Self::List(a), Self::List(b)) => Arc::ptr_eq(a, b),
            (Self::Column(a), Self::Column(b)) => Arc::ptr_eq(a, b),
            (Self::Truth(a), Self::Truth(b)) => Arc::ptr_eq(a, b),
            (Self::Sql(a), Self::Sql(b)) => Arc::ptr_eq(a, b),
            (Self::Func(a, None), Self::Func(b, None)) => a == b,
            (Self::Func(a, Some(x)), Self::Func(b, Some(y))) => a == b && Arc::ptr_eq(x, y),
            _ => false,
        }
    }
}

/// A text with holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// The text, with a placeholder for each hole.
    pub text: String,
    /// The values of the holes, in order.
    pub holes: Vec<Val>,
}

/// SQL that has not run.
#[derive(Clone, Debug, PartialEq)]
pub struct SqlText {
    /// The text.
    pub template: Template,
    /// Values by position.
    pub binds: Vec<Val>,
    /// Values by name.
    pub named: Vec<(String, Val)>,
    /// The type of a row, where one is given.
    pub row: Ty,
    /// Where it began.
    pub span: partywall_ir::Span,
    /// Calls that bind a value.
    pub bind_call: Arc<Vec<String>>,
    /// Calls that continue the text.
    pub append: Arc<Vec<String>>,
    /// What it is instead on other paths.
    pub also: Vec<Arc<SqlText>>,
}

/// What a condition says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// Restrictions on the rows of a query, when it is one's condition.
    pub preds: Vec<Pred>,
    /// What holds when it is true.
    pub yes: Vec<Fact>,
    /// What holds when it is false.
    pub no: Vec<Fact>,
}

/// Something that holds at a point of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Two sources have the same value.
    Equal(SrcId, SrcId),
    /// Some check that involves the identity let this source pass.
    Authorized(SrcId),
    /// Some check that was told who asks let this source pass: it authorizes where the one who asks is the caller.
    Vouched(Srcs, SrcId),
    /// The caller did not choose an input: it was left out, or is no other than the code names. Whatever is asked for by it is nobody
    /// else's. No check says so.
    LeftOut(SrcId),
    /// The access with this index found its row.
    Found(u32),
    /// The access with this index found nothing.
    Absent(u32),
    /// Something of the identity is there.
    Given(SrcId),
    /// It is not.
    Missing(SrcId),
    /// What this is a member of is of a kind that has no such member.
    Lacking(SrcId),
    /// The caller runs the whole installation.
    Operator,
    /// One of several lists holds.
    Any(Arc<Vec<Vec<Fact>>>),
}

/// What an entity is known as before its caller is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EntRef {
    /// This one.
    Known(EntityId),
    /// The one that a type parameter of the receiver's type stands for.
    Param(Sym),
    /// The one that a class variable of the receiver names.
    OnThis(Sym),
    /// The receiver's own type, where the method is one that types share.
    Own,
    /// That of the query which a parameter, by index, is passed.
    Passed(u32),
    /// Not known.
    Unknown,
}

/// Locals by name.
pub type Env = FxHashMap<Name, Val>;
