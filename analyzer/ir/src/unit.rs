//! What one file declares.

use crate::{Body, ExprId, Language, Name, NameTable, PatId, Span};

macro_rules! index {
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

index!(
    /// A type declared in a unit: index into [`Unit::types`].
    TypeIx
);
index!(
    /// A function of a unit: index into [`Unit::functions`].
    FnIx
);

/// One source file, lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The file, relative to the project's root, with `/` between its parts.
    pub path: Box<str>,
    /// What it is written in.
    pub language: Language,
    /// Dotted name of the module that the file is (`shop.billing.views`, `crate.api.ciphers`); empty where files
    /// do not name modules (C#: the namespace stands in each [`TypeDecl::path`]).
    pub module: Name,
    /// Every string of the unit.
    pub names: NameTable,
    /// What it brings into scope.
    pub imports: Vec<Import>,
    /// Types, nested ones after the type that holds them. An `impl` block is a type of kind [`TypeKind::Extension`].
    pub types: Vec<TypeDecl>,
    /// Functions and methods, nested ones after the function that holds them. Statements of the file itself are
    /// one function of kind [`FnKind::Module`].
    pub functions: Vec<Function>,
    /// Constants, statics and variables of the module, with their values.
    pub globals: Vec<Field>,
    /// All expressions and patterns.
    pub body: Body,
    /// Comments that speak to us: those whose text begins with `partywall:`.
    pub directives: Vec<Directive>,
    /// What was not lowered: one for each [`crate::ExprKind::Gap`], and one for each lost declaration.
    pub gaps: Vec<Gap>,
    /// The number of lines of the text.
    pub lines: u32,
}

/// A name brought into scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Dotted path of what is imported, as written; Python's relative dots are kept in front (`..models.Invoice`).
    pub path: Name,
    /// The name it has here: the alias, or the last part of the path. The empty name for a glob.
    pub local: Name,
    /// Whether everything under `path` is meant: `use a::*`, `from a import *`, C#'s `using A`.
    pub glob: bool,
    /// Where it stands.
    pub span: Span,
}

/// A reference to a type by name. References, pointers, nullability, `dyn` and `impl` are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeRef {
    /// Dotted path as written. `[]` is an array, slice or list in brackets, `()` a tuple, `fn` a function type,
    /// `|` a union; their parts are the arguments.
    pub name: Name,
    /// Type arguments.
    pub args: Box<[TypeRef]>,
}

/// What sort of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// A class or a struct or a record.
    Class,
    /// An interface, trait or protocol.
    Interface,
    /// An enumeration; its variants are fields.
    Enum,
    /// More members for a type declared elsewhere: a Rust `impl` (its trait is the base).
    Extension,
    /// Another name for the type in `bases[0]`.
    Alias,
    /// A declaration inside an item macro that reads as a table of `name -> Type` rows (diesel's `table!`): the macro's name,
    /// with its `!`, is its first attribute.
    Macro,
}

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDecl {
    /// Its own name, without what holds it.
    pub name: Name,
    /// Dotted path with namespace or module and the types that hold it, its own name last.
    pub path: Name,
    /// What sort.
    pub kind: TypeKind,
    /// The type that it is nested in.
    pub owner: Option<TypeIx>,
    /// Its type parameters.
    pub type_params: Vec<TypeParam>,
    /// Base classes, interfaces, traits; for Python the positional ones.
    pub bases: Vec<TypeRef>,
    /// Attributes, decorators, derives.
    pub attributes: Vec<Attribute>,
    /// Fields, properties, variants, class variables and constants.
    pub fields: Vec<Field>,
    /// The whole declaration.
    pub span: Span,
    /// Its name alone.
    pub name_span: Span,
}

/// A type parameter and what it is bound by (`where T : Entity`, `T: Trait`).
#[derive(Clone, Debug, PartialEq)]
pub struct TypeParam {
    /// Its name.
    pub name: Name,
    /// Its bounds.
    pub bounds: Vec<TypeRef>,
}

/// A field, property, class variable, enum variant, constant or static.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its declared type.
    pub ty: Option<TypeRef>,
    /// Its initial value: `x = models.ForeignKey(Org)`.
    pub value: Option<ExprId>,
    /// Its getter, where that has a body.
    pub getter: Option<FnIx>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// What is known of it.
    pub flags: Flags,
    /// The whole declaration.
    pub span: Span,
}

/// What sort of function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FnKind {
    /// A function or method.
    Plain,
    /// A constructor (`__init__`, a C# constructor; a primary constructor has no body). Rust has none.
    Constructor,
    /// A property's getter.
    Getter,
    /// A property's setter.
    Setter,
    /// The statements of the file or class body itself.
    Module,
    /// A macro with a body (`macro_rules!`): no parameters; [`Flags::DIVERGES`] when every arm of it returns or panics.
    Macro,
}

