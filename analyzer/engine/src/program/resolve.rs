//! What a name means at a place: the order in which scopes are asked.

use partywall_ir::{FnKind, TypeDecl, TypeParam};

use super::merge::number;
use super::places::{Place, Walk, Want};
use super::scope::slot;
use super::tree::Tree;
use super::{Def, FnId, Program, Scope, Sym, TypeId, UnitId};

/// Functions in functions, and types in types, are looked through so far outwards.
const MAX_NESTING: usize = 64;

/// Symbols of the heads that mean something everywhere.
#[derive(Default)]
pub(super) struct Heads {
    pub krate: Option<Sym>,
    pub this: Option<Sym>,
    pub above: Option<Sym>,
    pub own_type: Option<Sym>,
}

impl Program {
    /// What a dotted path means at a place. Locals are the caller's business; a type parameter means nothing.
    pub fn resolve(&self, unit: UnitId, within: Scope, path: &[Sym]) -> Option<Def> {
        self.def(self.place(unit, within, path, &mut Walk::new(Want::Any))?)
    }

    fn def(&self, place: Place) -> Option<Def> {
        Some(match place {
            Place::Module(node) => Def::Module(self.tree.node(node).path),
            Place::Type(ty) => Def::Type(self.follow(ty)),
            Place::Function(function) => Def::Function(function),
            Place::Global(unit, at) => Def::Global(unit, at),
            Place::Field(ty, field) => Def::Field(ty, field),
            Place::Outside(path) => Def::Import(self.find(&path)?),
        })
    }

    /// The full dotted text that a path stands for in a unit after imports, in the program or outside of it. What follows
    /// the last part that is known is kept; where nothing is known, so is the whole path.
    pub fn canonical(&self, unit: UnitId, path: &str) -> String {
        let parts: Vec<&str> = path.split('.').collect();
        let known: Vec<Sym> = parts.iter().map_while(|part| self.find(part)).collect();
        for used in (1..=known.len()).rev() {
            let place = self.place(unit, Scope::default(), &known[..used], &mut Walk::new(Want::Any));
            let Some(mut text) = place.and_then(|place| self.place_text(&place)) else {
                continue;
            };
            for part in &parts[used..] {
                text.push('.');
                text.push_str(part);
            }
            return text;
        }
        path.to_owned()
    }

    fn place_text(&self, place: &Place) -> Option<String> {
        let member = |ty: TypeId, name: &str| format!("{}.{name}", self.text(self.ty(ty).path));
        let in_unit = |unit: UnitId, name: &str| match self.text(self.module_path(unit)) {
            "" => name.to_owned(),
            module => format!("{module}.{name}"),
        };
        Some(match place {
            Place::Module(node) => self.text(self.tree.node(*node).path).to_owned(),
            Place::Type(ty) => self.text(self.ty(self.follow(*ty)).path).to_owned(),
            Place::Function(function) => {
                let info = self.func(*function);
                let name = self.text(info.name);
                info.owner
                    .map_or_else(|| in_unit(info.unit, name), |owner| member(owner, name))
            }
            Place::Global(unit, at) => in_unit(*unit, self.unit(*unit).text(self.unit(*unit).globals.get(*at)?.name)),
            Place::Field(_, field) => member(field.owner, self.unit(field.unit).text(self.field_decl(*field).name)),
            Place::Outside(path) => path.clone(),
        })
    }

    /// The dotted name of the module that a unit is.
    pub fn module_path(&self, unit: UnitId) -> Sym {
        self.sym(unit, self.unit(unit).module)
    }

    pub(super) fn place(&self, unit: UnitId, within: Scope, path: &[Sym], walk: &mut Walk) -> Option<Place> {
        let (head, rest) = path.split_first()?;
        let scope = self.scope_of(unit);
        let owner = within.owner.or_else(|| self.owner_around(within.function));
        if self.is_param(unit, within, owner, *head) {
            return None;
        }
        if let Some((node, used)) = scope.module.and_then(|module| self.relative_head(module, path)) {
            return self.relative(unit, node, path, &path[used..], walk);
        }
        if Some(*head) == self.heads.own_type
            && let Some(owner) = owner
        {
            return self.walk(Place::Type(owner), rest, unit, walk);
        }
        let want = if rest.is_empty() { walk.want } else { Want::Any };
        let start = walk.wanting(want, |walk| {
            self.head(unit, within.function, owner, *head, rest.is_empty(), walk)
        });
        if let Some(place) = start {
            let valued = matches!(place, Place::Field(..) | Place::Function(_));
            if let Some(found) = self.walk(place, rest, unit, walk) {
                return Some(found);
            }
            // A member may be called as its type is.
            let ty = |walk: &mut Walk| self.head(unit, within.function, owner, *head, true, walk);
            let ty = if valued { walk.wanting(Want::Type, ty) } else { None };
            if let Some(found) = ty.and_then(|ty| self.walk(ty, rest, unit, walk)) {
                return Some(found);
            }
        }
        if rest.is_empty() {
            None
        } else {
            self.absolute(unit, path, walk)
        }
    }

