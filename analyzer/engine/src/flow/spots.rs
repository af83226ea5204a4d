//! Which state an expression stands for that all requests share: a static or global variable, a member of a class, a member of an
//! object that there is only one of.
//!
//! What is kept by what it is asked for is no one's in particular, and what each request or thread has of its own is not shared: neither
//! is a spot.

use crate::flow::cx::Cx;
use crate::flow::one_for_all::inner;
use crate::flow::value::Shape;
use crate::program::{Def, FieldRef, FnId, Scope, Sym, Ty, TypeId};
use crate::tenancy::syntax::{attribute_says, dotted};
use partywall_ir::{Attribute, CollectionKind, ExprId, ExprKind, Flags, FnKind, Name, TypeKind, UnaryOp, Unit};

/// How many parts of an expression are looked through.
const DEPTH: usize = 10;

/// How many types that derive from one are looked at.
const MAX_BELOW: usize = 12;

/// State that all requests share.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// What the code calls it.
    pub(super) name: String,
    /// What is there.
    pub(super) ty: Ty,
    /// A call gave what is held there.
    pub(super) opened: bool,
    /// It is a member of what each request has a copy of.
    copied: bool,
    /// It cannot be given another value.
    fixed: bool,
    /// What runs when it is given a value.
    pub(super) setter: Option<FnId>,
}

impl Spot {
    fn new(name: String, ty: Ty) -> Self {
        Self {
            name,
            ty,
            opened: false,
            copied: false,
            fixed: false,
            setter: None,
        }
    }

    /// Whether giving it a value is seen by other requests.
    pub(super) fn takes(&self) -> bool {
        self.opened || !(self.copied || self.fixed)
    }
}

impl Cx<'_, '_> {
    /// The state that an assignment to this changes.
    pub(super) fn assigned_spot(&self, target: ExprId) -> Option<Spot> {
        let spot = self.spot(target, 0, true)?;
        let kept = self.eng.is_own(&spot.ty) || self.eng.is_keyed(&spot.ty);
        (spot.takes() && !kept).then_some(spot)
    }

    /// The state that this stands for.
    pub(super) fn held_spot(&self, expr: ExprId) -> Option<Spot> {
        let spot = self.spot(expr, 0, false)?;
        (!self.eng.is_own(&spot.ty) && !self.eng.is_keyed(&spot.ty)).then_some(spot)
    }

    fn spot(&self, expr: ExprId, depth: usize, assigned: bool) -> Option<Spot> {
        if depth > DEPTH {
            return None;
        }
        match &self.unit.body[expr].kind {
            ExprKind::Unary {
                op: UnaryOp::Deref | UnaryOp::Ref | UnaryOp::Await | UnaryOp::Propagate,
                operand,
            } => self.spot(*operand, depth + 1, false),
            ExprKind::Generic { base, .. } => self.spot(*base, depth + 1, false),
            ExprKind::Name(name) => self.named_spot(*name, expr, depth, assigned),
            ExprKind::This => self.only_object(&self.this_type()?),
            ExprKind::Member { base, name } => self.member_spot(*base, self.sym(*name), depth),
            ExprKind::Index { base, args } => {
                let [key] = args[..] else { return None };
                let ExprKind::Lit(_) = self.unit.body[key].kind else {
                    return None;
                };
                if let Some(path) = self.shared_path(*base) {
                    return Some(Spot::new(path, Ty::unknown()));
                }
                let spot = self.spot(*base, depth + 1, false)?;
                (!self.eng.is_own(&spot.ty)).then(|| Spot {
                    ty: Ty::unknown(),
                    fixed: false,
                    ..spot
                })
            }
            ExprKind::Call { callee, args } => {
                let ExprKind::Member { base, name } = self.unit.body[*callee].kind else {
                    return None;
                };
                let mut rows = self
                    .eng
                    .index
                    .shared_opens
                    .get(self.unit.language, self.unit.text(name));
                rows.next()?;
                let says_which = |arg: &partywall_ir::Arg| !matches!(self.unit.body[arg.value].kind, ExprKind::Lit(_));
                if args.iter().any(says_which) {
                    return None;
                }
                let spot = self.spot(base, depth + 1, false)?;
                Some(Spot { opened: true, ..spot })
            }
            _ => None,
        }
    }

