//! What types hold, and everything by name.

use partywall_ir::{self as ir, FnKind, ParamKind, TypeIx, TypeKind};

use super::merge::number;
use super::multi::Multi;
use super::{FieldRef, FnId, FnInfo, Program, Sym, Ty, TypeId, UnitId};

/// A name that more functions have says nothing of what it is called on.
const MAX_NAMED: usize = 12;

/// Members of types.
#[derive(Default)]
pub(super) struct Members {
    fields: Multi<(TypeId, Sym), FieldRef>,
    own_fields: Multi<TypeId, FieldRef>,
    methods: Multi<(TypeId, Sym), FnId>,
    own_methods: Multi<TypeId, FnId>,
    nested: Multi<(TypeId, Sym), TypeId>,
}

/// Declarations by name.
#[derive(Default)]
pub(super) struct Names {
    pub types: Multi<Sym, TypeId>,
    pub functions: Multi<Sym, FnId>,
    extensions: Multi<Sym, FnId>,
    /// Types from outside that the program gives methods.
    outside: Multi<Sym, TypeId>,
    /// Functions in functions.
    pub local: Multi<(FnId, Sym), FnId>,
}

impl Program {
    /// Makes the tables of what is known by now.
    pub(super) fn tabulate(&mut self) {
        let named = |(at, info): (usize, &super::TypeInfo)| (info.name, TypeId(number(at)));
        let seen =
            |(at, info): &(usize, &super::TypeInfo)| info.kind != TypeKind::Extension || self.type_nodes[*at].is_some();
        let types = self.types.iter().enumerate().filter(seen);
        self.names.types = Multi::new(types.map(named).collect());
        let outside = self.types.iter().enumerate().filter(|of| !seen(of));
        self.names.outside = Multi::new(outside.map(named).collect());
        let owned = self.types.iter().enumerate();
        let nested = owned.filter_map(|(at, info)| Some(((info.owner?, info.name), TypeId(number(at)))));
        self.members.nested = Multi::new(nested.collect());
        let fields = self.all_fields();
        self.members.own_fields = Multi::new(fields.iter().map(|(_, field)| (field.owner, *field)).collect());
        self.members.fields = Multi::new(
            fields
                .into_iter()
                .map(|(name, field)| ((field.owner, name), field))
                .collect(),
        );
        self.tabulate_functions();
    }

    fn all_fields(&self) -> Vec<(Sym, FieldRef)> {
        let mut fields = Vec::new();
        for owner in self.types() {
            for (unit, decl) in &self.ty(owner).decls {
                for (index, field) in self.unit(*unit).types[decl.index()].fields.iter().enumerate() {
                    fields.push((
                        self.sym(*unit, field.name),
                        FieldRef {
                            owner,
                            unit: *unit,
                            decl: *decl,
                            index,
                        },
                    ));
                }
            }
        }
        fields
    }

    fn tabulate_functions(&mut self) {
        let mut by_name = Vec::new();
        let mut extensions = Vec::new();
        let mut local = Vec::new();
        let mut own = Vec::new();
        let mut methods = Vec::new();
        for (at, info) in (0..).map(FnId).zip(&self.functions) {
            let decl = &self.units[info.unit.index()].functions[info.ix.index()];
            if let (Some(owner), None) = (info.owner, info.parent) {
                own.push((owner, at));
                if !matches!(decl.kind, FnKind::Setter | FnKind::Module) {
                    methods.push(((owner, info.name), at));
                }
            }
            if decl.kind == FnKind::Module {
                continue;
            }
            by_name.push((info.name, at));
            if let Some(parent) = info.parent {
                local.push(((parent, info.name), at));
            }
            if decl
                .params
                .first()
                .is_some_and(|param| param.kind == ParamKind::Extension)
            {
                extensions.push((info.name, at));
            }
        }
        self.names.functions = Multi::new(by_name);
        self.names.extensions = Multi::new(extensions);
        self.names.local = Multi::new(local);
        self.members.own_methods = Multi::new(own);
        self.members.methods = Multi::new(methods);
    }

    /// Places every function; extensions must be merged.
    pub(super) fn place_functions(&mut self) {
        let mut functions = Vec::with_capacity(self.units.iter().map(|unit| unit.functions.len()).sum());
        for (unit, (decls, scope)) in (0..).map(UnitId).zip(self.units.iter().zip(&self.scopes)) {
            for (ix, decl) in (0..).map(ir::FnIx).zip(&decls.functions) {
                let count = number(decls.functions.len());
                functions.push(FnInfo {
                    unit,
                    ix,
                    name: scope.sym(decl.name),
                    owner: decl
                        .owner
                        .and_then(|owner| scope.types.get(owner.index()).copied().flatten()),
                    parent: decl
                        .parent
                        .filter(|parent| parent.0 < count && *parent != ix)
                        .map(|at| FnId(scope.first_function + at.0)),
                    decl_ix: decl.owner,
                });
            }
        }
        self.functions = functions;
    }

