//! The program: all units of a project, linked. What a name means, what a type holds and inherits, what a call may reach.
//!
//! A [`Program`] is immutable once linked. It must not know a framework, a language or what a tenant is: where languages
//! differ, it goes by what the unit itself shows (a module's name, a parameter that is a receiver).

mod around;
mod calls;
mod hierarchy;
mod imports;
mod link;
mod members;
mod merge;
mod multi;
mod outside;
mod places;
mod receivers;
mod resolve;
mod roots;
mod scope;
mod see_through;
mod symbols;
#[cfg(test)]
mod tests;
mod tree;
mod ty;
mod types;

pub use around::Around;
pub use calls::Suits;
pub use symbols::MADE;
pub use ty::Ty;

use partywall_ir as ir;
use partywall_ir::{Name, Unit};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The number as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A string of the whole program. The order of symbols is that of first use, not of text.
    Sym
);
id!(
    /// A unit of the program.
    UnitId
);
id!(
    /// A type of the program: a declaration with its partial declarations and extensions.
    TypeId
);
id!(
    /// A function of the program.
    FnId
);

/// Type names that say how a type is to be seen through: the catalog's words, last parts of names only.
#[derive(Clone, Debug, Default)]
pub struct TypeWords {
    /// Types that wrap one value, their first argument: `Option`, `Task`.
    pub wrappers: FxHashSet<String>,
    /// Those of them that always hold a value, or will: `Future`.
    pub carriers: FxHashSet<String>,
    /// Types of what gives a value of its last argument: `Func`, `Lazy`.
    pub givers: FxHashSet<String>,
    /// Types that hold elements: `List`, `Dictionary`.
    pub collections: FxHashSet<String>,
    /// Attributes that declare names beside the type they stand on, which mean that type.
    pub makes: BTreeMap<String, Vec<String>>,
}

/// A type with all its declarations.
#[derive(Clone, Debug)]
pub struct TypeInfo {
    /// Its own name.
    pub name: Sym,
    /// Its dotted path.
    pub path: Sym,
    /// What sort. [`ir::TypeKind::Extension`] for a type whose own declaration is not seen: it is from outside, or a macro makes it.
    pub kind: ir::TypeKind,
    /// Where it is declared: the main declaration first, then partial ones and extensions in the order of units.
    pub decls: Vec<(UnitId, ir::TypeIx)>,
    /// The type that holds it.
    pub owner: Option<TypeId>,
    /// Its type parameters: those that its main declaration has, or else those that it passes to its bases.
    pub params: Vec<Sym>,
}

/// A function's place in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FnInfo {
    /// Its unit.
    pub unit: UnitId,
    /// Its declaration there.
    pub ix: ir::FnIx,
    /// Its name.
    pub name: Sym,
    /// The type it is a member of.
    pub owner: Option<TypeId>,
    /// The function it is declared in.
    pub parent: Option<FnId>,
    /// The declaration of its owner that it stands in.
    pub decl_ix: Option<ir::TypeIx>,
}

/// A field of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldRef {
    /// The type that declares it.
    pub owner: TypeId,
    /// The unit of the declaration.
    pub unit: UnitId,
    /// The declaration.
    pub decl: ir::TypeIx,
    /// Which field of it.
    pub index: usize,
}

/// The place where a name stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The innermost function around it.
    pub function: Option<FnId>,
    /// The innermost type around it; the function's own where it is left out.
    pub owner: Option<TypeId>,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Def {
    /// A type.
    Type(TypeId),
    /// A function; of several overloads the first.
    Function(FnId),
    /// A global of a unit, by index.
    Global(UnitId, usize),
    /// A field, seen through the type.
    Field(TypeId, FieldRef),
    /// A module or namespace of the program, by its dotted name.
    Module(Sym),
    /// Something outside of the program, by its canonical dotted path.
    Import(Sym),
}

/// All units of a project, linked.
pub struct Program {
    units: Vec<Unit>,
    scopes: Vec<scope::UnitScope>,
    symbols: symbols::Symbols,
    tree: tree::Tree,
    habits: Vec<scope::Habits>,
    heads: resolve::Heads,
    words: TypeWords,
    types: Vec<TypeInfo>,
    /// Where each type stands in the tree.
    type_nodes: Vec<Option<tree::NodeId>>,
    functions: Vec<FnInfo>,
    members: members::Members,
    names: members::Names,
    roots: roots::Roots,
    /// The bases that each type names.
    bases: Vec<Vec<hierarchy::Base>>,
    /// The supertypes of each type, in the order in which members are looked for.
    lines: Vec<Box<[TypeId]>>,
    /// Direct subtypes.
    subs: multi::Multi<TypeId, TypeId>,
    /// The functions that stand in for another one.
    replacements: multi::Multi<FnId, FnId>,
}

impl Program {
    /// All units, in the order that they were given in.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit.
    pub fn unit(&self, unit: UnitId) -> &Unit {
        &self.units[unit.index()]
    }

    /// The symbol of a text, if the program uses it.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.symbols.find(text)
    }

    /// The text of a symbol.
    pub fn text(&self, sym: Sym) -> &str {
        self.symbols.text(sym)
    }

    /// The symbol of a unit's name.
    pub fn sym(&self, unit: UnitId, name: Name) -> Sym {
        self.scopes[unit.index()].sym(name)
    }

    /// The number of types.
    pub fn type_count(&self) -> usize {
        self.types.len()
    }

    /// All types, in the order of their first declarations; those from outside that only have extensions come last.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..merge::number(self.types.len())).map(TypeId)
    }

    /// All functions, in the order of units.
    pub fn functions(&self) -> impl Iterator<Item = FnId> + use<> {
        (0..merge::number(self.functions.len())).map(FnId)
    }

    /// A type.
    pub fn ty(&self, ty: TypeId) -> &TypeInfo {
        &self.types[ty.index()]
    }

    /// A function.
    pub fn func(&self, function: FnId) -> &FnInfo {
        &self.functions[function.index()]
    }

    /// A function's declaration.
    pub fn decl(&self, function: FnId) -> &ir::Function {
        let info = self.func(function);
        &self.unit(info.unit).functions[info.ix.index()]
    }

    /// The function that a unit declares as `ix`.
    pub fn fn_id(&self, unit: UnitId, ix: ir::FnIx) -> FnId {
        FnId(self.scopes[unit.index()].first_function + ix.0)
    }

    /// The type that a unit's declaration `ix` belongs to: for an extension, the extended type.
    pub fn type_id(&self, unit: UnitId, ix: ir::TypeIx) -> TypeId {
        self.scopes[unit.index()].types[ix.index()].unwrap_or(TypeId(u32::MAX))
    }
}
