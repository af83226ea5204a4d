//! What a value is known to be: where it came from, its light type, and its shape.
//!
//! A source is a root and an access path of at most [`MAX_PATH`] members; roots that only a caller can fill
//! ([`Root::Param`], [`Root::This`]) are replaced when a summary is instantiated.

use crate::flow::query::{Column, Pred, Query};
use crate::program::{FnId, Sym, Ty, TypeId};
use crate::tenancy::EntityId;
use partywall_ir::{ExprId, Name};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The longest access path that is told apart; deeper members share their ancestor's source.
pub const MAX_PATH: usize = 4;

/// The most sources of one value; beyond that it is unknown.
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

/// A source: a root and a path, interned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SrcId(u32);

/// All sources of a run.
#[derive(Debug, Default)]
pub struct SrcTable {
    entries: Vec<(Root, Box<[Sym]>)>,
    index: FxHashMap<(Root, Box<[Sym]>), SrcId>,
}

impl SrcTable {
    /// The source with this root and path; the path is cut at [`MAX_PATH`].
    pub fn intern(&mut self, root: Root, path: &[Sym]) -> SrcId {
        let key = (root, path[..path.len().min(MAX_PATH)].to_vec().into_boxed_slice());
        if let Some(known) = self.index.get(&key) {
            return *known;
        }
        let id = SrcId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(key.clone());
        self.index.insert(key, id);
        id
    }

    /// The source with this root and path, where there is one.
    pub fn known(&self, root: Root, path: &[Sym]) -> Option<SrcId> {
        self.index.get(&(root, path.to_vec().into_boxed_slice())).copied()
    }

    /// A source's root.
    pub fn root(&self, src: SrcId) -> Root {
        self.entries[src.0 as usize].0
    }

    /// A source's path.
    pub fn path(&self, src: SrcId) -> &[Sym] {
        &self.entries[src.0 as usize].1
    }

    /// The source of a member.
    pub fn member(&mut self, src: SrcId, name: Sym) -> SrcId {
        let (root, path) = &self.entries[src.0 as usize];
        if path.len() >= MAX_PATH || matches!(root, Root::Const | Root::Generated | Root::Unknown) {
            return src;
        }
        let (root, mut path) = (*root, path.to_vec());
        path.push(name);
        self.intern(root, &path)
    }
}

/// The sources of one value: none for a value without any (a service, a type), else sorted and few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Srcs(Option<Rc<[SrcId]>>);

impl Srcs {
    /// One source.
    pub fn one(src: SrcId) -> Self {
        Self(Some(Rc::new([src])))
    }

    /// Several, in any order.
    pub fn many(mut list: Vec<SrcId>) -> Self {
        list.sort_unstable();
        list.dedup();
        list.truncate(MAX_SOURCES);
        if list.is_empty() {
            Self(None)
        } else {
            Self(Some(list.into()))
        }
    }

    /// The sources.
    pub fn list(&self) -> &[SrcId] {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// These and those.
    pub fn union(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (None, _) => other.clone(),
            (_, None) => self.clone(),
            (Some(a), Some(b)) if a == b => self.clone(),
            (Some(a), Some(b)) => Self::many(a.iter().chain(b.iter()).copied().collect()),
        }
    }
}

/// A value.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub enum Shape {
    /// Nothing more.
    Plain,
    /// Nothing, null, none.
    Null,
    /// A literal.
    Bool(bool),
    /// A constant text.
    Text(Rc<str>),
    /// A text with holes.
    Template(Rc<Template>),
    /// A type itself.
    Type(TypeId),
    /// A name from outside of the program: its canonical dotted path.
    Outside(Rc<str>),
    /// A function, perhaps with its receiver.
    Func(FnId, Option<Rc<Val>>),
    /// A lambda of the function that is being read.
    Lambda(ExprId),
    /// A query that has not run.
    Query(Rc<Query>),
    /// A new object by its members.
    Object(Rc<Vec<(Sym, Val)>>),
    /// A tuple or list of known items.
    List(Rc<Vec<Val>>),
    /// A column of a row that a condition speaks of.
    Column(Rc<Column>),
    /// The result of a comparison or a check.
    Truth(Rc<Truth>),
    /// SQL that has not run.
    Sql(Rc<SqlText>),
    /// A value that tells of failure: `NotFound()`, `Err(..)`.
    Failure,
}

impl Shape {
    /// Whether two shapes are one and the same value.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain, Self::Plain) | (Self::Null, Self::Null) | (Self::Failure, Self::Failure) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Type(a), Self::Type(b)) => a == b,
            (Self::Lambda(a), Self::Lambda(b)) => a == b,
            (Self::Text(a), Self::Text(b)) | (Self::Outside(a), Self::Outside(b)) => Rc::ptr_eq(a, b),
            (Self::Template(a), Self::Template(b)) => Rc::ptr_eq(a, b),
            (Self::Query(a), Self::Query(b)) => Rc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            (Self::List(a), Self::List(b)) => Rc::ptr_eq(a, b),
            (Self::Column(a), Self::Column(b)) => Rc::ptr_eq(a, b),
            (Self::Truth(a), Self::Truth(b)) => Rc::ptr_eq(a, b),
            (Self::Sql(a), Self::Sql(b)) => Rc::ptr_eq(a, b),
            (Self::Func(a, None), Self::Func(b, None)) => a == b,
            (Self::Func(a, Some(x)), Self::Func(b, Some(y))) => a == b && Rc::ptr_eq(x, y),
            _ => false,
        }
    }
}

/// A text with holes.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// The text, with a placeholder for each hole.
    pub text: String,
    /// The values of the holes, in order.
    pub holes: Vec<Val>,
}

/// SQL that has not run.
#[derive(Clone, Debug)]
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
    pub bind_call: Rc<Vec<String>>,
    /// Calls that continue the text.
    pub append: Rc<Vec<String>>,
    /// What it is instead on other paths.
    pub also: Vec<Rc<SqlText>>,
}

/// What a condition says.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// Restrictions on the rows of a query, when it is one's condition.
    pub preds: Vec<Pred>,
    /// What holds when it is true.
    pub yes: Vec<Fact>,
    /// What holds when it is false.
    pub no: Vec<Fact>,
}

/// Something that holds at a point of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Two sources have the same value.
    Equal(SrcId, SrcId),
    /// Some check that involves the identity let this source pass.
    Authorized(SrcId),
    /// The access with this index found its row.
    Found(u32),
    /// The access with this index found nothing.
    Absent(u32),
    /// Something of the identity is there.
    Given(SrcId),
    /// It is not.
    Missing(SrcId),
    /// The caller runs the whole installation.
    Operator,
    /// One of several lists holds.
    Any(Rc<Vec<Vec<Fact>>>),
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
    /// Not known.
    Unknown,
}

/// Locals by name.
pub type Env = FxHashMap<Name, Val>;
