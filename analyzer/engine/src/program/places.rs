//! Walking a dotted path from place to place: module to declaration, type to member.
//!
//! Imports and globs may go in circles: a walk never asks the same unit for the same name again while it waits for the answer,
//! and has fuel for so many questions only.

use partywall_ir::TypeKind;

use super::merge::number;
use super::scope::{Decl, Target, UnitScope, nearness};
use super::tree::NodeId;
use super::{FieldRef, FnId, Program, Sym, TypeId, UnitId};

/// Questions that one walk may ask of units.
const FUEL: u32 = 160;
/// Of so many candidates at most is the nearest one looked for.
const MAX_CANDIDATES: usize = 256;
/// Aliases of aliases are followed so far.
const MAX_ALIASES: usize = 16;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    Module(NodeId),
    Type(TypeId),
    Function(FnId),
    Global(UnitId, usize),
    Field(TypeId, FieldRef),
    /// Out of the program; its canonical path.
    Outside(String),
}

/// Whether only types count at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    Any,
    Type,
}

/// One walk.
pub(super) struct Walk {
    pub want: Want,
    /// The number of type arguments that stand behind the path.
    pub arity: usize,
    /// A type that the path cannot mean: the one whose base it names.
    pub skip: Option<TypeId>,
    fuel: u32,
    asked: Vec<(UnitId, Sym)>,
}

impl Walk {
    pub fn new(want: Want) -> Self {
        Self {
            want,
            arity: 0,
            skip: None,
            fuel: FUEL,
            asked: Vec::new(),
        }
    }

    /// Runs `f` unless the question is being asked already, or too many were.
    pub fn ask<R>(&mut self, unit: UnitId, name: Sym, f: impl FnOnce(&mut Self) -> Option<R>) -> Option<R> {
        if self.fuel == 0 || self.asked.contains(&(unit, name)) {
            return None;
        }
        self.fuel -= 1;
        self.asked.push((unit, name));
        let answer = f(self);
        self.asked.pop();
        answer
    }

    /// Runs `f` with another wish.
    pub fn wanting<R>(&mut self, want: Want, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.want, want);
        let answer = f(self);
        self.want = before;
        answer
    }

    /// Whether a place may be the end of the path.
    pub fn accepts(&self, place: &Place) -> bool {
        self.want == Want::Any || matches!(place, Place::Type(_) | Place::Outside(_) | Place::Global(..))
    }
}

impl Program {
    pub(super) fn scope_of(&self, unit: UnitId) -> &UnitScope {
        &self.scopes[unit.index()]
    }

    /// Follows a path from a place; `from` is the unit whose neighbourhood decides between equals.
    pub(super) fn walk(&self, start: Place, path: &[Sym], from: UnitId, walk: &mut Walk) -> Option<Place> {
        let mut place = start;
        for (at, name) in path.iter().enumerate() {
            if let Place::Outside(mut text) = place {
                for part in &path[at..] {
                    text.push('.');
                    text.push_str(self.text(*part));
                }
                return Some(Place::Outside(text));
            }
            let want = if at + 1 == path.len() { walk.want } else { Want::Any };
            let next = walk.wanting(want, |walk| self.step(&place, *name, from, walk));
            place = match next {
                Some(next) => next,
                None => return self.in_inner_module(&place, &path[at + 1..], from, walk),
            };
        }
        Some(place)
    }

    /// A module that is written inside of a file may not be seen, but what it declares is seen in the file.
    fn in_inner_module(&self, place: &Place, rest: &[Sym], from: UnitId, walk: &Walk) -> Option<Place> {
        let (Place::Module(node), [name]) = (place, rest) else {
            return None;
        };
        let units = self.nearest_units(&self.tree.node(*node).units, from);
        units.iter().find_map(|unit| self.declared(*unit, *name, walk))
    }

