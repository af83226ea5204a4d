//! What an import leads to, in the program or out of it.
//!
//! A project's folders are not always where its own imports count from. Which folders they do count from, and which head of
//! a path stands for the project itself, is learnt from the imports: a root is what several parts of some import can be found under.

use partywall_ir::Language;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::number;
use super::places::{Place, Walk, Want};
use super::scope::{ImportScope, Target, slot};
use super::tree::{NodeId, Tree};
use super::{Program, Sym, UnitId};

/// Roots that are tried for a unit that stands under none of those that fit.
const MAX_ROOTS: usize = 64;

/// Where absolute paths count from.
#[derive(Default)]
pub(super) struct Roots {
    /// Folders that absolute paths count from, besides the root of the tree.
    known: FxHashSet<NodeId>,
    /// The same, in the order they were met.
    order: Vec<NodeId>,
    /// What a head stands for that is found under none of them.
    heads: FxHashMap<(usize, Sym), NodeId>,
}

impl Program {
    /// Learns roots, then links every import; again from the start where that was done before.
    pub(super) fn link_imports(&mut self) {
        for import in self.scopes.iter_mut().flat_map(|scope| &mut scope.imports) {
            import.target = None;
        }
        self.roots = self.learn_roots();
        self.roots.heads = self.learn_heads();
        // Globs first: every other import may ask many of them.
        self.link_some(true);
        self.link_some(false);
    }

    fn link_some(&mut self, globs: bool) {
        let targets: Vec<Vec<(usize, Place)>> = (0..self.units.len())
            .into_par_iter()
            .map(|at| {
                let imports = self.units[at]
                    .imports
                    .iter()
                    .enumerate()
                    .filter(|(_, import)| import.glob == globs);
                imports
                    .map(|(import, _)| (import, self.link_import(UnitId(number(at)), import)))
                    .collect()
            })
            .collect();
        for (scope, places) in self.scopes.iter_mut().zip(targets) {
            for (import, place) in places {
                scope.imports[import].target = Some(match place {
                    Place::Module(node) => Target::Module(node),
                    Place::Type(ty) => Target::Type(ty),
                    Place::Function(function) => Target::Function(function),
                    Place::Global(unit, at) => Target::Global(unit, at),
                    Place::Field(_, field) => Target::Field(field),
                    Place::Outside(path) => Target::Outside(self.symbols.intern(&path)),
                });
            }
        }
    }

    fn link_import(&self, unit: UnitId, import: usize) -> Place {
        let scope = self.scope_of(unit);
        let local = scope.sym(self.unit(unit).imports[import].local);
        let mut walk = Walk::new(Want::Any);
        let place = walk.ask(unit, local, |walk| self.import_place(unit, import, walk));
        place.unwrap_or_else(|| Place::Outside(self.import_text(unit, &scope.imports[import])))
    }

    /// What an import leads to.
    pub(super) fn import_place(&self, unit: UnitId, at: usize, walk: &mut Walk) -> Option<Place> {
        let import = self.scope_of(unit).imports.get(at)?;
        if let Some(target) = import.target {
            return Some(target.place(self));
        }
        let place = walk.wanting(Want::Any, |walk| {
            let Some((base, rest)) = self.anchor(unit, import) else {
                let found = self.absolute(unit, &import.parts, walk);
                return found.or_else(|| self.beside_globs(unit, at, &import.parts, walk));
            };
            let found = self.walk(Place::Module(base), rest, unit, walk);
            // In a module that is written inside of its parent's file, the parent is the file.
            let inner = self
                .scope_of(unit)
                .module
                .filter(|_| import.dots == 0 && !rest.is_empty());
            found.or_else(|| self.walk(Place::Module(inner?), rest, unit, walk))
        });
        Some(place.unwrap_or_else(|| Place::Outside(self.import_text(unit, import))))
    }

