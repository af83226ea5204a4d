//! What filters that are put together once say of types: whose queries they work for, and what else is told by a type.

use super::discover::main_decl;
use super::syntax::last;
use crate::program::{Program, Scope, Sym, Ty, TypeId};
use partywall_catalog::{Catalog, FilterRow};
use partywall_ir::{Language, TypeKind};
use rustc_hash::FxHashSet;

/// The rows of one language, together.
#[derive(Default)]
pub struct Holding {
    names: Vec<String>,
    configures: Vec<String>,
    installed_by: Vec<String>,
    /// Types of the program that are holders.
    types: FxHashSet<TypeId>,
    /// What one of them is as well.
    wider: FxHashSet<TypeId>,
    wider_outside: FxHashSet<String>,
    pub ambient: Vec<String>,
    installation: Vec<String>,
    pub keyed_by: Vec<String>,
    pub keys: Vec<String>,
    pub rebuilds: Vec<String>,
    pub pools: Vec<String>,
    pub constants: Vec<String>,
}

impl Holding {
    /// What the catalog's rows say of a language, and the program's types by them.
    pub fn new(program: &Program, catalog: &Catalog, language: Language) -> Self {
        let mut this = Self::default();
        let rows = catalog.of(language).flat_map(|file| &file.filter);
        for row in rows.filter(|row: &&FilterRow| row.compiled) {
            this.names.extend(row.holder.iter().cloned());
            this.configures.extend(row.configures.iter().cloned());
            this.installed_by.extend(row.installed_by.iter().cloned());
            this.ambient.extend(row.ambient.iter().cloned());
            this.installation.extend(row.installation.iter().cloned());
            this.keyed_by.extend(row.keyed_by.iter().cloned());
            this.keys.extend(row.keys.iter().cloned());
            this.rebuilds.extend(row.rebuilds.iter().cloned());
            this.pools.extend(row.pools.iter().cloned());
            this.constants.extend(row.constants.iter().cloned());
        }
        for ty in program.types() {
            let own = main_decl(program, ty);
            if own.is_none_or(|(unit, decl)| program.unit(unit).language != language || decl.kind != TypeKind::Class) {
                continue;
            }
            if this.is(program, ty) == Some(true) {
                this.types.insert(ty);
                this.wider.insert(ty);
                this.wider.extend(program.supertypes(ty));
                let outside = program.base_names(ty);
                this.wider_outside
                    .extend(outside.iter().map(|name| last(name).to_owned()));
            }
        }
        this
    }

    /// Whether a type is one whose queries are filtered; none where a base of it is not seen that may be one.
    pub fn is(&self, program: &Program, ty: TypeId) -> Option<bool> {
        if self.types.contains(&ty) || program.derives(ty, &self.names) || self.installs(program, ty) {
            return Some(true);
        }
        if program.derives(ty, &self.configures) {
            return Some(false);
        }
        match self.is_open(program, ty) {
            true => None,
            false => Some(false),
        }
    }

    /// The types of the program whose queries are filtered.
    pub fn holds(&self, ty: TypeId) -> bool {
        self.types.contains(&ty)
    }

    /// Whether one of these types has a member of that name that the program declares.
    pub fn has(&self, program: &Program, name: Sym) -> bool {
        self.types.iter().any(|ty| program.field(*ty, name).is_some())
    }

    fn installs(&self, program: &Program, ty: TypeId) -> bool {
        self.installed_by.iter().any(|name| {
            let found = program.find(name).map(|name| program.methods(ty, name));
            found.is_some_and(|found| !found.is_empty())
        })
    }

    /// Whether a type has a class for a base that is neither in the program nor known.
    pub fn is_open(&self, program: &Program, ty: TypeId) -> bool {
        let bases = std::iter::once(ty).chain(program.supertypes(ty));
        let declared: FxHashSet<&str> = bases.map(|ty| program.text(program.ty(ty).path)).collect();
        let known = |name: &str| {
            self.names
                .iter()
                .chain(&self.configures)
                .any(|known| known == last(name))
        };
        program
            .base_names(ty)
            .iter()
            .any(|name| !declared.contains(name.as_str()) && !known(name))
    }

    /// Whether a value of a type may be one whose queries are filtered: it is one, or what one derives from.
    pub fn may_be(&self, program: &Program, within: Scope, ty: &Ty) -> bool {
        if let Some(decl) = ty.decl() {
            return self.wider.contains(&decl) || self.types.contains(&decl);
        }
        if let Some(param) = ty.param_name() {
            return self.bounded(program, within, param);
        }
        ty.name()
            .is_some_and(|name| self.names.iter().any(|known| known == name) || self.wider_outside.contains(name))
    }

    fn bounded(&self, program: &Program, within: Scope, param: &str) -> bool {
        let function = within
            .function
            .map(|function| (program.func(function).unit, program.decl(function)));
        let own = function.map(|(unit, decl)| (unit, &decl.type_params));
        let around = within
            .owner
            .and_then(|owner| main_decl(program, owner))
            .map(|(unit, decl)| (unit, &decl.type_params));
        own.into_iter().chain(around).any(|(unit, params)| {
            let text = program.unit(unit);
            let bounds = params.iter().filter(|of| text.text(of.name) == param);
            bounds.flat_map(|of| &of.bounds).any(|bound| {
                let bound = program.resolve_type(unit, within, bound);
                bound.param_name().is_none() && self.may_be(program, within, &bound)
            })
        })
    }

    /// Whether a type is of what the installation is set up with.
    pub fn is_installation(&self, ty: &Ty) -> bool {
        ty.name()
            .is_some_and(|name| self.installation.iter().any(|asked| asked == name))
    }
}
