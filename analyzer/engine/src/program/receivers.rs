//! The types of members as seen from a receiver: type arguments passed on through bases.

use partywall_ir::{Flags, FnKind, ParamKind, TypeIx};
use rustc_hash::FxHashSet;

use super::hierarchy::{Base, is_called};
use super::types::Site;
use super::{FieldRef, FnId, Program, Scope, Sym, Ty, TypeId, UnitId};

/// So many supertypes are asked for their type arguments at most.
const MAX_SUPERTYPES: usize = 160;

impl Program {
    /// A base as the type that names it gives it, when it is itself given `args`.
    pub(super) fn given(&self, base: &Base, of: TypeId, args: &[Ty]) -> Ty {
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

    /// The declared type of a field or property, the receiver's type arguments put in. What is around the receiver without being of
    /// the program gives way to it.
    pub fn field_type(&self, of: &Ty, name: Sym) -> Ty {
        let inner = self.unwrap(of);
        let of = if of.decl().is_some() { of } else { &inner };
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

fn position(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}
