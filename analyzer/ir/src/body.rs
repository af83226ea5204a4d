//! What a file's bodies do: one arena of expressions. Statements are expressions too, so that a
//! `match` that yields a value, a `throw` in the middle of one and a plain statement are one thing.

use crate::{Attribute, FnIx, Name, Param, Span, TypeRef};
use std::fmt;
use std::num::NonZeroU32;

/// Bodies are most of what a run keeps in memory, so an expression must stay small: what is large and rare is boxed.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Expr>() == 32);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            /// One more than the index, so that an optional id takes no more room than an id.
            NonZeroU32,
        );
        impl $name {
            /// The id of what has this index.
            pub fn new(index: usize) -> Self {
                let number = u32::try_from(index).ok().and_then(|index| index.checked_add(1));
                Self(number.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX))
            }

            /// The number as an index.
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.index())
            }
        }
    };
}

id!(
    /// An expression: index into [`Body::exprs`].
    ExprId
);
id!(
    /// A pattern: index into [`Body::pats`].
    PatId
);

/// The expressions and patterns of one unit. A child's id is less than its parent's: a frontend adds children first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The expressions.
    pub exprs: Vec<Expr>,
    /// The patterns.
    pub pats: Vec<Pat>,
}

impl Body {
    /// Adds an expression.
    pub fn expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.exprs.push(Expr { kind, span });
        ExprId::new(self.exprs.len() - 1)
    }

    /// Adds a pattern.
    pub fn pat(&mut self, kind: PatKind, span: Span) -> PatId {
        self.pats.push(Pat { kind, span });
        PatId::new(self.pats.len() - 1)
    }
}

impl std::ops::Index<ExprId> for Body {
    type Output = Expr;
    fn index(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }
}

