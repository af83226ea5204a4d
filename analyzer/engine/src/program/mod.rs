//! The program: all units of a project, linked. What a name means, what a type holds and inherits, what a call may reach.
//!
//! A [`Program`] is immutable once linked. It must not know a framework, a language or what a tenant is: where languages
//! differ, it goes by what the unit itself shows (a module's name, a parameter that is a receiver).

mod ty;

pub use ty::Ty;

use partywall_ir as ir;
use partywall_ir::{Name, TypeRef, Unit};
use rustc_hash::FxHashSet;

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
    /// Types that hold elements: `List`, `QuerySet`.
    pub collections: FxHashSet<String>,
}

/// A type with all its declarations.
#[derive(Clone, Debug)]
pub struct TypeInfo {
    /// Its own name.
    pub name: Sym,
    /// Its dotted path.
    pub path: Sym,
    /// What sort. [`ir::TypeKind::Extension`] for a type from outside that the program adds members to.
    pub kind: ir::TypeKind,
    /// Where it is declared: the main declaration first, then partial ones and extensions in the order of units.
    pub decls: Vec<(UnitId, ir::TypeIx)>,
    /// The type that holds it.
    pub owner: Option<TypeId>,
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
    types: Vec<TypeInfo>,
    functions: Vec<FnInfo>,
}

impl Program {
    /// Links units.
    pub fn link(units: Vec<Unit>, _words: &TypeWords) -> Self {
        Self {
            units,
            types: Vec::new(),
            functions: Vec::new(),
        }
    }

    /// All units, in the order that they were given in.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit.
    pub fn unit(&self, unit: UnitId) -> &Unit {
        &self.units[unit.index()]
    }

    /// The symbol of a text, if the program uses it.
    pub fn find(&self, _text: &str) -> Option<Sym> {
        None
    }

    /// The text of a symbol.
    pub fn text(&self, _sym: Sym) -> &str {
        ""
    }

    /// The symbol of a unit's name.
    pub fn sym(&self, _unit: UnitId, name: Name) -> Sym {
        Sym(name.0)
    }

    /// The number of types.
    pub fn type_count(&self) -> usize {
        self.types.len()
    }

    /// All types, in the order of their main declarations.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(|at| TypeId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// All functions, in the order of units.
    pub fn functions(&self) -> impl Iterator<Item = FnId> + use<> {
        (0..self.functions.len()).map(|at| FnId(u32::try_from(at).unwrap_or(u32::MAX)))
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
    pub fn fn_id(&self, _unit: UnitId, ix: ir::FnIx) -> FnId {
        FnId(ix.0)
    }

    /// The type that a unit's declaration `ix` belongs to: for an extension, the extended type.
    pub fn type_id(&self, _unit: UnitId, ix: ir::TypeIx) -> TypeId {
        TypeId(ix.0)
    }

    /// What a dotted path means at a place, locals and type parameters left aside.
    pub fn resolve(&self, _unit: UnitId, _within: Scope, _path: &[Sym]) -> Option<Def> {
        None
    }

    /// The full dotted text of what a path means in a unit, in the program or outside; the path itself where nothing is known.
    pub fn canonical(&self, _unit: UnitId, path: &str) -> String {
        path.to_owned()
    }

    /// The light type of a written one.
    pub fn resolve_type(&self, _unit: UnitId, _within: Scope, _ty: &TypeRef) -> Ty {
        Ty::unknown()
    }

    /// The field of that name of a type or its bases.
    pub fn field(&self, _ty: TypeId, _name: Sym) -> Option<FieldRef> {
        None
    }

    /// A field's declaration.
    pub fn field_decl(&self, field: FieldRef) -> &ir::Field {
        &self.unit(field.unit).types[field.decl.index()].fields[field.index]
    }

    /// All overloads of the nearest type that has the name.
    pub fn methods(&self, _ty: TypeId, _name: Sym) -> Vec<FnId> {
        Vec::new()
    }

    /// Functions of that name whose first parameter is an extension's receiver.
    pub fn extensions(&self, _name: Sym) -> &[FnId] {
        &[]
    }

    /// Every function of that name.
    pub fn by_name(&self, _name: Sym) -> &[FnId] {
        &[]
    }

    /// Every type of that name.
    pub fn type_by_name(&self, _name: Sym) -> &[TypeId] {
        &[]
    }

    /// All supertypes, nearest first, without the type itself.
    pub fn supertypes(&self, _ty: TypeId) -> Vec<TypeId> {
        Vec::new()
    }

    /// All subtypes, in the order of ids, without the type itself.
    pub fn subtypes(&self, _ty: TypeId) -> Vec<TypeId> {
        Vec::new()
    }

    /// Functions of subtypes that override or implement this one.
    pub fn implementations(&self, _function: FnId) -> &[FnId] {
        &[]
    }

    /// The overload that fits a call.
    pub fn pick(&self, candidates: &[FnId], _positional: usize, _named: &[Sym], _has_receiver: bool) -> Option<FnId> {
        candidates.first().copied()
    }

    /// Whether the type or a supertype, inside or outside of the program, is called one of these names.
    pub fn derives(&self, _ty: TypeId, _names: &[String]) -> bool {
        false
    }

    /// Canonical dotted names of all supertypes, also of those outside of the program.
    pub fn base_names(&self, _ty: TypeId) -> Vec<String> {
        Vec::new()
    }

    /// The type arguments that a type passes to its supertype called `base`.
    pub fn base_args(&self, _ty: &Ty, _base: &str) -> Option<Vec<Ty>> {
        None
    }

    /// A declared type as a light one that knows its name.
    pub fn instance(&self, ty: TypeId, args: Vec<Ty>) -> Ty {
        Ty::with_name(ty, self.text(self.ty(ty).path), args)
    }

    /// The declared type of a field, the receiver's type arguments put in.
    pub fn field_type(&self, _of: &Ty, _name: Sym) -> Ty {
        Ty::unknown()
    }

    /// The declared type of what a function returns, the receiver's and its own type arguments put in.
    pub fn return_type(&self, _function: FnId, _receiver: &Ty, _type_args: &[Ty]) -> Ty {
        Ty::unknown()
    }

    /// The declared type of a parameter.
    pub fn param_type(&self, _function: FnId, _index: usize) -> Ty {
        Ty::unknown()
    }

    /// The element of a collection, wrappers seen through; unknown for what is none.
    pub fn element(&self, _ty: &Ty) -> Ty {
        Ty::unknown()
    }

    /// What is inside of all wrappers around it.
    pub fn unwrap(&self, ty: &Ty) -> Ty {
        ty.clone()
    }

    /// Whether it holds elements, wrappers seen through.
    pub fn is_collection(&self, _ty: &Ty) -> bool {
        false
    }

    /// The attributes of all declarations of a type, each with its unit.
    pub fn attributes(&self, ty: TypeId) -> impl Iterator<Item = (UnitId, &ir::Attribute)> {
        self.ty(ty).decls.iter().flat_map(|(unit, ix)| {
            self.unit(*unit).types[ix.index()]
                .attributes
                .iter()
                .map(|attribute| (*unit, attribute))
        })
    }

    /// The fields that a type declares itself.
    pub fn fields(&self, _ty: TypeId) -> Vec<FieldRef> {
        Vec::new()
    }

    /// The functions that a type declares itself.
    pub fn own_methods(&self, _ty: TypeId) -> &[FnId] {
        &[]
    }

    /// The type of that name that is nested in a type or in its bases.
    pub fn nested(&self, _ty: TypeId, _name: Sym) -> Option<TypeId> {
        None
    }
}
