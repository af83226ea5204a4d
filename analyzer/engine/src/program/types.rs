//! From written types to light ones, and the types of members as seen from a receiver.

use partywall_ir::{BinaryOp, ExprId, ExprKind, Flags, FnKind, ParamKind, TypeIx, TypeKind, TypeRef};
use rustc_hash::FxHashSet;

use super::hierarchy::{Base, is_called};
use super::places::{Place, Walk, Want};
use super::{FieldRef, FnId, Program, Scope, Sym, Ty, TypeId, UnitId};

/// Written types nest this deep at most; deeper parts are not known.
const MAX_DEPTH: u32 = 24;
/// So many supertypes are asked for their type arguments at most.
const MAX_SUPERTYPES: usize = 160;

/// The place where a type is written.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub unit: UnitId,
    pub scope: Scope,
    /// A declaration whose type parameters are in scope, besides those that the scope has.
    pub decl: Option<TypeIx>,
    /// A type that is not meant.
    pub skip: Option<TypeId>,
    /// What `Self` stands for, where that is known better than by the scope.
    pub this: Option<&'a Ty>,
}

impl Site<'_> {
    pub fn new(unit: UnitId, scope: Scope) -> Self {
        Self {
            unit,
            scope,
            decl: None,
            skip: None,
            this: None,
        }
    }
}

impl Program {
    /// The light type of a written one.
    pub fn resolve_type(&self, unit: UnitId, within: Scope, ty: &TypeRef) -> Ty {
        self.type_at(&Site::new(unit, within), ty, 0)
    }

    /// A declared type as a light one that knows its name.
    pub fn instance(&self, ty: TypeId, args: Vec<Ty>) -> Ty {
        Ty::with_name(ty, self.text(self.ty(ty).path), args)
    }

    pub(super) fn type_at(&self, site: &Site<'_>, ty: &TypeRef, depth: u32) -> Ty {
        if depth > MAX_DEPTH {
            return Ty::unknown();
        }
        let args: Vec<Ty> = ty.args.iter().map(|arg| self.type_at(site, arg, depth + 1)).collect();
        let text = self.unit(site.unit).text(ty.name);
        match text {
            "" | "_" | "!" => Ty::unknown(),
            "[]" | "()" | "fn" => Ty::named(text, args),
            "|" => one_of(args),
            _ if text.contains('.') => {
                let parts: Option<Vec<Sym>> = text.split('.').map(|part| self.find(part)).collect();
                parts.map_or_else(
                    || Ty::named(text, args.clone()),
                    |parts| self.path_type(site, &parts, text, args.clone(), depth),
                )
            }
            _ => self.path_type(site, &[self.sym(site.unit, ty.name)], text, args, depth),
        }
    }

    fn path_type(&self, site: &Site<'_>, path: &[Sym], text: &str, args: Vec<Ty>, depth: u32) -> Ty {
        let owner = site.scope.owner.or_else(|| self.owner_around(site.scope.function));
        if let [name] = path {
            let block = site.decl.and_then(|decl| self.unit(site.unit).types.get(decl.index()));
            let in_block = block.is_some_and(|decl| {
                decl.type_params
                    .iter()
                    .any(|param| self.sym(site.unit, param.name) == *name)
            });
            if in_block || self.is_param(site.unit, site.scope, owner, *name) {
                return Ty::param(text);
            }
            if Some(*name) == self.heads.own_type
                && let Some(this) = site.this
            {
                return this.clone();
            }
        }
        let mut walk = Walk::new(Want::Type);
        walk.arity = args.len();
        walk.skip = site.skip;
        match self.place(site.unit, site.scope, path, &mut walk) {
            Some(Place::Type(ty)) => self.declared_type(ty, owner == Some(ty), args),
            Some(Place::Outside(path)) => Ty::named(&path, args),
            Some(Place::Global(unit, at)) => self.variable_type(unit, at, depth),
            _ => Ty::named(text, args),
        }
    }

    /// An alias is what it stands for; a type named inside of itself without arguments has its own parameters.
    fn declared_type(&self, ty: TypeId, inside: bool, args: Vec<Ty>) -> Ty {
        let info = self.ty(ty);
        let params = || info.params.iter().map(|param| Ty::param(self.text(*param)));
        let args = if args.is_empty() && inside {
            params().collect()
        } else {
            args
        };
        let target = self.bases.get(ty.index()).and_then(|bases| bases.first());
        match target {
            Some(base) if info.kind == TypeKind::Alias => {
                let target = self.given(base, ty, &args);
                match target.decl() {
                    Some(next) if self.ty(next).kind == TypeKind::Alias => {
                        self.instance(self.follow(next), target.args().to_vec())
                    }
                    _ => target,
                }
            }
            _ => self.instance(ty, args),
        }
    }

    /// A variable of a module that is used as a type: what its value says where that reads as a type, else a type parameter.
    fn variable_type(&self, unit: UnitId, at: usize, depth: u32) -> Ty {
        let Some(global) = self.unit(unit).globals.get(at) else {
            return Ty::unknown();
        };
        let read = global
            .value
            .and_then(|value| self.type_of_value(unit, value, depth + 1));
        read.unwrap_or_else(|| Ty::param(self.unit(unit).text(global.name)))
    }