impl std::ops::Index<PatId> for Body {
    type Output = Pat;
    fn index(&self, id: PatId) -> &Pat {
        &self.pats[id.index()]
    }
}

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A literal.
    Lit(Lit),
    /// A name: a local, a parameter, a type, a module, a function. A Rust macro's name ends in `!`.
    Name(Name),
    /// The receiver of the method: `this`, `self`, Python's first parameter of a method.
    This,
    /// The receiver seen as its base: `base`, `super()`.
    Base,
    /// A member: `a.b`, `a?.b`, `A::b`.
    Member {
        /// Of what.
        base: ExprId,
        /// Which.
        name: Name,
    },
    /// An element: `a[i]`, `a[i, j]`, `a?[i]`; a slice has the bounds that are written.
    Index {
        /// Of what.
        base: ExprId,
        /// At what.
        args: Box<[ExprId]>,
    },
    /// A name with type arguments: `Set<T>`, `query_as::<_, Doc>`.
    Generic {
        /// The name or member.
        base: ExprId,
        /// Its type arguments; an inferred one is named `_`.
        args: Box<[TypeRef]>,
    },
    /// A call: of a function, a method (the callee is a [`ExprKind::Member`]), a constructor where the language writes none
    /// (`Invoice(id=1)`), a Rust macro (the callee's name ends in `!`) whose tokens read as expressions or statements.
    Call {
        /// What is called.
        callee: ExprId,
        /// With what, in source order.
        args: Box<[Arg]>,
    },
    /// A new object: `new T(a) { B = c }`, `T { b: c, ..d }`, `x with { B = c }`.
    New(Box<New>),
    /// A tuple, list, set, array, or the pairs of a dictionary (key, value, key, value…).
    Collection {
        /// Which of them.
        kind: CollectionKind,
        /// Its items.
        items: Box<[ExprId]>,
    },
    /// An interpolated string: literals and the expressions between them, in order.
    Template(Box<[ExprId]>),
    /// A lambda or closure.
    Lambda(Box<Lambda>),
    /// A local function or a class is declared here.
    LocalFn(FnIx),
    /// One operand.
    Unary {
        /// What is done.
        op: UnaryOp,
        /// To what.
        operand: ExprId,
    },
    /// Two operands.
    Binary {
        /// What is done.
        op: BinaryOp,
        /// The left one.
        left: ExprId,
        /// The right one.
        right: ExprId,
    },
    /// `value as T`, `(T)value`.
    Cast {
        /// What.
        value: ExprId,
        /// To which type.
        ty: Box<TypeRef>,
    },
    /// A declaration of locals: `let p: T = v`, `var x = v`. `els` runs when the pattern does not match, and does not
    /// come back (`let … else`).
    Let {
        /// What it binds.
        pattern: PatId,
        /// Its declared type.
        ty: Option<Box<TypeRef>>,
        /// Its value.
        value: Option<ExprId>,
        /// `else { … }`.
        els: Option<ExprId>,
    },
    /// An assignment to a place or, in Python, to a name that it may declare. `x += 1` has an operator. Python's walrus
    /// is one too. Several targets are a tuple.
    Assign {
        /// Where to.
        target: ExprId,
        /// The operator of a compound assignment; `??=` is [`BinaryOp::Coalesce`].
        op: Option<BinaryOp>,
        /// What.
        value: ExprId,
    },
    /// True when the value matches; binds what the pattern names: `if let P = v`, `v is P`.
    Is {
        /// What is tested.
        value: ExprId,
        /// Against what.
        pattern: PatId,
    },
    /// Expressions one after the other. With `value`, the last one is the block's value.
    Block {
        /// In order.
        items: Box<[ExprId]>,
        /// Whether the last one is its value.
        value: bool,
    },
    /// `if`, and `c ? a : b`.
    If {
        /// The condition.
        cond: ExprId,
        /// When it holds.
        then: ExprId,
        /// When it does not.
        els: Option<ExprId>,
    },
    /// `match`, `switch` (statement and expression). `default` is a wildcard arm.
    Match {
        /// What is looked at.
        value: ExprId,
        /// In order.
        arms: Box<[Arm]>,
        /// Nothing goes past it: the language sees to it that an arm is taken, or fails where none is.
        total: bool,
    },
    /// A loop.
    Loop(Box<Loop>),
    /// `[e for p in i if c]`, and the like for sets, dictionaries (the element is a tuple) and generators.
    Comprehension {
        /// What is collected.
        element: ExprId,
        /// From where, outermost first.
        clauses: Box<[Clause]>,
    },
    /// `try` with its handlers.
    Try(Box<Try>),
    /// `with`, `using`, `lock`, `async with`: what is entered, what it is called inside, what is done inside.
    Using {
        /// The resources, each with what it binds.
        items: Box<[(Option<PatId>, ExprId)]>,
        /// What is done inside.
        body: ExprId,
    },
    /// Leaves the function.
    Return(Option<ExprId>),
    /// Leaves by an error: `raise`, `throw`.
    Raise(Option<ExprId>),
    /// Gives a value and goes on.
    Yield(Option<ExprId>),
    /// Leaves the loop, with a value in Rust.
    Break(Option<ExprId>),
    /// Goes on with the next turn.
    Continue,
    /// Not lowered; the same span and kind stand in [`crate::Unit::gaps`]. What of it could be read is inside.
    Gap {
        /// The grammar's word for it.
        kind: Name,
        /// Its parts that were lowered, in source order.
        parts: Box<[ExprId]>,
    },
}

/// An argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// Its name: `f(x=1)`, `F(x: 1)`.
    pub name: Option<Name>,
    /// Whether it stands for many: `*a`, `**a`, `..a`.
    pub spread: bool,
    /// Its value.
    pub value: ExprId,
}

impl Arg {
    /// A positional argument.
    pub fn positional(value: ExprId) -> Self {
        Self {
            name: None,
            spread: false,
            value,
        }
    }
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Lit {
    /// `None`, `null`, `()`, and C#'s `default`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// Any other number, as written.
    Number(Name),
    /// A string, its escapes resolved; bytes and characters too.
    Str(Name),
}

/// Sorts of collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// `(a, b)`.
    Tuple,
    /// `[a, b]`, `new[] { a, b }`, `vec![a, b]`.
    List,
    /// `{a, b}`.
    Set,
    /// `{a: b}`: keys and values in turn; `**x` is a spread without a key and stands as [`UnaryOp::Spread`] twice.
    Dict,
}

/// What is done to one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`, `not`.
    Not,
    /// `-`, `+`, `++`, `--`.
    Arith,
    /// `~`.
    Invert,
    /// `await`, `.await`.
    Await,
    /// `?`: leaves the function when it is an error or nothing.
    Propagate,
    /// `&`, `ref`, `out`, `in`.
    Ref,
    /// `*`.
    Deref,
    /// `*a`, `**a`, `..a` outside of arguments.
    Spread,
}

