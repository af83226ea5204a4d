//! What each unit declares and imports, ready to be looked up by symbol.

use partywall_ir::{Attribute, ExprKind, FnIx, FnKind, Language, ParamKind, Span, TypeKind, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

use super::symbols::Symbols;
use super::tree::NodeId;
use super::{FnId, Sym, TypeId, TypeWords, UnitId};

/// What a unit's own declaration is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decl {
    Type(TypeId),
    Function(FnId),
    Global(usize),
}

/// What an import leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Module(NodeId),
    Type(TypeId),
    Function(FnId),
    Global(UnitId, usize),
    Field(super::FieldRef),
    /// Its canonical path.
    Outside(Sym),
}

/// An import, taken apart.
pub(super) struct ImportScope {
    pub parts: Box<[Sym]>,
    /// How many dots stand before the path.
    pub dots: usize,
    /// Known once all imports are linked.
    pub target: Option<Target>,
}

/// A unit's names.
pub(super) struct UnitScope {
    pub language: Language,
    /// The unit's names as symbols.
    pub names: Box<[Sym]>,
    /// The module that the unit is; none where files do not name modules.
    pub module: Option<NodeId>,
    /// Whether the module is the file's folder, not the file.
    pub is_folder: bool,
    pub first_function: u32,
    /// The merged type of each declaration; an extension's is known once extensions are merged.
    pub types: Vec<Option<TypeId>>,
    /// Sorted by name; of equal names in the order of the file.
    pub decls: Vec<(Sym, Decl)>,
    pub imports: Vec<ImportScope>,
    /// Imports that are no globs, by local name, sorted; those at the top of the unit before those that are written in functions.
    pub locals: Vec<(Sym, u32)>,
    /// Globs, in the same order.
    pub globs: Vec<u32>,
    /// Imports that are written in functions, with the function, sorted.
    pub inner: Vec<(FnIx, u32)>,
    /// The namespaces that the unit declares something in.
    pub namespaces: Vec<NodeId>,
    /// Units whose imports hold for this one too.
    pub shared: Box<[UnitId]>,
}

/// What the units of a language show about how its names work.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Files name modules.
    pub modular: bool,
    /// Methods write their receiver, so a bare name in one is no member.
    pub receivers: bool,
    /// Imports relative to the own module are written with dots.
    pub dots: bool,
}

impl Habits {
    /// The habits of each language, in the order of [`Language::ALL`].
    pub fn of(units: &[Unit]) -> Vec<Self> {
        let mut all = vec![Self::default(); Language::ALL.len()];
        for unit in units {
            let habits = &mut all[slot(unit.language)];
            habits.modular |= !unit.text(unit.module).is_empty();
            habits.receivers = habits.receivers || unit.functions.iter().any(has_receiver);
            habits.dots = habits.dots
                || unit
                    .imports
                    .iter()
                    .any(|import| unit.text(import.path).starts_with('.'));
        }
        all
    }
}

/// The place of a language in a table of languages.
pub(super) fn slot(language: Language) -> usize {
    Language::ALL.iter().position(|known| *known == language).unwrap_or(0)
}

fn has_receiver(function: &partywall_ir::Function) -> bool {
    function
        .params
        .first()
        .is_some_and(|param| param.kind == ParamKind::Receiver)
}

impl UnitScope {
    /// Interns a unit's names and takes its imports apart; types and declarations are filled in later.
    pub fn new(unit: &Unit, first_function: u32, symbols: &mut Symbols) -> Self {
        let names = unit
            .names
            .texts()
            .map(|text| symbols.intern(text))
            .collect::<Box<[Sym]>>();
        let imports = unit
            .imports
            .iter()
            .map(|import| import_scope(unit.text(import.path), symbols))
            .collect();
        let mut locals = Vec::new();
        let mut globs = Vec::new();
        let mut inner = inner_imports(unit);
        let written_inside: FxHashSet<u32> = inner.iter().map(|(_, at)| *at).collect();
        let mut order: Vec<u32> = (0..).take(unit.imports.len()).collect();
        order.sort_by_key(|at| written_inside.contains(at));
        for at in order {
            let import = &unit.imports[at as usize];
            if import.glob {
                globs.push(at);
            } else if let Some(local) = names.get(import.local.0 as usize) {
                locals.push((*local, at));
            }
        }
        locals.sort_by_key(|(local, _)| *local);
        inner.sort_unstable();
        Self {
            language: unit.language,
            names,
            module: None,
            is_folder: is_folder(unit),
            first_function,
            types: vec![None; unit.types.len()],
            decls: Vec::new(),
            imports,
            locals,
            globs,
            inner,
            namespaces: Vec::new(),
            shared: Box::default(),
        }
    }