    fn step(&self, place: &Place, name: Sym, from: UnitId, walk: &mut Walk) -> Option<Place> {
        match place {
            Place::Module(node) => self
                .in_module(*node, name, from, walk)
                .or_else(|| self.beneath(*node, name, from)),
            Place::Type(ty) => self.in_type(*ty, name, walk),
            Place::Outside(text) => Some(Place::Outside(format!("{text}.{}", self.text(name)))),
            Place::Function(_) | Place::Global(..) | Place::Field(..) => None,
        }
    }

    /// What a module or namespace calls `name`.
    pub(super) fn in_module(&self, node: NodeId, name: Sym, from: UnitId, walk: &mut Walk) -> Option<Place> {
        let units = self.nearest_units(&self.tree.node(node).units, from);
        let child = |walk: &mut Walk| self.tree.child(node, name).map(|child| self.at_node(child, from, walk));
        let own = match &units[..] {
            // of several files of a module each has imports of its own, and what lies below is there for all of them
            [_, _, ..] => {
                let declared = units.iter().find_map(|unit| self.declared(*unit, name, walk));
                let found = declared.or_else(|| child(walk));
                found.or_else(|| units.iter().find_map(|unit| self.imported(*unit, name, walk)))
            }
            _ => units.iter().find_map(|unit| {
                self.declared(*unit, name, walk)
                    .or_else(|| self.imported(*unit, name, walk))
            }),
        };
        let found = own.or_else(|| child(walk));
        let found = found.or_else(|| {
            let mut units = units.iter();
            units.find_map(|unit| self.globbed(*unit, name, walk))
        });
        found.or_else(|| self.around_inner_module(node, name, from, walk))
    }

    /// A module without a file of its own may be written inside of its parent's: what that file declares and imports may be meant for it.
    fn around_inner_module(&self, node: NodeId, name: Sym, from: UnitId, walk: &mut Walk) -> Option<Place> {
        let inner = self.tree.node(node);
        let parent = inner.parent.filter(|_| inner.units.is_empty())?;
        let units = self.nearest_units(&self.tree.node(parent).units, from);
        let found = units.iter().find_map(|unit| {
            let declared = self.declared(*unit, name, walk);
            declared.or_else(|| {
                self.imported(*unit, name, walk)
                    .or_else(|| self.globbed(*unit, name, walk))
            })
        });
        match found {
            // A path that is relative to the inner module reads as one that leads nowhere.
            Some(Place::Outside(path)) => self.beneath(node, name, from).or(Some(Place::Outside(path))),
            found => found,
        }
    }

    /// The type of a node, else the module that it is.
    pub(super) fn at_node(&self, node: NodeId, from: UnitId, walk: &Walk) -> Place {
        self.choose(&self.tree.node(node).types, from, walk)
            .map_or(Place::Module(node), Place::Type)
    }

    /// Where part of the program is missing, a module may not tell what it holds: then the nearest type of that name below it.
    fn beneath(&self, node: NodeId, name: Sym, from: UnitId) -> Option<Place> {
        if self.tree.node(node).parent.is_none()
            || !self.habits[super::scope::slot(self.scope_of(from).language)].modular
        {
            return None;
        }
        let below = |ty: &TypeId| self.type_nodes[ty.index()].is_some_and(|at| self.tree.is_below(at, node));
        let types = self.names.types.get(name).iter().copied().take(MAX_CANDIDATES);
        let types: Vec<TypeId> = types.filter(|ty| below(ty) && self.ty(*ty).owner.is_none()).collect();
        self.choose(&types, from, &Walk::new(Want::Type)).map(Place::Type)
    }

    /// What the unit itself declares.
    pub(super) fn declared(&self, unit: UnitId, name: Sym, walk: &Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        scope.declared(name).next()?;
        let decls = || scope.declared(name);
        let types: Vec<TypeId> = decls().filter_map(Decl::ty).collect();
        if let Some(ty) = self.choose(&types, unit, walk) {
            return Some(Place::Type(ty));
        }
        let other = decls().find_map(|decl| match decl {
            Decl::Type(_) => None,
            Decl::Function(function) => Some(Place::Function(function)),
            Decl::Global(at) => Some(Place::Global(unit, at)),
        });
        other.filter(|place| walk.accepts(place))
    }