/// What is done with two operands. Python's `is` is equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `==`, `is`.
    Eq,
    /// `!=`, `is not`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
    /// `in`.
    In,
    /// `not in`.
    NotIn,
    /// `&&`, `and`.
    And,
    /// `||`, `or`.
    Or,
    /// `??`.
    Coalesce,
    /// `&`.
    BitAnd,
    /// `|`.
    BitOr,
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// Every other one.
    Other,
}

/// A new object.
#[derive(Clone, Debug, PartialEq)]
pub struct New {
    /// Its type; none for `new(..)`, `new { .. }` and `x with { .. }`.
    pub ty: Option<TypeRef>,
    /// Constructor arguments; what follows `..` or stands before `with` is a spread one.
    pub args: Box<[Arg]>,
    /// Members that are set, in source order.
    pub fields: Box<[(Name, ExprId)]>,
}

/// A lambda or closure.
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// Its parameters.
    pub params: Vec<Param>,
    /// Its body.
    pub body: ExprId,
    /// Its declared return type.
    pub ret: Option<TypeRef>,
    /// Its attributes (C#).
    pub attributes: Vec<Attribute>,
    /// Whether it is asynchronous.
    pub is_async: bool,
}

/// One arm of a match.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What the value must match.
    pub pattern: PatId,
    /// What must hold as well.
    pub guard: Option<ExprId>,
    /// What is done then.
    pub body: ExprId,
}

/// A loop. `for (a; b; c)` is a block with `a` and a loop over `b` whose body ends with `c`.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// `for p in …`: what each element is bound to.
    pub pattern: Option<PatId>,
    /// What is iterated over, where there is a pattern; else the condition, or none for an endless loop.
    pub head: Option<ExprId>,
    /// Whether the body runs once before the condition is looked at.
    pub post_test: bool,
    /// What is repeated.
    pub body: ExprId,
    /// Python's `else`: runs when the loop was not left by a break.
    pub els: Option<ExprId>,
}

/// One `for … if …` of a comprehension.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What each element is bound to.
    pub pattern: PatId,
    /// What is iterated over.
    pub source: ExprId,
    /// What must hold.
    pub conds: Box<[ExprId]>,
}

/// A `try`.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// What may fail.
    pub body: ExprId,
    /// What is done when it does.
    pub handlers: Box<[Handler]>,
    /// What is done when it does not (Python's `else`).
    pub els: Option<ExprId>,
    /// What is done in any case.
    pub finally: Option<ExprId>,
}

/// An `except` or `catch`.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// What it catches; empty for everything.
    pub types: Box<[TypeRef]>,
    /// What the error is called.
    pub binding: Option<Name>,
    /// C#'s `when`.
    pub guard: Option<ExprId>,
    /// What is done.
    pub body: ExprId,
}

/// A pattern and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Pat {
    /// What it is.
    pub kind: PatKind,
    /// Where it stands.
    pub span: Span,
}

/// What a pattern is.
#[derive(Clone, Debug, PartialEq)]
pub enum PatKind {
    /// Matches anything and binds nothing.
    Wild,
    /// Matches what `inner` does, or anything, and binds it.
    Bind {
        /// The name that is bound.
        name: Name,
        /// What it must match.
        inner: Option<PatId>,
    },
    /// Equals a value: a literal, a constant, a range.
    Value(ExprId),
    /// A tuple, list or slice.
    Tuple(Box<[PatId]>),
    /// A type, variant or record, with positional and named parts: `Some(x)`, `Point { x, .. }`, C#'s `Foo { A: p } f` (inside
    /// a [`PatKind::Bind`]). Without parts, a type test.
    Record {
        /// The type or variant; none for C#'s `{ A: p }`.
        ty: Option<TypeRef>,
        /// Positional parts.
        items: Box<[PatId]>,
        /// Named parts.
        fields: Box<[(Name, PatId)]>,
    },
    /// One of several.
    Or(Box<[PatId]>),
    /// All of several (C#'s `and`).
    And(Box<[PatId]>),
    /// Not this one.
    Not(PatId),
    /// The rest of a sequence, perhaps bound.
    Rest(Option<Name>),
    /// Not lowered.
    Gap,
}