    /// The symbol of a name of the unit.
    pub fn sym(&self, name: partywall_ir::Name) -> Sym {
        self.names.get(name.0 as usize).copied().unwrap_or(Sym(u32::MAX))
    }

    /// Gathers what stands at the top of the unit; its types must be known.
    pub fn declare(&mut self, unit: &Unit) {
        let mut decls = Vec::new();
        for (decl, ty) in unit.types.iter().zip(&self.types) {
            if let (None, Some(ty), true) = (decl.owner, ty, decl.kind != TypeKind::Extension) {
                decls.push((self.sym(decl.name), Decl::Type(*ty)));
            }
        }
        for (function, at) in unit.functions.iter().zip(self.first_function..) {
            if function.owner.is_none() && function.parent.is_none() && function.kind != FnKind::Module {
                decls.push((self.sym(function.name), Decl::Function(FnId(at))));
            }
        }
        decls.extend(
            unit.globals
                .iter()
                .enumerate()
                .map(|(at, global)| (self.sym(global.name), Decl::Global(at))),
        );
        decls.sort_by_key(|(name, _)| *name);
        self.decls = decls;
    }

    /// Adds the names that attributes declare beside the types they stand on, except where the unit declares them itself. Those of
    /// types that stand in a module inside of the unit's are handed back.
    pub fn declare_made(&mut self, unit: &Unit, words: &TypeWords, symbols: &mut Symbols) -> Vec<(TypeId, Sym)> {
        let mut inner = Vec::new();
        if words.makes.is_empty() {
            return inner;
        }
        let mut made = Vec::new();
        for (decl, ty) in unit.types.iter().zip(&self.types) {
            let (None, Some(ty)) = (decl.owner, ty) else { continue };
            let said = decl.attributes.iter().flat_map(|attribute| said_by(unit, attribute));
            let names = said.filter_map(|said| words.makes.get(said));
            let holder = unit.text(decl.path).rsplit_once('.').map(|(holder, _)| holder);
            let within = self.module.is_some() && holder != Some(unit.text(unit.module));
            for name in names.flatten().map(|name| symbols.intern(name)) {
                if within {
                    inner.push((*ty, name));
                } else if self.declared(name).next().is_none() {
                    made.push((name, Decl::Type(*ty)));
                }
            }
        }
        self.decls.extend(made);
        self.decls.sort_by_key(|(name, _)| *name);
        inner
    }

    /// What the unit itself declares by a name.
    pub fn declared(&self, name: Sym) -> impl Iterator<Item = Decl> + '_ {
        run(&self.decls, name).iter().map(|(_, decl)| *decl)
    }

    /// The imports that are written in a function that stands at the top of the unit or of a type.
    pub fn inside(&self, function: FnIx) -> impl Iterator<Item = u32> + '_ {
        let start = self.inner.partition_point(|(at, _)| *at < function);
        self.inner[start..]
            .iter()
            .take_while(move |(at, _)| *at == function)
            .map(|(_, import)| *import)
    }

    /// The imports that bring a name into scope.
    pub fn imported(&self, name: Sym) -> impl Iterator<Item = u32> + '_ {
        run(&self.locals, name).iter().map(|(_, at)| *at)
    }
}

