//! Bases and what follows from them: who inherits from whom, and which function replaces which.

use partywall_ir::{ParamKind, TypeIx, TypeKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::merge::number;
use super::multi::Multi;
use super::types::Site;
use super::{FnId, Program, Scope, Sym, Ty, TypeId, UnitId};

/// So many supertypes of one type are known at most.
const MAX_SUPERTYPES: usize = 160;

/// A base of a type.
pub(super) struct Base {
    /// In terms of the type parameters of the declaration that names it.
    pub ty: Ty,
    pub unit: UnitId,
    pub decl: TypeIx,
    /// Its canonical dotted name.
    pub canonical: Sym,
    /// As it is written.
    pub written: Sym,
}

/// A base whose canonical name has no symbol yet.
struct Found {
    base: Base,
    canonical: String,
}

impl Program {
    /// Resolves all bases, and from them everything that this module answers.
    pub(super) fn link_bases(&mut self) {
        let bases: Vec<Vec<Found>> = (0..self.types.len())
            .into_par_iter()
            .map(|at| self.resolve_bases(TypeId(number(at))))
            .collect();
        for bases in bases {
            let intern = |found: Found| Base {
                canonical: self.symbols.intern(&found.canonical),
                ..found.base
            };
            let bases = bases.into_iter().map(intern).collect();
            self.bases.push(bases);
        }
        self.imply_params();
        self.lines = (0..self.types.len())
            .into_par_iter()
            .map(|at| self.linearize(TypeId(number(at))))
            .collect();
        let subs = self
            .types()
            .flat_map(|ty| self.base_types(ty).map(move |base| (base, ty)));
        self.subs = Multi::new(subs.collect());
        let replaced: Vec<Vec<(FnId, FnId)>> = (0..self.types.len())
            .into_par_iter()
            .map(|at| self.replaced_by(TypeId(number(at))))
            .collect();
        let mut replaced: Vec<(FnId, FnId)> = replaced.into_iter().flatten().collect();
        replaced.sort_unstable();
        replaced.dedup();
        self.replacements = Multi::new(replaced);
    }

    fn resolve_bases(&self, ty: TypeId) -> Vec<Found> {
        let info = self.ty(ty);
        let mut bases: Vec<Found> = Vec::new();
        for (unit, decl) in &info.decls {
            for base in &self.unit(*unit).types[decl.index()].bases {
                let written = self.sym(*unit, base.name);
                let scope = Scope {
                    function: None,
                    owner: info.owner,
                };
                let site = Site {
                    decl: Some(*decl),
                    skip: Some(ty),
                    ..Site::new(*unit, scope)
                };
                let found = self.type_at(&site, base, 0);
                if bases
                    .iter()
                    .any(|known| known.base.ty == found && known.base.written == written)
                {
                    continue;
                }
                let canonical = found
                    .path()
                    .map_or_else(|| self.text(written).to_owned(), str::to_owned);
                let base = Base {
                    ty: found,
                    unit: *unit,
                    decl: *decl,
                    canonical: written,
                    written,
                };
                bases.push(Found { base, canonical });
            }
        }
        bases
    }

    /// Where type parameters are not declared, those that the bases are given are the type's, in order.
    fn imply_params(&mut self) {
        for (info, bases) in self.types.iter_mut().zip(&self.bases) {
            if !info.params.is_empty() || info.kind == TypeKind::Alias {
                continue;
            }
            for name in bases.iter().flat_map(|base| base.ty.args()).filter_map(Ty::param_name) {
                if let Some(name) = self.symbols.find(name).filter(|name| !info.params.contains(name)) {
                    info.params.push(name);
                }
            }
        }
    }

    fn base_types(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        let bases = self.bases.get(ty.index()).map_or(&[][..], |bases| bases);
        bases
            .iter()
            .filter_map(|base| base.ty.decl())
            .filter(move |base| *base != ty)
    }

    /// Supertypes in the order in which members are looked for: depth first, bases from left to right, but each type after all
    /// of those known to inherit from it.
    fn linearize(&self, ty: TypeId) -> Box<[TypeId]> {
        let mut seen = FxHashSet::from_iter([ty]);
        let mut done = Vec::new();
        let mut stack = vec![(ty, self.base_types(ty).collect::<Vec<_>>())];
        while let Some((at, bases)) = stack.last_mut() {
            match bases.pop() {
                Some(base) if seen.len() <= MAX_SUPERTYPES && seen.insert(base) => {
                    stack.push((base, self.base_types(base).collect()));
                }
                Some(_) => {}
                None => {
                    done.push(*at);
                    stack.pop();
                }
            }
        }
        done.pop();
        done.reverse();
        done.into()
    }

    /// The functions that this type's own functions, or those that it inherits for an interface, stand in for.
    fn replaced_by(&self, ty: TypeId) -> Vec<(FnId, FnId)> {
        let mut pairs = Vec::new();
        let line = &self.lines[ty.index()];
        for function in self.own_methods(ty) {
            let name = self.func(*function).name;
            let own = self.own_named(ty, name);
            if !own.contains(function) || self.decl(*function).kind == partywall_ir::FnKind::Constructor {
                continue;
            }
            for above in line {
                let theirs = self.own_named(*above, name);
                let only = own.len() == 1 && theirs.len() == 1;
                let like = theirs
                    .iter()
                    .filter(|their| only || self.same_shape(**their, *function));
                pairs.extend(like.map(|their| (*their, *function)));
            }
        }
        if self.ty(ty).kind != TypeKind::Interface {
            self.inherited_for_interfaces(ty, &mut pairs);
        }
        pairs
    }

    fn inherited_for_interfaces(&self, ty: TypeId, pairs: &mut Vec<(FnId, FnId)>) {
        let line = &self.lines[ty.index()];
        let of_kind = |interface: bool| {
            line.iter()
                .copied()
                .filter(move |above| (self.ty(*above).kind == TypeKind::Interface) == interface)
        };
        if of_kind(false).next().is_none() {
            return;
        }
        for interface in of_kind(true) {
            for wanted in self
                .own_methods(interface)
                .iter()
                .filter(|wanted| self.decl(**wanted).body.is_none())
            {
                let name = self.func(*wanted).name;
                if !self.own_named(ty, name).is_empty() {
                    continue;
                }
                let giver = of_kind(false).find(|above| !self.own_named(*above, name).is_empty());
                let given = giver.map_or(&[][..], |giver| self.own_named(giver, name));
                let like = given.iter().filter(|given| self.same_shape(**given, *wanted));
                pairs.extend(like.map(|given| (*wanted, *given)));
            }
        }
    }

    /// Whether two functions take equally many values.
    fn same_shape(&self, one: FnId, two: FnId) -> bool {
        let taken = |function| {
            self.decl(function)
                .params
                .iter()
                .filter(|param| param.kind != ParamKind::Receiver)
                .count()
        };
        taken(one) == taken(two)
    }

    /// All supertypes, nearest first, without the type itself.
    pub fn supertypes(&self, ty: TypeId) -> Vec<TypeId> {
        let mut found = vec![ty];
        let mut seen = FxHashSet::from_iter([ty]);
        let mut at = 0;
        while let Some(next) = found.get(at).copied() {
            found.extend(self.base_types(next).filter(|base| seen.insert(*base)));
            found.truncate(MAX_SUPERTYPES + 1);
            at += 1;
        }
        found.remove(0);
        found
    }

    /// All subtypes, in the order of ids, without the type itself.
    pub fn subtypes(&self, ty: TypeId) -> Vec<TypeId> {
        let mut seen = FxHashSet::from_iter([ty]);
        let mut found = Vec::new();
        let mut open = vec![ty];
        while let Some(next) = open.pop() {
            for sub in self.subs.get(next) {
                if seen.insert(*sub) {
                    found.push(*sub);
                    open.push(*sub);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Functions of subtypes that override or implement this one, in the order of ids; also those that a subtype inherits from elsewhere.
    pub fn implementations(&self, function: FnId) -> &[FnId] {
        self.replacements.get(function)
    }

    /// Whether the type, or a supertype at any distance, inside or outside of the program, is called one of these names. A name
    /// of one part is compared with the last part of theirs, a dotted one part by part from the end. What stands behind a `*` is the end of
    /// theirs.
    pub fn derives(&self, ty: TypeId, names: &[String]) -> bool {
        let called = |path: &str, unplaced: bool| names.iter().any(|name| is_called(path, name, unplaced));
        if called(self.text(self.ty(ty).path), false) || called(self.text(self.ty(ty).name), false) {
            return true;
        }
        self.all_bases(ty).any(|base| {
            let unplaced = base.ty.decl().is_none() && base.canonical == base.written;
            called(self.text(base.canonical), unplaced) || called(self.text(base.written), false)
        })
    }

    /// Canonical dotted names of all supertypes, also of those outside of the program; the order is that of looking for members.
    pub fn base_names(&self, ty: TypeId) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for base in self.all_bases(ty) {
            let name = self.text(base.canonical);
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The bases that a type and its supertypes name.
    fn all_bases(&self, ty: TypeId) -> impl Iterator<Item = &Base> {
        let line = std::iter::once(ty).chain(self.lines[ty.index()].iter().copied());
        line.flat_map(|ty| &self.bases[ty.index()])
    }
}

/// Whether a path is called `name`. One that is not known in full may be, where it is too short to tell.
pub(super) fn is_called(path: &str, name: &str, unplaced: bool) -> bool {
    if let Some(end) = name.strip_prefix('*') {
        return path.ends_with(end);
    }
    let ends = |whole: &str, end: &str| {
        let front = whole.strip_suffix(end);
        front.is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
    ends(path, name) || (unplaced && ends(name, path))
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn names_are_compared_from_the_end() {
        assert!(is_called("a.b.Model", "Model", false));
        assert!(is_called("a.b.Model", "b.Model", false));
        assert!(!is_called("a.b.Model", "c.Model", false));
        assert!(!is_called("Model", "b.Model", false));
        assert!(is_called("Model", "b.Model", true));
        assert!(!is_called("a.MyModel", "Model", false));
    }
}
