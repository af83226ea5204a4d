//! How a predicate that is put together once comes by a value: through a holder, at which it is read anew for each query, or by a
//! local, an argument, another object or a static member, of which it keeps what it was at first.

use super::holding::Holding;
use super::links::type_of_expr;
use super::locals::Locals;
use super::syntax::{dotted, inside, tail};
use super::words::Lexicon;
use crate::program::{FieldRef, FnId, Program, Scope, Sym, Ty, TypeId, UnitId};
use partywall_catalog::catalog::path_matches;
use partywall_ir::{ExprId, ExprKind, Flags, Name, Span, TypeRef};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// How deep values are followed.
const DEPTH: usize = 24;
/// Expressions that are read for one value, at most.
const FUEL: usize = 512;
/// Expressions of predicates that are put together, at most: several may go through the same method.
const ROOM: usize = 1 << 20;

/// By what a value was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Captured {
    /// By a local of the function that puts the predicate together.
    Local,
    /// By an argument of that function.
    Argument,
    /// By a member of another object than the one whose queries are filtered.
    Object,
    /// By a static member.
    Static,
    /// By a constant that is made of a value.
    Constant,
    /// By an object that is kept and handed out again.
    Pooled,
}

/// A value that is read once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    pub how: Captured,
    /// Where it comes from.
    pub from: (UnitId, Span),
    /// All of the way was seen.
    pub certain: bool,
}

/// How a value is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is always the same.
    Constant,
    /// Through an object whose queries are filtered.
    Live,
    /// Once.
    Once(Once),
    /// Not known.
    Unknown,
}