/// What an attribute is called, and the names that it is given: `derive(Clone, ns.Model)` says `derive`, `Clone` and `Model`.
fn said_by<'u>(unit: &'u Unit, attribute: &'u Attribute) -> impl Iterator<Item = &'u str> {
    let path = unit.text(attribute.path);
    let given = attribute
        .args
        .iter()
        .filter_map(|arg| match &unit.body[arg.value].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(unit.text(*name)),
            _ => None,
        });
    std::iter::once(crate::words::last(path)).chain(given)
}

/// The imports of a unit that are written in a function, with the innermost one.
fn inner_imports(unit: &Unit) -> Vec<(FnIx, u32)> {
    let mut functions: Vec<(Span, FnIx)> = (0..)
        .zip(&unit.functions)
        .filter(|(_, function)| function.kind != FnKind::Module && function.parent.is_none())
        .map(|(at, function)| (function.span, FnIx(at)))
        .collect();
    functions.sort_unstable();
    let around = |span: Span| {
        let end = functions.partition_point(|(of, _)| of.start < span.start);
        let (of, ix) = functions[..end].last()?;
        of.contains(span).then_some(*ix)
    };
    (0..)
        .zip(&unit.imports)
        .filter_map(|(at, import)| Some((around(import.span)?, at)))
        .collect()
}

fn run<T>(sorted: &[(Sym, T)], name: Sym) -> &[(Sym, T)] {
    let start = sorted.partition_point(|(at, _)| *at < name);
    if sorted.get(start).is_none_or(|(at, _)| *at != name) {
        return &[];
    }
    let length = sorted[start..].partition_point(|(at, _)| *at == name);
    &sorted[start..start + length]
}

fn import_scope(path: &str, symbols: &mut Symbols) -> ImportScope {
    let rest = path.trim_start_matches('.');
    ImportScope {
        parts: symbols.intern_parts(rest),
        dots: path.len() - rest.len(),
        target: None,
    }
}

/// A file that is not called as its module stands for its folder.
fn is_folder(unit: &Unit) -> bool {
    let module = unit.text(unit.module);
    let file = unit.path.rsplit('/').next().unwrap_or(&unit.path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let above = module.strip_suffix(stem);
    !above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// Units that declare nothing and import: where files do not name modules, their imports hold for their whole folder.
/// Gives each unit those of its own folder and the folders around it, innermost first.
pub(super) fn share_imports(units: &[Unit], scopes: &mut [UnitScope]) {
    let mut by_folder: FxHashMap<(Language, &str), Vec<UnitId>> = FxHashMap::default();
    for (at, unit) in (0..).zip(units) {
        let declares = !unit.types.is_empty()
            || !unit.globals.is_empty()
            || unit.functions.iter().any(|f| f.kind != FnKind::Module);
        if scopes[at as usize].module.is_none() && !declares && !unit.imports.is_empty() {
            by_folder
                .entry((unit.language, folder(&unit.path)))
                .or_default()
                .push(UnitId(at));
        }
    }
    if by_folder.is_empty() {
        return;
    }
    for (unit, scope) in units
        .iter()
        .zip(scopes.iter_mut())
        .filter(|(_, scope)| scope.module.is_none())
    {
        let folders = std::iter::successors(Some(folder(&unit.path)), |at| (!at.is_empty()).then(|| folder(at)));
        scope.shared = folders
            .filter_map(|at| by_folder.get(&(unit.language, at)))
            .flatten()
            .copied()
            .collect();
    }
}

fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// How many folders two files are both in, from the root on.
pub(super) fn nearness(one: &str, two: &str) -> usize {
    one.bytes()
        .zip(two.bytes())
        .take_while(|(a, b)| a == b)
        .filter(|(a, _)| *a == b'/')
        .count()
}

#[cfg(test)]
mod tests {
    use super::{folder, nearness};

    #[test]
    fn files_are_as_near_as_the_folders_they_share() {
        assert_eq!(nearness("a/b/c.x", "a/b/d.x"), 2);
        assert_eq!(nearness("a/bc/c.x", "a/bd/d.x"), 1);
        assert_eq!(nearness("c.x", "c.y"), 0);
        assert_eq!((folder("a/b/c.x"), folder("a"), folder("")), ("a/b", "", ""));
    }
}