    fn type_of_value(&self, unit: UnitId, value: ExprId, depth: u32) -> Option<Ty> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &self.unit(unit).body.exprs.get(value.index())?.kind {
            ExprKind::Name(_) | ExprKind::Member { .. } => self.type_of_path(unit, value, Vec::new(), depth),
            ExprKind::Index { base, args } => {
                let read = |arg: &ExprId| self.type_of_value(unit, *arg, depth + 1).unwrap_or_default();
                self.type_of_path(unit, *base, args.iter().map(read).collect(), depth)
            }
            ExprKind::Generic { base, args } => {
                let site = Site::new(unit, Scope::default());
                let args = args.iter().map(|arg| self.type_at(&site, arg, depth + 1)).collect();
                self.type_of_path(unit, *base, args, depth)
            }
            ExprKind::Binary {
                op: BinaryOp::BitOr,
                left,
                right,
            } => {
                let sides = [*left, *right].map(|side| self.type_of_value(unit, side, depth + 1).unwrap_or_default());
                Some(one_of(sides.into()))
            }
            _ => None,
        }
    }

    fn type_of_path(&self, unit: UnitId, value: ExprId, args: Vec<Ty>, depth: u32) -> Option<Ty> {
        let body = &self.unit(unit).body;
        let mut names = Vec::new();
        let mut at = value;
        loop {
            match &body.exprs.get(at.index())?.kind {
                ExprKind::Member { base, name } if names.len() < MAX_DEPTH as usize => {
                    names.push(*name);
                    at = *base;
                }
                ExprKind::Name(name) => {
                    names.push(*name);
                    break;
                }
                _ => return None,
            }
        }
        names.reverse();
        let text = names
            .iter()
            .map(|name| self.unit(unit).text(*name))
            .collect::<Vec<_>>()
            .join(".");
        let path: Vec<Sym> = names.iter().map(|name| self.sym(unit, *name)).collect();
        Some(self.path_type(&Site::new(unit, Scope::default()), &path, &text, args, depth))
    }

    /// A base as the type that names it gives it, when it is itself given `args`.
    fn given(&self, base: &Base, of: TypeId, args: &[Ty]) -> Ty {
        let names = self.param_names(of, base.unit, base.decl);
        base.ty
            .substitute(&|name| position(&names, name).and_then(|at| args.get(at)).cloned())
    }

    /// The names that the type parameters of a type have in one of its declarations.
    fn param_names(&self, ty: TypeId, unit: UnitId, decl: TypeIx) -> Vec<&str> {
        let own = self
            .unit(unit)
            .types
            .get(decl.index())
            .map_or(&[][..], |decl| &decl.type_params);
        if own.is_empty() {
            return self.ty(ty).params.iter().map(|param| self.text(*param)).collect();
        }
        own.iter().map(|param| self.unit(unit).text(param.name)).collect()
    }

    /// The first of a type and its supertypes, nearest first, for which `f` has an answer; type arguments are put in.
    pub(super) fn find_super<R>(&self, ty: &Ty, mut f: impl FnMut(&Ty) -> Option<R>) -> Option<R> {
        let mut open = vec![ty.clone()];
        let mut seen: FxHashSet<TypeId> = FxHashSet::default();
        let mut at = 0;
        while let Some(next) = open.get(at).cloned() {
            if let Some(answer) = f(&next) {
                return Some(answer);
            }
            if let Some(decl) = next.decl().filter(|decl| seen.insert(*decl)) {
                let bases = self.bases.get(decl.index()).map_or(&[][..], |bases| bases);
                open.extend(bases.iter().map(|base| self.given(base, decl, next.args())));
                open.truncate(MAX_SUPERTYPES);
            }
            at += 1;
        }
        None
    }

    /// The type arguments that a type passes to its supertype called `base`, or has where it is called so itself.
    pub fn base_args(&self, ty: &Ty, base: &str) -> Option<Vec<Ty>> {
        self.find_super(ty, |at| {
            let path = at
                .path()
                .or_else(|| at.decl().map(|decl| self.text(self.ty(decl).path)))?;
            is_called(path, base, false).then(|| at.args().to_vec())
        })
    }

    fn args_for(&self, ty: &Ty, owner: TypeId) -> Vec<Ty> {
        self.find_super(ty, |at| (at.decl() == Some(owner)).then(|| at.args().to_vec()))
            .unwrap_or_default()
    }

    /// The declared type of a field or property, the receiver's type arguments put in.
    pub fn field_type(&self, of: &Ty, name: Sym) -> Ty {
        let Some(decl) = of.decl() else { return Ty::unknown() };
        if let Some(field) = self.field(decl, name)
            && let Some(ty) = self.declared_field_type(of, field)
        {
            return ty;
        }
        let reads = |function: &FnId| {
            let decl = self.decl(*function);
            decl.kind == FnKind::Getter || decl.flags.has(Flags::PROPERTY)
        };
        let getter = self.methods(decl, name).into_iter().find(reads);
        getter.map_or_else(Ty::unknown, |getter| self.return_type(getter, of, &[]))
    }

    fn declared_field_type(&self, of: &Ty, field: FieldRef) -> Option<Ty> {
        let scope = Scope {
            function: None,
            owner: Some(field.owner),
        };
        let site = Site {
            decl: Some(field.decl),
            this: Some(of),
            ..Site::new(field.unit, scope)
        };
        let ty = self.type_at(&site, self.field_decl(field).ty.as_ref()?, 0);
        let args = self.args_for(of, field.owner);
        let names = self.param_names(field.owner, field.unit, field.decl);
        Some(ty.substitute(&|name| position(&names, name).and_then(|at| args.get(at)).cloned()))
    }

    /// The declared type of what a function returns, the receiver's and its own type arguments put in. A constructor returns
    /// the receiver, or its type.
    pub fn return_type(&self, function: FnId, receiver: &Ty, type_args: &[Ty]) -> Ty {
        let info = *self.func(function);
        let decl = self.decl(function);
        let Some(ret) = &decl.ret else {
            return match info.owner {
                Some(owner) if decl.kind == FnKind::Constructor && receiver.is_unknown() => {
                    self.instance(owner, Vec::new())
                }
                Some(_) if decl.kind == FnKind::Constructor => receiver.clone(),
                _ => Ty::unknown(),
            };
        };
        let scope = Scope {
            function: Some(function),
            owner: info.owner,
        };
        let this = (!receiver.is_unknown()).then_some(receiver);
        let ty = self.type_at(
            &Site {
                decl: info.decl_ix,
                this,
                ..Site::new(info.unit, scope)
            },
            ret,
            0,
        );
        let mut bound: Vec<(&str, Ty)> = Vec::new();
        let own = decl
            .type_params
            .iter()
            .map(|param| self.unit(info.unit).text(param.name));
        bound.extend(own.zip(type_args.iter().cloned()));
        if let (Some(owner), Some(block)) = (info.owner, info.decl_ix) {
            bound.extend(
                self.param_names(owner, info.unit, block)
                    .into_iter()
                    .zip(self.args_for(receiver, owner)),
            );
        }
        let extends = decl
            .params
            .first()
            .is_some_and(|param| param.kind == ParamKind::Extension);
        let inferred = if extends && type_args.is_empty() {
            self.unify(&self.param_type(function, 0), receiver)
        } else {
            Vec::new()
        };
        ty.substitute(&|name| {
            let known = bound.iter().find(|(param, _)| *param == name).map(|(_, ty)| ty.clone());
            known.or_else(|| {
                inferred
                    .iter()
                    .find(|(param, _)| param == name)
                    .map(|(_, ty)| ty.clone())
            })
        })
    }

    /// The declared type of a parameter.
    pub fn param_type(&self, function: FnId, index: usize) -> Ty {
        let info = self.func(function);
        let Some(ty) = self
            .decl(function)
            .params
            .get(index)
            .and_then(|param| param.ty.as_ref())
        else {
            return Ty::unknown();
        };
        let scope = Scope {
            function: Some(function),
            owner: info.owner,
        };
        self.type_at(
            &Site {
                decl: info.decl_ix,
                ..Site::new(info.unit, scope)
            },
            ty,
            0,
        )
    }

    /// What the type parameters in `pattern` must be for `ty` to fit it.
    fn unify(&self, pattern: &Ty, ty: &Ty) -> Vec<(String, Ty)> {
        if let Some(name) = pattern.param_name() {
            return vec![(name.to_owned(), ty.clone())];
        }
        let same = |at: &Ty| match pattern.decl() {
            Some(decl) => at.decl() == Some(decl),
            None => at.decl().is_none() && at.name().is_some() && at.name() == pattern.name(),
        };
        let args = self.find_super(ty, |at| same(at).then(|| at.args().to_vec()));
        if let Some(args) = args {
            return pattern
                .args()
                .iter()
                .zip(&args)
                .flat_map(|(pattern, arg)| self.unify(pattern, arg))
                .collect();
        }
        let (theirs, ours) = (self.element(ty), self.element(pattern));
        if theirs.is_unknown() || ours.is_unknown() {
            Vec::new()
        } else {
            self.unify(&ours, &theirs)
        }
    }
}

/// A union is its only part that says something; else a type called `|`.
fn one_of(parts: Vec<Ty>) -> Ty {
    fn only(parts: &[Ty], test: impl Fn(&Ty) -> bool) -> Option<Ty> {
        let mut fit = parts.iter().filter(|part| test(part));
        fit.next().filter(|_| fit.next().is_none()).cloned()
    }
    let found = only(&parts, says_decl).or_else(|| {
        if parts.iter().any(says_decl) {
            None
        } else {
            only(&parts, |part| !part.args().is_empty())
        }
    });
    found.unwrap_or_else(|| Ty::named("|", parts))
}

/// Whether a declared type or a type parameter is part of a type.
fn says_decl(ty: &Ty) -> bool {
    ty.decl().is_some() || ty.param_name().is_some() || ty.args().iter().any(says_decl)
}

fn position(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}