impl Reach {
    /// Of what is made of both.
    fn and(self, other: Self) -> Self {
        let rank = |reach: &Self| match reach {
            Self::Constant => 0,
            Self::Once(_) => 1,
            Self::Unknown => 2,
            Self::Live => 3,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub struct Site {
    pub unit: UnitId,
    pub function: Option<FnId>,
    pub owner: Option<TypeId>,
}

impl Site {
    /// In a function.
    pub fn of(program: &Program, function: FnId) -> Self {
        let info = program.func(function);
        let mut owner = info.owner;
        let mut up = info.parent;
        for _ in 0..DEPTH {
            let Some(parent) = up.filter(|_| owner.is_none()) else {
                break;
            };
            owner = program.func(parent).owner;
            up = program.func(parent).parent;
        }
        Self {
            unit: info.unit,
            function: Some(function),
            owner,
        }
    }

    /// For names.
    pub fn scope(self) -> Scope {
        Scope {
            function: self.function,
            owner: self.owner,
        }
    }
}

/// What an expression is: a type, something from outside of the program that is no value by itself, or a value.
pub(super) enum Seen {
    Type(TypeId),
    Outside,
    Value(Reach, Ty),
}

/// Reads values of one language.
pub struct Reader<'p> {
    pub(super) program: &'p Program,
    lexicon: &'p Lexicon,
    pub holding: Holding,
    locals: FxHashMap<FnId, Rc<Locals>>,
    pub(super) callers: FxHashMap<FnId, Rc<Vec<(Site, ExprId)>>>,
    pub(super) under_way: Vec<FnId>,
    installed: FxHashMap<FieldRef, bool>,
    /// What functions give back.
    pub(super) given: FxHashMap<FnId, Rc<Vec<ExprId>>>,
    fuel: usize,
    room: usize,
}

impl<'p> Reader<'p> {
    /// For filters that work for these holders.
    pub fn new(program: &'p Program, lexicon: &'p Lexicon, holding: Holding) -> Self {
        Self {
            program,
            lexicon,
            holding,
            locals: FxHashMap::default(),
            callers: FxHashMap::default(),
            under_way: Vec::new(),
            installed: FxHashMap::default(),
            given: FxHashMap::default(),
            fuel: 0,
            room: ROOM,
        }
    }

    /// Whether so many expressions more can be looked at.
    pub fn spend(&mut self, expressions: usize) -> bool {
        let left = self.room.checked_sub(expressions);
        self.room = left.unwrap_or(0);
        left.is_some()
    }

    /// How a value is come by, and what type it has.
    pub fn reach(&mut self, at: Site, expr: ExprId) -> (Reach, Ty) {
        self.fuel = FUEL;
        self.under_way.clear();
        self.value(at, expr, DEPTH)
    }

    /// The like for what a constant is made of: what is not a holder itself is read then.
    pub fn constant(&mut self, at: Site, expr: ExprId) -> (Reach, Ty) {
        let (reach, ty) = self.reach(at, expr);
        let from = (at.unit, self.program.unit(at.unit).body[expr].span);
        match reach {
            Reach::Live if !self.holding.may_be(self.program, at.scope(), &ty) => {
                (once(Captured::Constant, from, true), ty)
            }
            reach => (reach, ty),
        }
    }

    pub(super) fn value(&mut self, at: Site, expr: ExprId, depth: usize) -> (Reach, Ty) {
        match self.see(at, expr, depth) {
            Seen::Value(reach, ty) if self.holding.may_be(self.program, at.scope(), &ty) => match reach {
                Reach::Constant | Reach::Live => (reach, ty),
                Reach::Once(_) | Reach::Unknown => (Reach::Live, ty),
            },
            Seen::Value(reach, ty) => (reach, ty),
            // `Guid.Empty`
            Seen::Outside if !matches!(self.program.unit(at.unit).body[expr].kind, ExprKind::Name(_)) => {
                (Reach::Constant, Ty::unknown())
            }
            Seen::Type(_) | Seen::Outside => (Reach::Unknown, Ty::unknown()),
        }
    }

    pub(super) fn all(&mut self, at: Site, exprs: impl IntoIterator<Item = ExprId>, depth: usize) -> Reach {
        exprs.into_iter().fold(Reach::Constant, |reach, expr| {
            let (next, _) = self.value(at, expr, depth);
            reach.and(next)
        })
    }

    fn see(&mut self, at: Site, expr: ExprId, depth: usize) -> Seen {
        let program = self.program;
        let unit = program.unit(at.unit);
        let unknown = Seen::Value(Reach::Unknown, Ty::unknown());
        if depth == 0 || self.fuel == 0 {
            return unknown;
        }
        self.fuel -= 1;
        let depth = depth - 1;
        let plain = |reach| Seen::Value(reach, Ty::unknown());
        match &unit.body[expr].kind {
            ExprKind::Lit(_) => plain(Reach::Constant),
            ExprKind::This | ExprKind::Base => match at.owner {
                Some(owner) => Seen::Value(
                    self.own(owner, (at.unit, unit.body[expr].span)),
                    program.instance(owner, Vec::new()),
                ),
                None => unknown,
            },
            ExprKind::Name(name) => self.named(at, *name, depth),
            ExprKind::Generic { base, .. } => self.see(at, *base, depth),
            ExprKind::Member { base, name } => self.member(at, expr, (*base, *name), depth),
            ExprKind::Call { callee, args } => {
                let given: Vec<ExprId> = args.iter().map(|arg| arg.value).collect();
                match self.see(at, *callee, depth) {
                    // `Guid.Parse(text)`
                    Seen::Outside | Seen::Type(_) if !given.is_empty() => plain(self.all(at, given, depth)),
                    Seen::Outside | Seen::Type(_) => unknown,
                    Seen::Value(Reach::Constant, ty) => Seen::Value(self.all(at, given, depth), ty),
                    Seen::Value(reach, ty) => Seen::Value(reach, ty),
                }
            }
            ExprKind::New(new) => {
                let values = new.args.iter().map(|arg| arg.value);
                let values: Vec<ExprId> = values.chain(new.fields.iter().map(|(_, value)| *value)).collect();
                let ty = new.ty.as_ref().map(|ty| program.resolve_type(at.unit, at.scope(), ty));
                Seen::Value(self.all(at, values, depth), ty.unwrap_or_default())
            }
            ExprKind::Cast { value, ty } => {
                let (reach, _) = self.value(at, *value, depth);
                Seen::Value(reach, program.resolve_type(at.unit, at.scope(), ty))
            }
            ExprKind::Unary { operand, .. } => {
                let (reach, ty) = self.value(at, *operand, depth);
                Seen::Value(reach, ty)
            }
            ExprKind::Lambda(lambda) => plain(self.value(at, lambda.body, depth).0),
            ExprKind::Binary { .. }
            | ExprKind::If { .. }
            | ExprKind::Index { .. }
            | ExprKind::Collection { .. }
            | ExprKind::Template(_) => {
                let mut parts = Vec::new();
                partywall_ir::walk::children(&unit.body[expr].kind, &mut |child| parts.push(child));
                plain(self.all(at, parts, depth))
            }
            _ => unknown,
        }
    }

    /// What the object that a method belongs to is.
    fn own(&self, owner: TypeId, place: (UnitId, Span)) -> Reach {
        match self.holding.is(self.program, owner) {
            Some(true) => Reach::Live,
            Some(false) => Reach::Once(Once {
                how: Captured::Object,
                from: place,
                certain: true,
            }),
            None => Reach::Unknown,
        }
    }

    fn named(&mut self, at: Site, name: Name, depth: usize) -> Seen {
        let program = self.program;
        let unit = program.unit(at.unit);
        let unknown = || Seen::Value(Reach::Unknown, Ty::unknown());
        if self.is_setting(unit.text(name)) {
            return unknown();
        }
        let mut next = at.function;
        for _ in 0..DEPTH {
            let Some(function) = next else { break };
            let decl = program.decl(function);
            if let Some(index) = decl.params.iter().position(|param| param.name == name) {
                return self.argument(function, index, depth);
            }
            let locals = self.locals(function);
            if let Some((ty, values)) = locals.declared.get(&name) {
                return self.local(at, (ty.as_ref(), values), depth);
            }
            if locals.bound.contains(&name) {
                return unknown();
            }
            next = program.func(function).parent;
        }
        let sym = program.sym(at.unit, name);
        let mut owner = at.owner;
        for level in 0..DEPTH {
            let Some(ty) = owner else { break };
            if let Some(seen) = self.own_member(ty, sym, level == 0, depth) {
                return seen;
            }
            owner = program.ty(ty).owner;
        }
        let written = program.resolve(at.unit, at.scope(), &[sym]);
        match written {
            Some(crate::program::Def::Type(ty)) => Seen::Type(ty),
            // a base that is not seen may have a member of that name
            _ if at.owner.is_some_and(|owner| self.holding.is_open(program, owner)) => unknown(),
            _ => Seen::Outside,
        }
    }

    /// A member that is named without its object.
    fn own_member(&mut self, owner: TypeId, name: Sym, own: bool, depth: usize) -> Option<Seen> {
        let program = self.program;
        let this = program.instance(owner, Vec::new());
        if let Some(field) = program.field(owner, name) {
            let decl = program.field_decl(field);
            if decl.flags.has(Flags::STATIC) {
                return Some(self.static_field(field, depth));
            }
            if !own {
                return None;
            }
            let ty = program.field_type(&this, name);
            let mut reach = self.own(owner, (field.unit, decl.span));
            if matches!(reach, Reach::Once(_)) {
                reach = self.fixed(field, depth).unwrap_or(reach);
            }
            if self.holding.is_installation(&ty) || self.is_installed(field) {
                reach = Reach::Unknown;
            }
            return Some(Seen::Value(reach, ty));
        }
        let function = program.methods(owner, name).first().copied()?;
        if program.decl(function).flags.has(Flags::STATIC) {
            return Some(self.static_method(function, depth));
        }
        let place = (program.func(function).unit, program.decl(function).name_span);
        let ty = program.return_type(function, &this, &[]);
        own.then(|| Seen::Value(self.own(owner, place), ty))
    }

    /// Whether a constructor gives a member something that the installation is set up with.
    fn is_installed(&mut self, field: FieldRef) -> bool {
        if let Some(known) = self.installed.get(&field) {
            return *known;
        }
        let program = self.program;
        let name = program.unit(field.unit).text(program.field_decl(field).name);
        let constructors = program.constructors(field.owner);
        let found = constructors.into_iter().any(|function| {
            let (unit, decl) = (program.unit(program.func(function).unit), program.decl(function));
            let installs = |expr: &ExprId| {
                let ExprKind::Name(name) = &unit.body[*expr].kind else {
                    return false;
                };
                let index = decl.params.iter().position(|param| param.name == *name);
                index.is_some_and(|index| self.holding.is_installation(&program.param_type(function, index)))
            };
            let gives = |expr: &ExprId| match &unit.body[*expr].kind {
                ExprKind::Assign { target, value, .. } if tail(unit, *target) == Some(name) => {
                    inside(unit, *value).iter().any(installs)
                }
                _ => false,
            };
            decl.body.is_some_and(|body| inside(unit, body).iter().any(gives))
        });
        self.installed.insert(field, found);
        found
    }

    /// That a member of an object which is no holder is always the same.
    fn fixed(&mut self, field: FieldRef, depth: usize) -> Option<Reach> {
        let program = self.program;
        let decl = program.field_decl(field);
        let at = Site {
            unit: field.unit,
            function: None,
            owner: Some(field.owner),
        };
        let reach = match (decl.getter, decl.value) {
            (Some(getter), _) => self.body(program.fn_id(field.unit, getter), depth),
            (None, Some(value)) if decl.flags.has(Flags::READONLY) => self.value(at, value, depth).0,
            _ => return None,
        };
        (reach == Reach::Constant).then_some(reach)
    }

    fn member(&mut self, at: Site, expr: ExprId, (base, name): (ExprId, Name), depth: usize) -> Seen {
        let program = self.program;
        let unit = program.unit(at.unit);
        let sym = program.sym(at.unit, name);
        let unknown = Seen::Value(Reach::Unknown, Ty::unknown());
        if self.is_setting(unit.text(name)) {
            return unknown;
        }
        match self.see(at, base, depth) {
            Seen::Type(ty) => {
                if let Some(nested) = program.nested(ty, sym) {
                    return Seen::Type(nested);
                }
                if self.is_setting(program.text(program.ty(ty).name)) {
                    return unknown;
                }
                if let Some(field) = program.field(ty, sym) {
                    return self.static_field(field, depth);
                }
                match program.methods(ty, sym).first() {
                    Some(function) => self.static_method(*function, depth),
                    None => unknown,
                }
            }
            Seen::Outside => {
                let path = dotted(unit, expr).unwrap_or_default();
                if self.holding.ambient.iter().any(|asked| path_matches(&path, asked)) {
                    let from = (at.unit, unit.body[expr].span);
                    return Seen::Value(once(Captured::Static, from, true), Ty::unknown());
                }
                match type_of_expr(program, at.unit, at.scope(), expr) {
                    Some(ty) => Seen::Type(ty),
                    None => Seen::Outside,
                }
            }
            Seen::Value(reach, ty) => {
                let of = match program.field_type(&ty, sym) {
                    found if !found.is_unknown() => found,
                    _ => match self.returned(&ty, sym) {
                        found if !found.is_unknown() || ty.decl().is_some() => found,
                        _ => program.given_by(&ty),
                    },
                };
                let reach = match reach {
                    Reach::Constant => self.of_constant((at.unit, unit.body[expr].span), &ty, sym, depth),
                    reach if self.holding.may_be(program, at.scope(), &of) => reach.and(Reach::Live),
                    Reach::Once(_) | Reach::Unknown if self.holding.may_be(program, at.scope(), &ty) => Reach::Live,
                    reach => reach,
                };
                let reach = if self.holding.is_installation(&of) || self.holding.is_installation(&ty) {
                    Reach::Unknown
                } else {
                    reach
                };
                Seen::Value(reach, of)
            }
        }
    }

    fn returned(&self, of: &Ty, name: Sym) -> Ty {
        let found = of.decl().and_then(|ty| self.program.methods(ty, name).first().copied());
        found.map_or_else(Ty::unknown, |function| self.program.return_type(function, of, &[]))
    }

    fn local(&mut self, at: Site, (ty, values): (Option<&TypeRef>, &[ExprId]), depth: usize) -> Seen {
        let program = self.program;
        let (mut reach, mut found) = (Reach::Constant, Ty::unknown());
        let mut from = None;
        for value in values {
            let (next, of) = self.value(at, *value, depth);
            if next != Reach::Constant && from.is_none() {
                from = Some((at.unit, program.unit(at.unit).body[*value].span));
            }
            if found.is_unknown() {
                found = of;
            }
            reach = reach.and(next);
        }
        if let Some(ty) = ty {
            found = program.resolve_type(at.unit, at.scope(), ty);
        }
        let reach = match (reach, from) {
            (Reach::Live, Some(_)) if self.holding.may_be(program, at.scope(), &found) => Reach::Live,
            (Reach::Live, Some(from)) => once(Captured::Local, from, true),
            (Reach::Once(of), Some(from)) => once(Captured::Local, from, of.certain),
            (reach, _) => reach,
        };
        Seen::Value(reach, found)
    }

    pub(super) fn is_setting(&self, name: &str) -> bool {
        self.lexicon.settings.within(&self.lexicon.words(name))
    }

    /// The type that a name means.
    pub fn type_named(&self, at: Site, expr: ExprId) -> Option<TypeId> {
        type_of_expr(self.program, at.unit, at.scope(), expr)
    }

    /// What the locals of a function are given.
    pub fn locals(&mut self, function: FnId) -> Rc<Locals> {
        if let Some(known) = self.locals.get(&function) {
            return known.clone();
        }
        let program = self.program;
        let unit = program.unit(program.func(function).unit);
        let body = program.decl(function).body;
        let locals = Rc::new(body.map_or_else(Locals::default, |body| Locals::of(unit, body)));
        self.locals.insert(function, locals.clone());
        locals
    }
}

/// Read once, by this.
pub(super) fn once(how: Captured, from: (UnitId, Span), certain: bool) -> Reach {
    Reach::Once(Once { how, from, certain })
}
