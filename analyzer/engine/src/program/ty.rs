//! Light types: what a declared or inferred type says, as far as names can say it.
//!
//! A type is a value of its own: it needs no program to be compared or taken apart.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::TypeId;

/// A light type, cheap to clone.
///
/// Two types are equal when they mean the same declaration, or, where there is none, have the same name; and have equal arguments.
#[derive(Clone, Default)]
pub struct Ty(Option<Arc<Node>>);

struct Node {
    kind: Kind,
    /// Dotted; empty for a declaration made without its name.
    name: Box<str>,
    args: Box<[Ty]>,
    /// How many types it is made of.
    size: u32,
}

/// A type made of more types than this is not known: substitution could double one again and again.
const MAX_SIZE: u32 = 200;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Decl(TypeId),
    Named,
    Param,
    Made,
}

impl Ty {
    /// A type of which nothing is known.
    pub fn unknown() -> Self {
        Self(None)
    }

    /// The type of what a call made that could not be followed: nothing is known of it either, but that it is not what the call was given.
    pub fn made() -> Self {
        Self::node(Kind::Made, "", Vec::new())
    }

    /// Whether it is that of what such a call made.
    pub fn is_made(&self) -> bool {
        self.0.as_deref().is_some_and(|node| node.kind == Kind::Made)
    }

    /// A declared type. `Program::instance` makes one that knows its name too.
    pub fn of(decl: TypeId, args: Vec<Ty>) -> Self {
        Self::with_name(decl, "", args)
    }

    /// A type from outside of the program, by its dotted name.
    pub fn named(name: &str, args: Vec<Ty>) -> Self {
        Self::node(Kind::Named, name, args)
    }

    /// A type parameter.
    pub fn param(name: &str) -> Self {
        Self::node(Kind::Param, name, Vec::new())
    }

    pub(super) fn with_name(decl: TypeId, name: &str, args: Vec<Ty>) -> Self {
        Self::node(Kind::Decl(decl), name, args)
    }

    fn node(kind: Kind, name: &str, args: Vec<Ty>) -> Self {
        let size = args
            .iter()
            .map(|arg| arg.0.as_deref().map_or(1, |node| node.size))
            .fold(1, u32::saturating_add);
        if size > MAX_SIZE {
            return Self::unknown();
        }
        Self(Some(Arc::new(Node {
            kind,
            name: name.into(),
            args: args.into(),
            size,
        })))
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.0.is_none() || self.is_made()
    }

    /// The declaration that it is an instance of.
    pub fn decl(&self) -> Option<TypeId> {
        match self.0.as_deref()?.kind {
            Kind::Decl(decl) => Some(decl),
            Kind::Named | Kind::Param | Kind::Made => None,
        }
    }

    /// The last part of its name. None for an unknown type, and for one that [`Ty::of`] made.
    pub fn name(&self) -> Option<&str> {
        self.path().map(crate::words::last)
    }

    /// Its whole name: of a declared type its path in the program, of another one what its file's imports make of it.
    pub fn path(&self) -> Option<&str> {
        let name = &*self.0.as_deref()?.name;
        (!name.is_empty()).then_some(name)
    }

    /// The name of the type parameter that it is.
    pub fn param_name(&self) -> Option<&str> {
        let node = self.0.as_deref()?;
        (node.kind == Kind::Param).then_some(&*node.name)
    }

    /// Its type arguments.
    pub fn args(&self) -> &[Ty] {
        self.0.as_deref().map_or(&[], |node| &node.args)
    }

    /// The type with its type parameters replaced by what `of` gives for them.
    #[must_use]
    pub fn substitute(&self, of: &impl Fn(&str) -> Option<Ty>) -> Self {
        let Some(node) = self.0.as_deref() else {
            return Self::unknown();
        };
        if let Some(given) = self.param_name().and_then(of) {
            return given;
        }
        if node.args.is_empty() {
            return self.clone();
        }
        self.with_args(node.args.iter().map(|arg| arg.substitute(of)).collect())
    }

    /// The same type with other arguments.
    #[must_use]
    pub fn with_args(&self, args: Vec<Ty>) -> Self {
        match self.0.as_deref() {
            Some(node) => Self::node(node.kind, &node.name, args),
            None => Self::unknown(),
        }
    }
}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
            _ => false,
        }
    }
}

impl Eq for Ty {}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        let declared = matches!(self.kind, Kind::Decl(_));
        self.kind == other.kind && (declared || self.name == other.name) && self.args == other.args
    }
}

impl Hash for Ty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Some(node) = self.0.as_deref() else {
            return state.write_u8(0);
        };
        node.kind.hash(state);
        if !matches!(node.kind, Kind::Decl(_)) {
            node.name.hash(state);
        }
        node.args.hash(state);
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(node) = self.0.as_deref() else {
            return f.write_str("?");
        };
        match node.kind {
            Kind::Decl(decl) => write!(f, "{}#{}", node.name, decl.0)?,
            Kind::Named | Kind::Param => f.write_str(&node.name)?,
            Kind::Made => f.write_str("made")?,
        }
        if !node.args.is_empty() {
            f.debug_list().entries(&*node.args).finish()?;
        }
        Ok(())
    }
}