    /// What a bare name means: from the innermost scope outwards.
    fn head(
        &self,
        unit: UnitId,
        function: Option<FnId>,
        owner: Option<TypeId>,
        name: Sym,
        alone: bool,
        walk: &mut Walk,
    ) -> Option<Place> {
        let local = self.local_function(function, name).filter(|place| walk.accepts(place));
        if let Some(near) = local.or_else(|| self.enclosing_member(unit, function, owner, name, walk)) {
            return Some(near);
        }
        let inside = function.and_then(|function| self.imported_inside(unit, function, name, walk));
        if inside.is_some() {
            return inside;
        }
        let (found, namespace) = self.in_namespaces(unit, owner, name, walk);
        found
            .or_else(|| self.in_file(unit, name, walk))
            .or_else(|| namespace.filter(|_| !alone))
            .or_else(|| self.by_name_alone(unit, name, walk))
            .or_else(|| self.imported_macro(unit, name, walk))
    }

    fn local_function(&self, function: Option<FnId>, name: Sym) -> Option<Place> {
        let around = std::iter::successors(function, |at| self.func(*at).parent).take(MAX_NESTING);
        around
            .flat_map(|at| self.names.local.get((at, name)))
            .next()
            .copied()
            .map(Place::Function)
    }

    /// Whether a function stands where methods write their receiver: no bare name in it is a member.
    pub fn names_receivers(&self, function: FnId) -> bool {
        let decl = self.decl(function);
        let explicit = self.habits[slot(self.scope_of(self.func(function).unit).language)].receivers;
        let own = decl
            .params
            .iter()
            .any(|param| param.kind == partywall_ir::ParamKind::Receiver);
        own || (explicit && decl.kind != FnKind::Module)
    }

    fn enclosing_member(
        &self,
        unit: UnitId,
        function: Option<FnId>,
        owner: Option<TypeId>,
        name: Sym,
        walk: &Walk,
    ) -> Option<Place> {
        let explicit = self.habits[slot(self.scope_of(unit).language)].receivers;
        let in_body = function.is_some_and(|function| self.decl(function).kind != FnKind::Module);
        if explicit && in_body {
            return None;
        }
        self.owners(owner).find_map(|ty| {
            let own_name = self.ty(ty).name == name && Some(ty) != walk.skip;
            own_name
                .then_some(Place::Type(ty))
                .or_else(|| self.in_type(ty, name, walk))
        })
    }