    fn this_type(&self) -> Option<Ty> {
        let owner = self.owner.filter(|_| !self.is_of_class())?;
        Some(self.eng.program.instance(owner, Vec::new()))
    }

    /// Whether what the method is called on is its class.
    fn is_of_class(&self) -> bool {
        self.eng.program.decl(self.function).flags.has(Flags::STATIC)
    }

    fn named_spot(&self, name: Name, expr: ExprId, depth: usize, assigned: bool) -> Option<Spot> {
        let program = self.eng.program;
        let sym = self.sym(name);
        let told = program
            .decl(self.within.unwrap_or(self.function))
            .globals
            .contains(&name);
        if self.st.env.contains_key(&name) && !told {
            if assigned {
                return None;
            }
            // a local that stands for something shared
            let given = self.locals_given().get(&name).copied().flatten();
            let opened = given.filter(|given| *given != expr);
            let spot = opened.and_then(|given| self.spot(given, depth + 1, false));
            return spot.or_else(|| self.only_object(&self.st.env[&name].ty));
        }
        let names_receivers = program.names_receivers(self.function);
        if let Some(owner) = self.owner.filter(|_| !names_receivers)
            && let Some(field) = program.field(owner, sym)
        {
            let of = program.instance(owner, Vec::new());
            return match program.field_decl(field).flags.has(Flags::STATIC) {
                true => self.static_spot(owner, sym),
                false => self.only_object(&of).and_then(|of| self.object_member(&of, sym)),
            };
        }
        // an assignment alone makes a local where the function does not say that it means the module's variable
        if assigned && !told {
            return None;
        }
        match program.resolve(self.unit_id, Scope::default(), &[sym]) {
            Some(Def::Global(unit, at)) => {
                let file = program.unit(unit);
                let global = &file.globals[at];
                if self.carries_own(file, &global.attributes) {
                    return None;
                }
                if assigned && global.value.is_some_and(|value| is_dictionary(file, value)) {
                    return None;
                }
                let ty = match &global.ty {
                    Some(ty) => program.resolve_type(unit, Scope::default(), ty),
                    None => self.eng.global_type(unit, at),
                };
                Some(Spot {
                    fixed: global.flags.has(Flags::READONLY),
                    ..Spot::new(self.text(sym).to_owned(), ty)
                })
            }
            Some(Def::Field(ty, _)) => self.static_spot(ty, sym),
            _ => told.then(|| Spot::new(self.text(sym).to_owned(), Ty::unknown())),
        }
    }

    pub(super) fn member_spot(&self, base: ExprId, name: Sym, depth: usize) -> Option<Spot> {
        if let Some(class) = self.class(base) {
            return self.static_spot(class, name);
        }
        if let Some(path) = self.shared_path(base) {
            return Some(Spot::new(format!("{path}.{}", self.text(name)), Ty::unknown()));
        }
        let spot = self.spot(base, depth + 1, false)?;
        self.object_member(&spot, name)
    }

    /// The class that an expression is.
    fn class(&self, expr: ExprId) -> Option<TypeId> {
        let gives = |name: Name| {
            let rows = &self.eng.index.shared_class_of;
            rows.get(self.unit.language, self.unit.text(name)).next().is_some()
        };
        let this = |expr: ExprId| matches!(self.unit.body[expr].kind, ExprKind::This) || self.is_receiver(expr);
        match &self.unit.body[expr].kind {
            ExprKind::This if self.is_of_class() => return self.owner,
            ExprKind::Member { base, name } if this(*base) && gives(*name) => return self.owner,
            ExprKind::Call { callee, args } => {
                let ExprKind::Name(name) = self.unit.body[*callee].kind else {
                    return None;
                };
                let [arg] = &args[..] else { return None };
                return self.owner.filter(|_| gives(name) && this(arg.value));
            }
            _ => {}
        }
        let parts = self.flatten(expr)?;
        match self.eng.program.resolve(self.unit_id, self.scope(), &parts)? {
            Def::Type(ty) => (!self.is_made_here(ty)).then_some(ty),
            _ => None,
        }
    }

