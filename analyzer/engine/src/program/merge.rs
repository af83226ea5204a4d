//! From declarations to types: which declarations are one type.
//!
//! Where files do not name modules, declarations of one path, kind and number of type parameters are parts of one type.
//! Everywhere else a declaration is a type, and an extension belongs to the type that its name means in its unit.

use std::cmp::Reverse;

use partywall_ir::{TypeDecl, TypeIx, TypeKind, Unit};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::places::{Place, Walk, Want};
use super::scope::{Decl, slot};
use super::tree::{NodeId, Tree};
use super::{Program, Scope, Sym, TypeId, TypeInfo, UnitId};

type PartKey = (NodeId, TypeKindKey, usize);
type TypeKindKey = u8;

impl Program {
    /// Enters modules and types into the tree, and merges partial declarations.
    pub(super) fn declare_types(&mut self, units: &[Unit]) {
        let mut parts: FxHashMap<PartKey, TypeId> = FxHashMap::default();
        for (at, unit) in units.iter().enumerate() {
            let modular = self.habits[slot(unit.language)].modular;
            let root = Tree::root(unit.language);
            let id = UnitId(number(at));
            if modular {
                let module = self.symbols.intern_parts(unit.text(unit.module));
                let node = self.tree.enter(root, &module, &mut self.symbols);
                if let Some(node) = node {
                    self.tree.node_mut(node).units.push(id);
                }
                self.scopes[at].module = Some(node.unwrap_or(root));
            }
            for (ix, decl) in (0..)
                .map(TypeIx)
                .zip(&unit.types)
                .filter(|(_, decl)| decl.kind != TypeKind::Extension)
            {
                let path = self.symbols.intern_parts(unit.text(decl.path));
                let node = self.tree.enter(root, &path, &mut self.symbols);
                let key = node
                    .filter(|_| !modular)
                    .map(|node| (node, decl.kind as u8, decl.type_params.len()));
                let known = key.and_then(|key| parts.get(&key).copied());
                let ty = known.unwrap_or_else(|| self.new_type(at, decl, node));
                if let Some(key) = key {
                    parts.insert(key, ty);
                    self.add_namespace(at, decl, node);
                }
                self.types[ty.index()].decls.push((id, ix));
                self.scopes[at].types[ix.index()] = Some(ty);
            }
        }
        for info in &mut self.types {
            let richness = |(unit, ix): &(UnitId, TypeIx)| {
                let decl = &units[unit.index()].types[ix.index()];
                (!decl.bases.is_empty(), decl.fields.len())
            };
            if let Some((main, _)) = info
                .decls
                .iter()
                .enumerate()
                .max_by_key(|(at, place)| (richness(place), Reverse(*at)))
            {
                info.decls[..=main].rotate_right(1);
            }
        }
    }

    /// Enters the names that stand for types beside these, where nothing else is called so there.
    pub(super) fn enter_made(&mut self, made: &[(TypeId, Sym)]) {
        for (ty, name) in made {
            let node = self.type_nodes.get(ty.index()).copied().flatten();
            let Some(holder) = node.and_then(|node| self.tree.node(node).parent) else {
                continue;
            };
            let entered = self.tree.enter(holder, &[*name], &mut self.symbols);
            if let Some(node) = entered.filter(|node| self.tree.node(*node).types.is_empty()) {
                self.tree.node_mut(node).types.push(*ty);
            }
        }
    }

    fn new_type(&mut self, unit: usize, decl: &TypeDecl, node: Option<NodeId>) -> TypeId {
        let scope = &self.scopes[unit];
        let ty = TypeId(number(self.types.len()));
        self.types.push(TypeInfo {
            name: scope.sym(decl.name),
            path: scope.sym(decl.path),
            kind: decl.kind,
            decls: Vec::new(),
            owner: decl
                .owner
                .and_then(|owner| scope.types.get(owner.index()).copied().flatten()),
            params: decl.type_params.iter().map(|param| scope.sym(param.name)).collect(),
        });
        self.type_nodes.push(node);
        if let Some(node) = node {
            self.tree.node_mut(node).types.push(ty);
        }
        ty
    }

    fn add_namespace(&mut self, unit: usize, decl: &TypeDecl, node: Option<NodeId>) {
        let holder = node
            .filter(|_| decl.owner.is_none())
            .and_then(|node| self.tree.node(node).parent);
        let namespaces = &mut self.scopes[unit].namespaces;
        if let Some(holder) = holder.filter(|holder| !namespaces.contains(holder)) {
            namespaces.push(holder);
        }
    }

    /// An extension without a base is only written where its type is the project's own: where that type is nowhere to be seen, a
    /// macro declares it, and it is taken to be declared beside its extension. Says whether there was one.
    pub(super) fn declare_extended(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.units.len() {
            let unit = UnitId(number(at));
            let root = Tree::root(self.scopes[at].language);
            if self.scopes[at].module.is_none_or(|module| module == root) {
                continue;
            }
            for ix in 0..self.units[at].types.len() {
                let decl = &self.units[at].types[ix];
                let name = self.units[at].text(decl.name);
                let candidate = decl.kind == TypeKind::Extension && decl.bases.is_empty() && !self.is_word(name);
                if !candidate || !matches!(self.extends(unit, decl), Extended::Unknown(_)) {
                    continue;
                }
                let parts = self.symbols.intern_parts(self.units[at].text(decl.path));
                if let Some(node) = self.tree.enter(root, &parts, &mut self.symbols) {
                    let ty = self.outside_type(at, TypeIx(number(ix)), self.tree.node(node).path);
                    self.type_nodes[ty.index()] = Some(node);
                    self.tree.node_mut(node).types.push(ty);
                    self.types[ty.index()].decls.push((unit, TypeIx(number(ix))));
                    self.scopes[at].types[ix] = Some(ty);
                    any = true;
                }
            }
        }
        any
    }