/// A function, method, local function or accessor. Lambdas are expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name; a constructor has the name of its type, a module function the empty name, a macro ends in `!`.
    pub name: Name,
    /// What sort.
    pub kind: FnKind,
    /// The type it is a member of.
    pub owner: Option<TypeIx>,
    /// The function it is declared in.
    pub parent: Option<FnIx>,
    /// Its type parameters.
    pub type_params: Vec<TypeParam>,
    /// Its parameters, `self` included where the language writes it.
    pub params: Vec<Param>,
    /// Its declared return type.
    pub ret: Option<TypeRef>,
    /// Attributes and decorators, in source order.
    pub attributes: Vec<Attribute>,
    /// Names of its module's variables that it assigns to, where to assign alone would make a local: Python's `global`.
    pub globals: Box<[Name]>,
    /// Its body; none for an abstract or foreign one.
    pub body: Option<ExprId>,
    /// What is known of it.
    pub flags: Flags,
    /// The whole declaration with its attributes.
    pub span: Span,
    /// Its name alone.
    pub name_span: Span,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name; for a pattern, the only name that it binds, or the empty name.
    pub name: Name,
    /// What it binds, where that is more than a name (`Path(id): Path<Uuid>`).
    pub pattern: Option<PatId>,
    /// Its declared type.
    pub ty: Option<TypeRef>,
    /// Its default.
    pub default: Option<ExprId>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// `self`, `this`, `*rest`, `**rest`, extension `this` are told by these.
    pub kind: ParamKind,
    /// Where it stands.
    pub span: Span,
}

/// How a parameter takes its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// By position or by name.
    Plain,
    /// The receiver: `self`, `&self`, `cls`.
    Receiver,
    /// The first parameter of a C# extension method: a plain parameter and the receiver of `x.M()`.
    Extension,
    /// All further positional arguments: `*args`, `params T[]`.
    Rest,
    /// All further named arguments: `**kwargs`.
    RestNamed,
}

/// An attribute, decorator or derive.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Dotted path as written, without `#[]`, `@` or `[]`: `derive`, `sqlx.FromRow`, `router.get`, `HttpGet`.
    pub path: Name,
    /// Its type arguments: `[Authorize<ManageMembers>]`.
    pub type_args: Box<[TypeRef]>,
    /// Its arguments; tokens that are no expression are one string literal.
    pub args: Vec<crate::Arg>,
    /// Where it stands.
    pub span: Span,
}

/// A comment that begins with `partywall:`.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// What follows the colon, trimmed.
    pub text: Box<str>,
    /// The whole comment.
    pub span: Span,
}

/// Something that was not lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The grammar's word for it (`goto_statement`), or `error` for text that does not parse.
    pub kind: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// Facts that hold or do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u16);

impl Flags {
    /// Callable from outside: `public`, `pub`, or a Python name without a leading underscore.
    pub const PUBLIC: Self = Self(1);
    /// Belongs to the type, not to a value of it.
    pub const STATIC: Self = Self(1 << 1);
    /// `async`.
    pub const ASYNC: Self = Self(1 << 2);
    /// Has no body on purpose.
    pub const ABSTRACT: Self = Self(1 << 3);
    /// Replaces a base's member: `override`.
    pub const OVERRIDE: Self = Self(1 << 4);
    /// A property or a function read as one (`@property`).
    pub const PROPERTY: Self = Self(1 << 5);
    /// Cannot be written after construction: `readonly`, `const`, no setter.
    pub const READONLY: Self = Self(1 << 6);
    /// May be missing: `T?`, `Option<T>`, `null=True` is not seen here.
    pub const NULLABLE: Self = Self(1 << 7);
    /// Never returns normally.
    pub const DIVERGES: Self = Self(1 << 8);
    /// Yields values.
    pub const GENERATOR: Self = Self(1 << 9);
    /// Only compiled into tests.
    pub const TEST: Self = Self(1 << 10);

    /// Whether all of `other` hold.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These and those.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Unit {
    /// An empty unit of a file; the frontend fills it.
    pub fn new(path: &str, language: Language) -> Self {
        let mut names = NameTable::default();
        let module = names.intern("");
        Self {
            path: path.into(),
            language,
            module,
            names,
            imports: Vec::new(),
            types: Vec::new(),
            functions: Vec::new(),
            globals: Vec::new(),
            body: Body::default(),
            directives: Vec::new(),
            gaps: Vec::new(),
            lines: 0,
        }
    }

    /// Gives back the room that was kept for more, once the unit is complete. A unit lives as long as the run.
    pub fn seal(&mut self) {
        self.names.seal();
        self.imports.shrink_to_fit();
        self.types.shrink_to_fit();
        for ty in &mut self.types {
            ty.bases.shrink_to_fit();
            ty.attributes.shrink_to_fit();
            ty.fields.shrink_to_fit();
        }
        self.functions.shrink_to_fit();
        for function in &mut self.functions {
            function.params.shrink_to_fit();
            function.attributes.shrink_to_fit();
        }
        self.globals.shrink_to_fit();
        self.body.exprs.shrink_to_fit();
        self.body.pats.shrink_to_fit();
        self.gaps.shrink_to_fit();
    }

    /// The text of a name of this unit.
    pub fn text(&self, name: Name) -> &str {
        self.names.text(name)
    }
}