    /// Whether a class is declared in the function: each call has its own.
    fn is_made_here(&self, ty: TypeId) -> bool {
        let program = self.eng.program;
        let decl = program.decl(self.function);
        let mut decls = program.ty(ty).decls.iter();
        decls.any(|(unit, ix)| {
            *unit == self.unit_id
                && decl.kind != FnKind::Module
                && decl.span.contains(program.unit(*unit).types[ix.index()].span)
        })
    }

    /// A member of a class itself.
    fn static_spot(&self, ty: TypeId, name: Sym) -> Option<Spot> {
        let program = self.eng.program;
        let text = format!("{}.{}", program.text(program.ty(ty).name), self.text(name));
        let Some(field) = program.field(ty, name) else {
            // a member that is only ever assigned
            let own = program.names_receivers(self.function) && program.methods(ty, name).is_empty();
            let seen = program.ty(ty).kind == TypeKind::Class;
            return (own && seen).then(|| Spot::new(text, Ty::unknown()));
        };
        let decl = program.field_decl(field);
        let file = program.unit(field.unit);
        let by_name = program.names_receivers(self.function);
        let is_static = by_name || decl.flags.has(Flags::STATIC);
        let made = decl.value.is_some_and(|value| match &file.body[value].kind {
            ExprKind::Call { .. } => by_name,
            _ => is_dictionary(file, value),
        });
        if !is_static || made || self.carries_own(file, &decl.attributes) {
            return None;
        }
        self.declared_spot(field, program.field_type(&program.instance(ty, Vec::new()), name), text)
    }

    /// A member by its declaration, whose setter says what becomes of a value.
    fn declared_spot(&self, field: FieldRef, ty: Ty, name: String) -> Option<Spot> {
        let program = self.eng.program;
        let decl = program.field_decl(field);
        let sym = program.sym(field.unit, decl.name);
        let sets =
            |function: &&FnId| program.decl(**function).kind == FnKind::Setter && program.func(**function).name == sym;
        let setter = program.own_methods(field.owner).iter().find(sets).copied();
        let setter = setter.filter(|setter| program.decl(*setter).body.is_some());
        // what is worked out anew whenever it is read is kept nowhere
        if setter.is_none() && decl.getter.is_some() {
            return None;
        }
        Some(Spot {
            setter,
            fixed: decl.flags.has(Flags::READONLY),
            ..Spot::new(name, ty)
        })
    }

    /// What is a spot because there is only one object of its type.
    fn only_object(&self, ty: &Ty) -> Option<Spot> {
        let known = self.eng.one_for_all();
        let makes = self.eng.program.decl(self.function).kind == FnKind::Constructor;
        if known.is_empty() || makes {
            return None;
        }
        let decl = inner(ty)?;
        let copied = known.of(decl)?;
        let name = self.text(self.eng.program.ty(decl).name).to_owned();
        Some(Spot {
            copied,
            ..Spot::new(name, self.eng.program.instance(decl, Vec::new()))
        })
    }