    /// The module that a relative import counts from, and what is left of the path.
    fn anchor<'a>(&self, unit: UnitId, import: &'a ImportScope) -> Option<(NodeId, &'a [Sym])> {
        let scope = self.scope_of(unit);
        let module = scope.module?;
        if import.dots == 0 {
            let (node, used) = self.relative_head(module, &import.parts)?;
            return Some((node, &import.parts[used..]));
        }
        let ups = import.dots - usize::from(scope.is_folder);
        Some((self.tree.outward(module).nth(ups)?, &import.parts))
    }

    /// What the heads `crate`, `self` and `super` stand for in a module, and how many parts they are.
    pub(super) fn relative_head(&self, module: NodeId, path: &[Sym]) -> Option<(NodeId, usize)> {
        let heads = &self.heads;
        let first = path.first().copied();
        let mut used = 1;
        let mut node = match first? {
            head if Some(head) == heads.krate => self.tree.top(module)?,
            head if Some(head) == heads.this => module,
            head if Some(head) == heads.above => self.tree.node(module).parent?,
            _ => return None,
        };
        while first != heads.krate && path.get(used).is_some_and(|part| Some(*part) == heads.above) {
            node = self.tree.node(node).parent?;
            used += 1;
        }
        Some((node, used))
    }

    /// What a path means that counts from a root.
    pub(super) fn absolute(&self, unit: UnitId, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        let (head, rest) = path.split_first()?;
        let Some(module) = scope.module else {
            return self.in_scope_of_file(unit, path, walk);
        };
        for at in self.tree.outward(module).filter(|at| self.roots.known.contains(at)) {
            if let Some(place) = self.under_root(at, path, unit, walk) {
                return Some(place);
            }
        }
        let others = self
            .roots
            .order
            .iter()
            .filter(|at| slot(self.root_language(**at)) == slot(scope.language));
        let tried = others
            .take(MAX_ROOTS)
            .find_map(|at| self.under_root(*at, path, unit, walk));
        let alias = || {
            let node = *self.roots.heads.get(&(slot(scope.language), *head))?;
            (!rest.is_empty())
                .then(|| self.walk(Place::Module(node), rest, unit, walk))
                .flatten()
        };
        let beside = |walk: &mut Walk| {
            let implicit = !self.habits[slot(scope.language)].dots;
            self.tree.child(module, *head).filter(|_| implicit)?;
            self.walk(Place::Module(module), path, unit, walk)
        };
        let found = tried.or_else(alias);
        found.or_else(|| beside(walk))
    }

    fn under_root(&self, root: NodeId, path: &[Sym], unit: UnitId, walk: &mut Walk) -> Option<Place> {
        self.tree.child(root, *path.first()?)?;
        self.walk(Place::Module(root), path, unit, walk)
    }

    /// Where files do not name modules, an alias may count from what the other imports bring in.
    fn beside_globs(&self, unit: UnitId, at: usize, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let (head, rest) = path.split_first()?;
        let alias = !self.unit(unit).imports.get(at)?.glob && self.scope_of(unit).module.is_none();
        let head = walk.ask(
            unit,
            *head,
            |walk| if alias { self.globbed(unit, *head, walk) } else { None },
        )?;
        self.walk(head, rest, unit, walk)
    }

    /// Where files do not name modules, a path may count from any namespace around the file's declarations.
    fn in_scope_of_file(&self, unit: UnitId, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        let around = scope.namespaces.iter().flat_map(|node| self.tree.outward(*node));
        let mut around = around.chain(std::iter::once(Tree::root(scope.language)));
        around.find_map(|node| self.under_root(node, path, unit, walk))
    }

    fn root_language(&self, node: NodeId) -> Language {
        let root = self.tree.outward(node).last().unwrap_or(node);
        Language::ALL
            .into_iter()
            .find(|language| Tree::root(*language) == root)
            .unwrap_or(Language::ALL[0])
    }

    /// A folder around a unit is a root when it is no module itself and two parts of one of the unit's imports are found under it.
    fn learn_roots(&self) -> Roots {
        let mut roots = Roots::default();
        let mut seen: FxHashSet<(NodeId, Sym, Sym)> = FxHashSet::default();
        for unit in self.unit_ids() {
            let scope = self.scope_of(unit);
            let Some(module) = scope.module else { continue };
            for import in scope.imports.iter().filter(|import| import.dots == 0) {
                let [head, second, ..] = *import.parts else { continue };
                for at in self.tree.outward(module) {
                    let node = self.tree.node(at);
                    let package = !node.units.is_empty() && node.parent.is_some();
                    let fresh = !package && !roots.known.contains(&at) && seen.insert((at, head, second));
                    if fresh && self.two_deep(at, head, second) {
                        roots.known.insert(at);
                        roots.order.push(at);
                    }
                }
            }
        }
        roots
    }

    fn two_deep(&self, root: NodeId, head: Sym, second: Sym) -> bool {
        let Some(node) = self.tree.child(root, head) else {
            return false;
        };
        let declares = |unit: &UnitId| {
            let scope = self.scope_of(*unit);
            scope.declared(second).next().is_some() || (scope.is_folder && scope.imported(second).next().is_some())
        };
        self.tree.child(node, second).is_some() || self.tree.node(node).units.iter().take(4).any(declares)
    }

    /// A head that is found under no root is the project's own name, or that of a module inside of it, when most of the imports that
    /// begin with it are found there.
    fn learn_heads(&self) -> FxHashMap<(usize, Sym), NodeId> {
        let mut counts: FxHashMap<(usize, Sym, NodeId), (u32, u32)> = FxHashMap::default();
        let mut order = Vec::new();
        for unit in self.unit_ids() {
            let scope = self.scope_of(unit);
            let Some(module) = scope.module else { continue };
            let root = Tree::root(scope.language);
            for import in scope
                .imports
                .iter()
                .filter(|import| import.dots == 0 && import.parts.len() >= 3)
            {
                let head = import.parts[0];
                let relative = self.relative_head(module, &import.parts).is_some();
                if relative || self.tree.child(root, head).is_some() {
                    continue;
                }
                let inside = self.tree.outward(module).filter_map(|at| self.tree.child(at, head));
                for base in [Some(root), self.tree.top(module)].into_iter().flatten().chain(inside) {
                    let key = (slot(scope.language), head, base);
                    let count = counts.entry(key).or_insert_with(|| {
                        order.push(key);
                        (0, 0)
                    });
                    count.0 += 1;
                    count.1 += u32::from(self.two_deep(base, import.parts[1], import.parts[2]));
                }
            }
        }
        let mut heads = FxHashMap::default();
        for key in order {
            let (all, found) = counts[&key];
            if found * 2 > all {
                heads.entry((key.0, key.1)).or_insert(key.2);
            }
        }
        heads
    }

    /// The canonical text of an import's path.
    fn import_text(&self, unit: UnitId, import: &ImportScope) -> String {
        let (base, rest) = match self.anchor(unit, import) {
            Some((node, rest)) => (self.text(self.tree.node(node).path), rest),
            None => ("", &*import.parts),
        };
        let mut text = base.to_owned();
        for part in rest {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(self.text(*part));
        }
        text
    }
}