    /// Gives each extension its type.
    pub(super) fn merge_extensions(&mut self) {
        let targets: Vec<Vec<(TypeIx, Extended)>> = (0..self.units.len())
            .into_par_iter()
            .map(|at| self.extended(UnitId(number(at))))
            .collect();
        let mut outside: FxHashMap<(usize, Sym), TypeId> = FxHashMap::default();
        for (at, targets) in targets.into_iter().enumerate() {
            for (ix, target) in targets {
                let ty = match target {
                    Extended::Type(ty) => ty,
                    Extended::Outside(path) | Extended::Unknown(path) => {
                        let path = self.symbols.intern(&path);
                        let known = outside.get(&(slot(self.scopes[at].language), path)).copied();
                        known.unwrap_or_else(|| {
                            let ty = self.outside_type(at, ix, path);
                            outside.insert((slot(self.scopes[at].language), path), ty);
                            ty
                        })
                    }
                };
                self.types[ty.index()].decls.push((UnitId(number(at)), ix));
                self.scopes[at].types[ix.index()] = Some(ty);
            }
        }
        self.own_nested();
    }

    fn outside_type(&mut self, unit: usize, ix: TypeIx, path: Sym) -> TypeId {
        let scope = &self.scopes[unit];
        let decl = &self.units[unit].types[ix.index()];
        let ty = TypeId(number(self.types.len()));
        self.types.push(TypeInfo {
            name: scope.sym(decl.name),
            path,
            kind: TypeKind::Extension,
            decls: Vec::new(),
            owner: None,
            params: decl.type_params.iter().map(|param| scope.sym(param.name)).collect(),
        });
        self.type_nodes.push(None);
        ty
    }

    /// Types that stand in extensions could not know their owner before.
    fn own_nested(&mut self) {
        for (unit, scope) in self.units.iter().zip(&self.scopes) {
            for (decl, ty) in unit.types.iter().zip(&scope.types) {
                let owner = decl
                    .owner
                    .and_then(|owner| scope.types.get(owner.index()).copied().flatten());
                if let (Some(ty), Some(owner), true) = (ty, owner, decl.kind != TypeKind::Extension) {
                    self.types[ty.index()].owner = Some(owner).filter(|owner| owner != ty);
                }
            }
        }
    }

    fn extended(&self, unit: UnitId) -> Vec<(TypeIx, Extended)> {
        let decls = self.unit(unit).types.iter();
        let extensions = (0..)
            .map(TypeIx)
            .zip(decls)
            .filter(|(_, decl)| decl.kind == TypeKind::Extension);
        extensions.map(|(ix, decl)| (ix, self.extends(unit, decl))).collect()
    }

    fn extends(&self, unit: UnitId, decl: &TypeDecl) -> Extended {
        let scope = &self.scopes[unit.index()];
        let texts = self.unit(unit);
        let name = texts.text(decl.name);
        let place = |path: &str| {
            let parts: Option<Vec<Sym>> = path.split('.').map(|part| self.find(part)).collect();
            let mut walk = Walk::new(Want::Type);
            self.place(unit, Scope::default(), &parts?, &mut walk)
        };
        // What the frontend says the path is, then what the name means here, then the only type of that name.
        let written = self.exact_type(unit, texts.text(decl.path));
        let found = written.or_else(|| match place(name)? {
            Place::Type(ty) => Some(ty),
            _ => None,
        });
        if let Some(ty) = found {
            return Extended::Type(ty);
        }
        if let Some(Place::Outside(path)) = place(name) {
            return Extended::Outside(path);
        }
        let mut same = self
            .types_named(scope.sym(decl.name))
            .filter(|ty| self.language_of(*ty) == scope.language);
        match (same.next(), same.next()) {
            (Some(ty), None) if !self.is_word(name) => Extended::Type(ty),
            _ => Extended::Unknown(name.to_owned()),
        }
    }

    /// The type of exactly that path, the one nearest to a unit.
    fn exact_type(&self, unit: UnitId, path: &str) -> Option<TypeId> {
        let mut node = Tree::root(self.scopes[unit.index()].language);
        for part in path.split('.').filter(|part| !part.is_empty()) {
            node = self.tree.child(node, self.find(part)?)?;
        }
        self.choose(&self.tree.node(node).types, unit, &Walk::new(Want::Type))
    }

    /// The declared types of a name, before the tables of names are made.
    fn types_named(&self, name: Sym) -> impl Iterator<Item = TypeId> + '_ {
        self.names.types.get(name).iter().copied()
    }
}

/// What an extension adds to.
enum Extended {
    Type(TypeId),
    Outside(String),
    /// Nothing that we see; its name.
    Unknown(String),
}

impl Decl {
    /// The type that is declared.
    pub(super) fn ty(self) -> Option<TypeId> {
        match self {
            Self::Type(ty) => Some(ty),
            Self::Function(_) | Self::Global(_) => None,
        }
    }
}

pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
