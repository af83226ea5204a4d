//! Where absolute paths count from.
//!
//! A project's folders are not always where its own imports count from. Which folders they do count from, and which heads of
//! paths stand for a part of the project, is learnt from the imports themselves.

use rustc_hash::{FxHashMap, FxHashSet};

use super::places::{Place, Walk, Want};
use super::scope::slot;
use super::tree::{NodeId, Tree};
use super::{Program, Sym, UnitId};

/// So many imports of a head are looked at.
const MAX_SAMPLES: usize = 64;
/// So many meanings of a head are weighed.
const MAX_MEANINGS: usize = 24;

/// Where absolute paths count from.
#[derive(Default)]
pub(super) struct Roots {
    /// Folders that absolute paths count from.
    pub known: FxHashSet<NodeId>,
    /// The same, in the order they were met.
    pub order: Vec<NodeId>,
    /// What a head stands for that is found under none of them.
    pub heads: FxHashMap<(usize, Sym), NodeId>,
}

/// Imports that begin with the same unknown head.
#[derive(Default)]
struct Samples {
    imports: Vec<(UnitId, usize)>,
    /// What the head may stand for, each with whether its name speaks for it.
    meanings: Vec<(NodeId, bool)>,
}

impl Program {
    /// Learns roots, then heads by means of them.
    pub(super) fn learn(&mut self) {
        self.roots = self.learn_roots();
        self.roots.heads = self.learn_heads();
    }

    /// A folder around a unit is a root when it is no module itself and two parts of one of the unit's imports are found under it.
    fn learn_roots(&self) -> Roots {
        let mut roots = Roots::default();
        let mut seen: FxHashSet<(NodeId, Sym, Sym)> = FxHashSet::default();
        // imports that no folder around their unit explains, each with the module that would
        let mut inside: Vec<(NodeId, Sym, Sym)> = Vec::new();
        for unit in self.unit_ids() {
            let scope = self.scope_of(unit);
            let Some(module) = scope.module else { continue };
            for import in scope.imports.iter().filter(|import| import.dots == 0) {
                let [head, second, ..] = *import.parts else { continue };
                for at in self.tree.outward(module) {
                    let node = self.tree.node(at);
                    let package = !node.units.is_empty() && node.parent.is_some();
                    let fresh = !roots.known.contains(&at) && seen.insert((at, head, second));
                    if !fresh || !self.two_deep(at, head, second) {
                        continue;
                    }
                    if package {
                        inside.push((at, head, second));
                    } else {
                        roots.known.insert(at);
                        roots.order.push(at);
                    }
                }
            }
        }
        self.add_inner_roots(&mut roots, inside);
        roots
    }

    /// A module is a root for what is found under it and under no root around it, where imports beside need dots.
    fn add_inner_roots(&self, roots: &mut Roots, inside: Vec<(NodeId, Sym, Sym)>) {
        for (at, head, second) in inside {
            let dots = self.habits[slot(self.root_language(at))].dots;
            let mut around = self.tree.outward(at).skip(1);
            let explained = around.any(|outer| roots.known.contains(&outer) && self.two_deep(outer, head, second));
            if dots && !explained && roots.known.insert(at) {
                roots.order.push(at);
            }
        }
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

    /// A head that is found under no root stands for what most of the imports that begin with it are found in; where the name
    /// speaks for it, some are enough.
    fn learn_heads(&self) -> FxHashMap<(usize, Sym), NodeId> {
        let mut samples: FxHashMap<(usize, Sym), Samples> = FxHashMap::default();
        let mut order = Vec::new();
        for unit in self.unit_ids() {
            let scope = self.scope_of(unit);
            let Some(module) = scope.module else { continue };
            let root = Tree::root(scope.language);
            for (at, import) in scope.imports.iter().enumerate() {
                let [head, _, ..] = *import.parts else { continue };
                let relative = import.dots > 0 || self.relative_head(module, &import.parts).is_some();
                if relative || self.tree.child(root, head).or(self.module_beside(unit, head)).is_some() {
                    continue;
                }
                let key = (slot(scope.language), head);
                let known = samples.entry(key).or_insert_with(|| {
                    order.push(key);
                    Samples {
                        imports: Vec::new(),
                        meanings: self.named_like(root, head),
                    }
                });
                if known.imports.len() < MAX_SAMPLES {
                    known.imports.push((unit, at));
                    self.add_meanings(&mut known.meanings, root, module, head);
                }
            }
        }
        let found = order
            .into_iter()
            .filter_map(|key| Some((key, self.weigh(&samples[&key])?)));
        found.collect()
    }

    /// Modules at the top whose name is the end of the head's, the longest first: `db` for `shop_db`.
    fn named_like(&self, root: NodeId, head: Sym) -> Vec<(NodeId, bool)> {
        let ends = self
            .text(head)
            .match_indices('_')
            .map(|(at, _)| at + 1)
            .take(MAX_MEANINGS);
        let nodes = ends.filter_map(|at| self.tree.child(root, self.find(self.text(head).get(at..)?)?));
        nodes.map(|node| (node, true)).collect()
    }

    /// What else the head may stand for in a module: the root, what the module's own path begins with, and modules around that are
    /// called so.
    fn add_meanings(&self, meanings: &mut Vec<(NodeId, bool)>, root: NodeId, module: NodeId, head: Sym) {
        let top = self.tree.top(module);
        let unnamed = self.heads.krate.and_then(|krate| self.tree.child(root, krate));
        let inside = self.tree.outward(module).filter_map(|at| self.tree.child(at, head));
        for node in [Some(root), top, unnamed].into_iter().flatten().chain(inside) {
            if meanings.len() < MAX_MEANINGS && !meanings.iter().any(|(known, _)| *known == node) {
                meanings.push((node, false));
            }
        }
    }

    fn weigh(&self, samples: &Samples) -> Option<NodeId> {
        let holds = |(node, named): &(NodeId, bool)| {
            // Under the root itself a single name is no evidence.
            let least = if self.tree.node(*node).parent.is_some() { 2 } else { 3 };
            let (mut all, mut found) = (0, 0);
            for (unit, at) in &samples.imports {
                let path = &self.scope_of(*unit).imports[*at].parts;
                let place = self.walk(Place::Module(*node), &path[1..], *unit, &mut Walk::new(Want::Any));
                all += 1;
                found += usize::from(path.len() >= least && !matches!(place, None | Some(Place::Outside(_))));
            }
            if *named { found * 4 >= all } else { found * 2 > all }
        };
        samples
            .meanings
            .iter()
            .find(|meaning| holds(meaning))
            .map(|(node, _)| *node)
    }
}
