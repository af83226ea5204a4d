//! The tree of dotted names: modules, namespaces, and the types in them; one tree for each language.

use partywall_ir::Language;
use rustc_hash::FxHashMap;

use super::symbols::{MADE, Symbols};
use super::{Sym, TypeId, UnitId};

/// A path of more parts has no place in the tree: nothing is found by it.
const MAX_PARTS: usize = 48;

/// A place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

/// A dotted name and what is called so.
pub(super) struct Node {
    pub parent: Option<NodeId>,
    /// The whole dotted name.
    pub path: Sym,
    /// Types of that path, in the order of ids.
    pub types: Vec<TypeId>,
    /// Units that are the module of that name.
    pub units: Vec<UnitId>,
}

/// All dotted names that something declared has.
pub(super) struct Tree {
    nodes: Vec<Node>,
    children: FxHashMap<(NodeId, Sym), NodeId>,
}

impl Tree {
    /// A root for each language, so that nothing of one is found from another.
    pub fn new(symbols: &mut Symbols) -> Self {
        let path = symbols.intern("");
        symbols.intern(MADE);
        let root = || Node {
            parent: None,
            path,
            types: Vec::new(),
            units: Vec::new(),
        };
        Self {
            nodes: Language::ALL.iter().map(|_| root()).collect(),
            children: FxHashMap::default(),
        }
    }

    /// The root of a language.
    pub fn root(language: Language) -> NodeId {
        NodeId(
            Language::ALL
                .iter()
                .zip(0..)
                .find_map(|(known, at)| (*known == language).then_some(at))
                .unwrap_or(0),
        )
    }

    /// A node.
    pub fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.0 as usize]
    }

    /// A node, to add to.
    pub fn node_mut(&mut self, node: NodeId) -> &mut Node {
        &mut self.nodes[node.0 as usize]
    }

    /// What is called `name` directly below a node.
    pub fn child(&self, node: NodeId, name: Sym) -> Option<NodeId> {
        self.children.get(&(node, name)).copied()
    }

    /// The node below which everything of the same first part stands; none for a root.
    pub fn top(&self, node: NodeId) -> Option<NodeId> {
        let mut top = None;
        let mut at = node;
        while let Some(parent) = self.node(at).parent {
            top = Some(at);
            at = parent;
        }
        top
    }

    /// The node itself and what holds it, the root last.
    pub fn outward(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |at| self.node(*at).parent)
    }

    /// Whether a node is `above` or below it.
    pub fn is_below(&self, node: NodeId, above: NodeId) -> bool {
        self.outward(node).any(|at| at == above)
    }

    /// The node of a path, made where it is not there yet.
    pub fn enter(&mut self, root: NodeId, parts: &[Sym], symbols: &mut Symbols) -> Option<NodeId> {
        if parts.len() > MAX_PARTS {
            return None;
        }
        let mut at = root;
        for part in parts {
            at = match self.child(at, *part) {
                Some(child) => child,
                None => self.add(at, *part, symbols),
            };
        }
        Some(at)
    }

    fn add(&mut self, parent: NodeId, name: Sym, symbols: &mut Symbols) -> NodeId {
        let above = symbols.text(self.node(parent).path);
        let path = if above.is_empty() {
            name
        } else {
            symbols.intern(&format!("{above}.{}", symbols.text(name)))
        };
        let node = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            parent: Some(parent),
            path,
            types: Vec::new(),
            units: Vec::new(),
        });
        self.children.insert((parent, name), node);
        node
    }
}