    /// A member of an object that is shared.
    fn object_member(&self, of: &Spot, name: Sym) -> Option<Spot> {
        let program = self.eng.program;
        if self.eng.is_own(&of.ty) || self.eng.is_keyed(&of.ty) || of.setter.is_some() {
            return None;
        }
        let ty = inner(&of.ty)?;
        let under = format!("{}.{}", of.name, self.text(name));
        let kept = |spot: Spot| Spot {
            opened: of.opened,
            copied: of.copied,
            ..spot
        };
        let mut types = vec![ty];
        types.extend(program.subtypes(ty).into_iter().take(MAX_BELOW));
        let seen = |ty: &TypeId| program.ty(*ty).kind == TypeKind::Class;
        let fields = types
            .iter()
            .filter(|ty| seen(ty))
            .filter_map(|ty| program.field(*ty, name));
        let fields: Vec<FieldRef> = fields.collect();
        if let Some(field) = fields.into_iter().find(|field| seen(&field.owner)) {
            let decl = program.field_decl(field);
            let file = program.unit(field.unit);
            if decl.flags.has(Flags::STATIC) && !program.names_receivers(self.function)
                || self.carries_own(file, &decl.attributes)
                || !program.methods(ty, name).is_empty() && program.names_receivers(self.function)
            {
                return None;
            }
            let held = program.field_type(&program.instance(field.owner, Vec::new()), name);
            return self.declared_spot(field, held, under).map(kept);
        }
        // a member that is only ever assigned
        let by_name = program.names_receivers(self.function) && seen(&ty) && program.methods(ty, name).is_empty();
        by_name.then(|| kept(Spot::new(under, Ty::unknown())))
    }

    /// What holds state for all requests outside of the program, as the code calls it.
    fn shared_path(&self, expr: ExprId) -> Option<String> {
        let last = match &self.unit.body[expr].kind {
            ExprKind::Name(name) => {
                let imported = self.imported_as(self.sym(*name));
                imported.unwrap_or(self.unit.text(*name))
            }
            ExprKind::Member { name, .. } => self.unit.text(*name),
            _ => return None,
        };
        let mut rows = self.eng.index.shared_path.get(self.unit.language, last).peekable();
        rows.peek()?;
        let written = dotted(self.unit, expr)?;
        let local = match self.head(expr) {
            Some(head) => self.st.env.contains_key(&head),
            None => true,
        };
        let full = match local {
            true => written.clone(),
            false => self.eng.program.canonical(self.unit_id, &written),
        };
        let is = |asked: &String| {
            full.strip_suffix(asked.as_str())
                .is_some_and(|front| front.is_empty() || front.ends_with('.'))
        };
        rows.any(|row| row.path.iter().any(is)).then_some(written)
    }

    /// The name that a chain of members begins with.
    fn head(&self, mut expr: ExprId) -> Option<Name> {
        for _ in 0..DEPTH {
            match &self.unit.body[expr].kind {
                ExprKind::Name(name) => return Some(*name),
                ExprKind::Member { base, .. } => expr = *base,
                _ => return None,
            }
        }
        None
    }

    /// Whether attributes say that each thread or task has a value of its own.
    fn carries_own(&self, unit: &Unit, attributes: &[Attribute]) -> bool {
        let mut rows = self.eng.index.shared.iter();
        rows.any(|(_, row)| {
            let mut attributes = attributes.iter();
            !row.own_attribute.is_empty()
                && attributes.any(|attribute| attribute_says(unit, attribute, &row.own_attribute))
        })
    }

    /// Whether what an expression gives is no value of somebody's: a test, a type, a function.
    pub(super) fn is_no_value(shape: &Shape) -> bool {
        matches!(
            shape,
            Shape::Null
                | Shape::Bool(_)
                | Shape::Text(_)
                | Shape::Type(_)
                | Shape::Outside(_)
                | Shape::Func(..)
                | Shape::Lambda(_)
                | Shape::Column(_)
                | Shape::Truth(_)
                | Shape::Sql(_)
                | Shape::Failure
        )
    }
}

/// Whether a value is a dictionary: what is in it is kept by keys.
fn is_dictionary(unit: &Unit, value: ExprId) -> bool {
    matches!(
        unit.body[value].kind,
        ExprKind::Collection {
            kind: CollectionKind::Dict,
            ..
        }
    )
}