    /// A type and those that it is nested in.
    pub(super) fn owners(&self, owner: Option<TypeId>) -> impl Iterator<Item = TypeId> + '_ {
        std::iter::successors(owner, |at| self.ty(*at).owner).take(MAX_NESTING)
    }

    /// Where files do not name modules: what is called so in the namespace of the enclosing type, or in those of the file, and in
    /// the ones around them. Namespaces come second: a type from elsewhere goes before them.
    fn in_namespaces(
        &self,
        unit: UnitId,
        owner: Option<TypeId>,
        name: Sym,
        walk: &mut Walk,
    ) -> (Option<Place>, Option<Place>) {
        let scope = self.scope_of(unit);
        if scope.module.is_some() {
            return (None, None);
        }
        let outermost = self.owners(owner).last().and_then(|ty| self.type_nodes[ty.index()]);
        let own = outermost.and_then(|node| self.tree.node(node).parent);
        let starts = if own.is_some() {
            own.as_slice()
        } else {
            &scope.namespaces
        };
        let around = starts.iter().flat_map(|node| self.tree.outward(*node));
        let root = Tree::root(scope.language);
        let mut namespace = None;
        for node in around.chain(std::iter::once(root)) {
            match self.in_module(node, name, unit, walk) {
                Some(place @ Place::Module(_)) => namespace = namespace.or(Some(place)),
                Some(place) => return (Some(place), None),
                None => {}
            }
        }
        (None, namespace)
    }

    /// What the file declares or imports, and what is imported for it.
    fn in_file(&self, unit: UnitId, name: Sym, walk: &mut Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        let found = self
            .declared(unit, name, walk)
            .or_else(|| self.imported(unit, name, walk));
        let child = |walk: &Walk| {
            let child = scope.module.and_then(|module| self.tree.child(module, name))?;
            Some(self.at_node(child, unit, walk)).filter(|place| walk.accepts(place))
        };
        let found = found.or_else(|| child(walk));
        let found = found.or_else(|| self.globbed(unit, name, walk));
        let shared = || {
            scope.shared.iter().find_map(|other| {
                let imported = self.imported(*other, name, walk);
                imported.or_else(|| self.globbed(*other, name, walk))
            })
        };
        found.or_else(shared)
    }

    /// The nearest declaration of the program that is called so, where it could well be in scope without our seeing how:
    /// where files do not name modules, and for macros.
    fn by_name_alone(&self, unit: UnitId, name: Sym, walk: &Walk) -> Option<Place> {
        let scope = self.scope_of(unit);
        if scope.module.is_some() {
            if !self.text(name).ends_with('!') || walk.want == Want::Type {
                return None;
            }
            let fits = |function: &FnId| self.scope_of(self.func(*function).unit).language == scope.language;
            let macros: Vec<FnId> = self.names.functions.get(name).iter().copied().filter(fits).collect();
            return self.nearest_function(&macros, unit).map(Place::Function);
        }
        if self.is_word(self.text(name)) {
            return None;
        }
        let fits = |ty: &TypeId| self.ty(*ty).owner.is_none() && self.language_of(*ty) == scope.language;
        let types: Vec<TypeId> = self.names.types.get(name).iter().copied().filter(fits).collect();
        self.choose(&types, unit, walk).map(Place::Type)
    }

    /// A macro is imported without the mark that it is called with.
    fn imported_macro(&self, unit: UnitId, name: Sym, walk: &mut Walk) -> Option<Place> {
        let plain = self.find(self.text(name).strip_suffix('!')?)?;
        match self.imported(unit, plain, walk)? {
            Place::Outside(path) => Some(Place::Outside(format!("{path}!"))),
            _ => None,
        }
    }

    pub(super) fn owner_around(&self, function: Option<FnId>) -> Option<TypeId> {
        std::iter::successors(function, |at| self.func(*at).parent)
            .take(MAX_NESTING)
            .find_map(|at| self.func(at).owner)
    }

    /// Whether a name is a type parameter of an enclosing function or type.
    pub(super) fn is_param(&self, unit: UnitId, within: Scope, owner: Option<TypeId>, name: Sym) -> bool {
        let scope = self.scope_of(unit);
        let has = |params: &[TypeParam]| params.iter().any(|param| scope.sym(param.name) == name);
        let functions = std::iter::successors(within.function, |at| self.func(*at).parent).take(MAX_NESTING);
        let mut functions = functions.filter(|at| self.func(*at).unit == unit);
        functions
            .any(|at| has(&self.decl(at).type_params) || self.block_of(at).is_some_and(|decl| has(&decl.type_params)))
            || self.owners(owner).any(|ty| self.ty(ty).params.contains(&name))
    }

    /// The declaration that a function stands in.
    pub(super) fn block_of(&self, function: FnId) -> Option<&TypeDecl> {
        let info = self.func(function);
        self.unit(info.unit).types.get(info.decl_ix?.index())
    }

    pub(super) fn is_word(&self, name: &str) -> bool {
        let last = crate::words::last(name);
        self.words.wrappers.contains(last) || self.words.collections.contains(last)
    }

    /// Interns what paths of this program's text may lead to outside of it, so that it has a symbol.
    pub(super) fn intern_outside(&mut self) {
        use rayon::prelude::*;
        let texts: Vec<Vec<String>> = (0..self.units.len())
            .into_par_iter()
            .map(|at| super::outside::texts(self, UnitId(number(at))))
            .collect();
        for text in texts.iter().flatten() {
            self.symbols.intern(text);
        }
    }
}
