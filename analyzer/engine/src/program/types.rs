//! From written types to light ones.

use partywall_ir::{BinaryOp, ExprId, ExprKind, TypeIx, TypeKind, TypeRef};

use super::places::{Place, Walk, Want};
use super::{Program, Scope, Sym, Ty, TypeId, UnitId};

/// Written types nest this deep at most; deeper parts are not known.
const MAX_DEPTH: u32 = 24;

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

    /// The alias that a written type names, where it names one: what is written beside the type that it stands for is its own.
    pub fn alias(&self, unit: UnitId, within: Scope, ty: &TypeRef) -> Option<TypeId> {
        let text = self.unit(unit).text(ty.name);
        let path: Vec<Sym> = text.split('.').map(|part| self.find(part)).collect::<Option<_>>()?;
        match self.place(unit, within, &path, &mut Walk::new(Want::Type))? {
            Place::Type(ty) if self.ty(ty).kind == TypeKind::Alias => Some(ty),
            _ => None,
        }
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