    /// What the unit imports by name; of several imports the first that leads into the program.
    pub(super) fn imported(&self, unit: UnitId, name: Sym, walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        scope.imported(name).next()?;
        walk.ask(unit, name, |walk| {
            let mut outside = None;
            for import in scope.imported(name) {
                match self.import_place(unit, import as usize, walk) {
                    Some(place @ Place::Outside(_)) => outside = outside.or(Some(place)),
                    Some(place) if self.skips(&place, walk) => {}
                    Some(place) => return Some(place),
                    None => {}
                }
            }
            outside
        })
    }

    /// What comes into the unit by a glob.
    pub(super) fn globbed(&self, unit: UnitId, name: Sym, walk: &mut Walk) -> Option<Place> {
        let globs = &self.scope_of(unit).globs;
        if globs.is_empty() {
            return None;
        }
        walk.ask(unit, name, |walk| {
            globs.iter().find_map(|import| self.by_glob(unit, *import, name, walk))
        })
    }

    fn by_glob(&self, unit: UnitId, import: u32, name: Sym, walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        match self.import_place(unit, import as usize, walk)? {
            Place::Module(node) if Some(node) == scope.module => None,
            Place::Module(node) => {
                let missing = self.tree.node(node).units.is_empty();
                let place = self.in_module(node, name, unit, walk);
                let place = place.or_else(|| if missing { self.beneath(node, name, unit) } else { None })?;
                let namespace = scope.module.is_none() && matches!(place, Place::Module(_));
                (!namespace && !self.skips(&place, walk)).then_some(place)
            }
            // all names of what a macro makes are not known, but a glob brings in no name that is not there
            Place::Type(ty) if self.ty(ty).name == name => Some(Place::Type(ty)),
            Place::Type(ty) => self.known_in_type(ty, name, walk),
            _ => None,
        }
    }

    /// What an import brings in that is written in a function, or in the one around it.
    pub(super) fn imported_inside(&self, unit: UnitId, function: FnId, name: Sym, walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        if scope.inner.is_empty() {
            return None;
        }
        let around = std::iter::successors(Some(function), |at| self.func(*at).parent).take(MAX_CANDIDATES);
        let outermost = around.last().filter(|at| self.func(*at).unit == unit)?;
        let of = self.func(outermost).ix;
        walk.ask(unit, name, |walk| {
            let named = scope.inside(of).find_map(|at| {
                let local = self.unit(unit).imports.get(at as usize)?;
                let called = !local.glob && scope.sym(local.local) == name;
                called.then(|| self.import_place(unit, at as usize, walk)).flatten()
            });
            let globs = |at: &u32| {
                self.unit(unit)
                    .imports
                    .get(*at as usize)
                    .is_some_and(|import| import.glob)
            };
            named.or_else(|| {
                scope
                    .inside(of)
                    .filter(globs)
                    .find_map(|at| self.by_glob(unit, at, name, walk))
            })
        })
        .filter(|place| walk.accepts(place) && !self.skips(place, walk))
    }

    fn skips(&self, place: &Place, walk: &Walk) -> bool {
        matches!(place, Place::Type(ty) if Some(*ty) == walk.skip)
    }

    /// What a type calls `name`, itself or by its bases.
    pub(super) fn in_type(&self, ty: TypeId, name: Sym, walk: &Walk) -> Option<Place> {
        let known = self.known_in_type(ty, name, walk);
        // A macro makes more of its declaration than can be read in it: modules and types with the same members.
        known.or_else(|| (self.ty(ty).kind == TypeKind::Macro).then_some(Place::Type(ty)))
    }