    /// A type, then its supertypes in the order in which members are looked for.
    fn line(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        let above = self.lines.get(ty.index()).map_or(&[][..], |line| line);
        std::iter::once(ty).chain(above.iter().copied())
    }

    /// The field of that name of a type or the nearest of its bases.
    pub fn field(&self, ty: TypeId, name: Sym) -> Option<FieldRef> {
        self.line(ty)
            .find_map(|ty| self.members.fields.get((ty, name)).first().copied())
    }

    /// A field's declaration.
    pub fn field_decl(&self, field: FieldRef) -> &ir::Field {
        &self.unit(field.unit).types[field.decl.index()].fields[field.index]
    }

    /// All functions of that name of a type, or of the nearest of its bases that has one. Getters count, setters do not.
    pub fn methods(&self, ty: TypeId, name: Sym) -> Vec<FnId> {
        let own = |ty: TypeId| self.members.methods.get((ty, name));
        self.line(ty)
            .map(own)
            .find(|found| !found.is_empty())
            .map(<[FnId]>::to_vec)
            .unwrap_or_default()
    }

    /// The methods of that name that have a body: the type's own, then those that it overrides, in the order in which they are looked for.
    pub fn overridden(&self, ty: TypeId, name: Sym) -> Vec<FnId> {
        let own = |ty: TypeId| self.members.methods.get((ty, name)).iter().copied();
        let all = self.line(ty).flat_map(own);
        all.filter(|method| self.decl(*method).body.is_some()).collect()
    }

    /// The constructors of a type, or of the nearest of its bases that has one.
    pub fn constructors(&self, ty: TypeId) -> Vec<FnId> {
        let constructs = |function: &FnId| self.decl(*function).kind == FnKind::Constructor;
        let own = |ty: TypeId| -> Vec<FnId> { self.own_methods(ty).iter().copied().filter(constructs).collect() };
        self.line(ty)
            .map(own)
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The functions of that name that a type declares itself. Getters count, setters do not.
    pub(super) fn own_named(&self, ty: TypeId, name: Sym) -> &[FnId] {
        self.members.methods.get((ty, name))
    }

    /// Functions of that name whose first parameter is an extension's receiver.
    pub fn extensions(&self, name: Sym) -> &[FnId] {
        self.names.extensions.get(name)
    }

    /// What the program declares of a type from outside, by the type's name: `impl Told for http.Request`.
    pub fn given_methods(&self, ty: &Ty, name: Sym) -> Vec<FnId> {
        let Some(of) = ty.name().and_then(|of| self.find(of)) else {
            return Vec::new();
        };
        let mut all = self.names.outside.get(of).iter().map(|ty| self.methods(*ty, name));
        all.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The one method of that name, where only interfaces have it and one type from outside that the program gives it to:
    /// what a value is that the method is called on says its name.
    pub fn only_given(&self, name: Sym) -> Option<FnId> {
        let all = self.by_name(name);
        if all.is_empty() || all.len() > MAX_NAMED {
            return None;
        }
        let mut given = None;
        for function in all {
            let owner = self.func(*function).owner?;
            match self.ty(owner).kind {
                TypeKind::Interface => {}
                TypeKind::Extension if given.is_none() => given = Some(*function),
                _ => return None,
            }
        }
        given
    }

    /// Every function of that name.
    pub fn by_name(&self, name: Sym) -> &[FnId] {
        self.names.functions.get(name)
    }

    /// Every declared type of that name.
    pub fn type_by_name(&self, name: Sym) -> &[TypeId] {
        self.names.types.get(name)
    }

    /// The attributes of all declarations of a type, each with its unit.
    pub fn attributes(&self, ty: TypeId) -> impl Iterator<Item = (UnitId, &ir::Attribute)> {
        let of = |(unit, ix): &(UnitId, TypeIx)| {
            let unit = *unit;
            self.unit(unit).types[ix.index()]
                .attributes
                .iter()
                .map(move |attribute| (unit, attribute))
        };
        self.ty(ty).decls.iter().flat_map(of)
    }

    /// The fields that a type declares itself, over all its declarations.
    pub fn fields(&self, ty: TypeId) -> Vec<FieldRef> {
        self.members.own_fields.get(ty).to_vec()
    }

    /// The functions that a type declares itself, over all its declarations.
    pub fn own_methods(&self, ty: TypeId) -> &[FnId] {
        self.members.own_methods.get(ty)
    }

    /// The type of that name that is nested in a type or in the nearest of its bases.
    pub fn nested(&self, ty: TypeId, name: Sym) -> Option<TypeId> {
        self.line(ty)
            .find_map(|ty| self.members.nested.get((ty, name)).first().copied())
    }
}
