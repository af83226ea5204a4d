//! What an import leads to, in the program or out of it.

use partywall_ir::Language;
use rayon::prelude::*;

use super::merge::number;
use super::places::{Place, Walk, Want};
use super::scope::{ImportScope, Target, slot};
use super::tree::{NodeId, Tree};
use super::{Program, Sym, UnitId};

/// Roots that are tried for a unit that stands under none of those that fit.
const MAX_ROOTS: usize = 64;

impl Program {
    /// Learns roots, then links every import; again from the start where that was done before.
    pub(super) fn link_imports(&mut self) {
        for import in self.scopes.iter_mut().flat_map(|scope| &mut scope.imports) {
            import.target = None;
        }
        self.learn();
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
            if import.dots == 0 {
                return self.relative(unit, base, &import.parts, rest, walk);
            }
            self.walk(Place::Module(base), rest, unit, walk)
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

    /// What a path means that has a relative head, which stands for `base`.
    pub(super) fn relative(
        &self,
        unit: UnitId,
        base: NodeId,
        path: &[Sym],
        rest: &[Sym],
        walk: &mut Walk,
    ) -> Option<Place> {
        let found = self.walk(Place::Module(base), rest, unit, walk);
        if found.is_some() || rest.is_empty() {
            return found;
        }
        let module = self.scope_of(unit).module?;
        if path.first().copied() != self.heads.krate {
            // In a module that is written inside of its parent's file, the parent is the file.
            return self.walk(Place::Module(module), rest, unit, walk);
        }
        // A folder may be a crate of its own without its name showing it.
        let mut around = self
            .tree
            .outward(module)
            .filter(|at| self.tree.node(*at).parent.is_some());
        around.find_map(|at| self.walk(Place::Module(at), rest, unit, walk))
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
        let alias = |walk: &mut Walk| {
            let node = *self.roots.heads.get(&(slot(scope.language), *head))?;
            (!rest.is_empty())
                .then(|| self.walk(Place::Module(node), rest, unit, walk))
                .flatten()
        };
        let beside = |walk: &mut Walk| {
            self.module_beside(unit, *head)?;
            self.walk(Place::Module(module), path, unit, walk)
        };
        // the whole path of a module, as it is called where nothing says where paths count from
        let top = Tree::root(scope.language);
        let whole = |walk: &mut Walk| self.under_root(top, path, unit, walk);
        tried
            .or_else(|| beside(walk))
            .or_else(|| alias(walk))
            .or_else(|| whole(walk))
    }

    /// The module inside of the unit's own that a head may mean, where paths to it need no dots.
    pub(super) fn module_beside(&self, unit: UnitId, head: Sym) -> Option<NodeId> {
        let scope = self.scope_of(unit);
        self.tree
            .child(scope.module?, head)
            .filter(|_| !self.habits[slot(scope.language)].dots)
    }

    fn under_root(&self, root: NodeId, path: &[Sym], unit: UnitId, walk: &mut Walk) -> Option<Place> {
        self.tree.child(root, *path.first()?)?;
        self.walk(Place::Module(root), path, unit, walk)
    }

    /// Where files do not name modules, an alias may count from what the other imports bring in.
    fn beside_globs(&self, unit: UnitId, at: usize, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let (head, rest) = path.split_first()?;
        let alias = !self.unit(unit).imports.get(at)?.glob && self.scope_of(unit).module.is_none();
        let head = if alias {
            self.globbed(unit, *head, walk)?
        } else {
            return None;
        };
        self.walk(head, rest, unit, walk)
    }

    /// Where files do not name modules, a path may count from any namespace around the file's declarations.
    fn in_scope_of_file(&self, unit: UnitId, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        let around = scope.namespaces.iter().flat_map(|node| self.tree.outward(*node));
        let mut around = around.chain(std::iter::once(Tree::root(scope.language)));
        around.find_map(|node| self.under_root(node, path, unit, walk))
    }

    pub(super) fn root_language(&self, node: NodeId) -> Language {
        let root = self.tree.outward(node).last().unwrap_or(node);
        Language::ALL
            .into_iter()
            .find(|language| Tree::root(*language) == root)
            .unwrap_or(Language::ALL[0])
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