    /// The same, without what a macro may make besides.
    fn known_in_type(&self, ty: TypeId, name: Sym, walk: &Walk) -> Option<Place> {
        let nested = self.nested(ty, name).map(Place::Type);
        let place = nested.or_else(|| self.field(ty, name).map(|field| Place::Field(ty, field)));
        let place = place.or_else(|| self.methods(ty, name).first().copied().map(Place::Function));
        place.filter(|place| walk.accepts(place))
    }

    /// The type that fits best: as many type parameters as asked for, then nearness, then the first.
    pub(super) fn choose(&self, types: &[TypeId], from: UnitId, walk: &Walk) -> Option<TypeId> {
        if let [one] = types {
            return Some(*one).filter(|one| Some(*one) != walk.skip);
        }
        let here = &self.unit(from).path;
        let rank = |ty: TypeId| {
            let info = self.ty(ty);
            let near = info
                .decls
                .first()
                .map_or(0, |(unit, _)| nearness(here, &self.unit(*unit).path));
            (info.params.len() == walk.arity, near)
        };
        let candidates = types
            .iter()
            .copied()
            .take(MAX_CANDIDATES)
            .filter(|ty| Some(*ty) != walk.skip);
        candidates.rev_max_by_key(rank)
    }

    /// The units nearest to another one; several when they are equally near.
    pub(super) fn nearest_units(&self, units: &[UnitId], from: UnitId) -> Vec<UnitId> {
        if units.len() < 2 {
            return units.to_vec();
        }
        let near = |unit: &UnitId| nearness(&self.unit(from).path, &self.unit(*unit).path);
        let units = &units[..units.len().min(MAX_CANDIDATES)];
        let best = units.iter().map(near).max();
        units.iter().copied().filter(|unit| Some(near(unit)) == best).collect()
    }

    /// The function of that name nearest to a unit.
    pub(super) fn nearest_function(&self, functions: &[FnId], from: UnitId) -> Option<FnId> {
        let near = |function: FnId| nearness(&self.unit(from).path, &self.unit(self.func(function).unit).path);
        functions.iter().copied().take(MAX_CANDIDATES).rev_max_by_key(near)
    }

    /// The type that an alias stands for, where that is a type of the program; else the type itself.
    pub(super) fn follow(&self, ty: TypeId) -> TypeId {
        let mut at = ty;
        for _ in 0..MAX_ALIASES {
            let info = self.ty(at);
            let target = self
                .bases
                .get(at.index())
                .and_then(|bases| bases.first())
                .and_then(|base| base.ty.decl());
            match target {
                Some(target) if info.kind == TypeKind::Alias => at = target,
                _ => break,
            }
        }
        at
    }

    pub(super) fn language_of(&self, ty: TypeId) -> partywall_ir::Language {
        let unit = self.ty(ty).decls.first().map_or(UnitId(0), |(unit, _)| *unit);
        self.scope_of(unit).language
    }

    pub(super) fn unit_ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..number(self.units.len())).map(UnitId)
    }
}

impl Target {
    pub(super) fn place(self, program: &Program) -> Place {
        match self {
            Self::Module(node) => Place::Module(node),
            Self::Type(ty) => Place::Type(ty),
            Self::Function(function) => Place::Function(function),
            Self::Global(unit, at) => Place::Global(unit, at),
            Self::Field(field) => Place::Field(field.owner, field),
            Self::Outside(path) => Place::Outside(program.text(path).to_owned()),
        }
    }
}

/// The first of the greatest, where the standard library gives the last.
trait FirstMax: Iterator + Sized {
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(Self::Item) -> K) -> Option<Self::Item>
    where
        Self::Item: Copy,
    {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let rank = key(item);
            if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                best = Some((rank, item));
            }
        }
        best.map(|(_, item)| item)
    }
}

impl<I: Iterator> FirstMax for I {}
