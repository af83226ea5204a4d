//! Objects whose members are taken over from another object by name: mappers, objects that are spread into a constructor.

use crate::facts::At;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::query::Pred;
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::{FnId, Scope, Sym, Ty, TypeId};
use partywall_catalog::{NeutralRow, Operation};
use partywall_ir::ExprKind;
use std::sync::Arc;

/// The most members that are taken over.
const MAX_MEMBERS: usize = 64;

/// How an entry point comes by a value of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// It asks for it by itself: a route value, a header.
    Asked,
    /// It is a member of what is bound as a whole.
    Bound,
    /// It was made from one that was sent, in a way that is not known.
    Derived,
}

impl Engine<'_> {
    /// How an entry point, which begins at a place, comes by a value of the request.
    pub(super) fn binding(&self, (function, at): (FnId, At), src: SrcId) -> Binding {
        let program = self.program;
        let path = src.path();
        let Some((first, rest)) = path.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return Binding::Asked;
        };
        let name = program.text(*first);
        let language = program.unit(at.0).language;
        if self.index.source_member.get(language, name).next().is_some() {
            return Binding::Asked;
        }
        let Some(mut ty) = self.input_type(function, at, *first) else {
            return Binding::Derived;
        };
        for (depth, member) in rest.iter().enumerate() {
            let inner = program.unwrap(&ty);
            let element = program.element(&inner);
            let of = if element.is_unknown() {
                inner
            } else {
                program.unwrap(&element)
            };
            match of.decl() {
                Some(id) if program.field(id, *member).is_some() => ty = program.field_type(&of, *member),
                // what has no declared type may have any member, but that has none
                None if depth == 0 && rest.len() == 1 && of.is_unknown() => return Binding::Bound,
                _ => return Binding::Derived,
            }
        }
        Binding::Bound
    }

    /// The declared type of an input of an entry point, which is a function or a lambda that begins at a place.
    fn input_type(&self, function: FnId, at: At, name: Sym) -> Option<Ty> {
        let program = self.program;
        let unit = program.unit(at.0);
        let params = &program.decl(function).params;
        let known = params
            .iter()
            .position(|param| program.sym(program.func(function).unit, param.name) == name);
        if let Some(known) = known {
            return Some(program.param_type(function, known));
        }
        let lambda = unit.body.exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::Lambda(inner) if expr.span == at.1 => Some(inner),
            _ => None,
        })?;
        let param = lambda
            .params
            .iter()
            .find(|param| program.sym(at.0, param.name) == name)?;
        let scope = Scope {
            function: Some(function),
            owner: program.func(function).owner,
        };
        let ty = param.ty.as_ref().map(|ty| program.resolve_type(at.0, scope, ty));
        Some(ty.unwrap_or_else(Ty::unknown))
    }
}

impl Cx<'_, '_> {
    /// The members of an object that is spread, or taken over: those that are known, or those that its type declares.
    pub(super) fn members_of(&self, val: &Val) -> Vec<(Sym, Val)> {
        if let Shape::Object(members) = &val.shape {
            return members.iter().take(MAX_MEMBERS).cloned().collect();
        }
        let (Shape::Plain, Some(ty)) = (&val.shape, self.payload_type(val)) else {
            return Vec::new();
        };
        let program = self.eng.program;
        let types = std::iter::once(ty).chain(program.supertypes(ty));
        let fields = types.flat_map(|ty| program.fields(ty));
        let mut members: Vec<(Sym, Val)> = Vec::new();
        for field in fields.take(MAX_MEMBERS) {
            let decl = program.field_decl(field);
            let name = program.sym(field.unit, decl.name);
            if members.iter().any(|(known, _)| *known == name) || self.is_kept_from_input(ty, name) {
                continue;
            }
            let srcs = self.members(&val.srcs, name);
            members.push((name, Val::of(srcs).typed(program.field_type(&val.ty, name))));
        }
        members
    }

    /// Whether an attribute of a member keeps it from being read from a request.
    pub(super) fn is_kept_from_input(&self, ty: TypeId, name: Sym) -> bool {
        let program = self.eng.program;
        let Some(field) = program.field(ty, name) else {
            return false;
        };
        let unit = program.unit(field.unit);
        program.field_decl(field).attributes.iter().any(|attribute| {
            let written = unit.text(attribute.path);
            let last = crate::words::last(written);
            let mut rows = self.eng.index.neutral_attribute.get(unit.language, last);
            rows.any(|row| row.unbound)
        })
    }

    /// The declared type of an object: its own, or that of the input that it is a part of as a whole.
    fn payload_type(&self, val: &Val) -> Option<TypeId> {
        let program = self.eng.program;
        if let Some(ty) = program.unwrap(&val.ty).decl() {
            return Some(ty);
        }
        let [src] = val.srcs.list() else { return None };
        let param = match (src.root(), &src.path()[..]) {
            (Root::Param(index), []) => index as usize,
            (Root::Request, [name]) => {
                let params = &program.decl(self.function).params;
                params.iter().position(|param| self.sym(param.name) == *name)?
            }
            _ => return None,
        };
        program.unwrap(&program.param_type(self.function, param)).decl()
    }

    /// A call that takes over members: into an object of a type that it is asked for, or into a row.
    pub(super) fn copied(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name).copied();
        rows.find(|row| row.copies && self.named(&row.call, site))?;
        let parts: Vec<Val> = receiver
            .into_iter()
            .chain(given.iter().map(|arg| &arg.val))
            .cloned()
            .collect();
        let row = |val: &&Val| self.row_of(val).is_some();
        if let Some(target) = parts.iter().rev().find(row) {
            let from = parts.iter().find(|val| !row(val) && !self.members_of(val).is_empty());
            if let (Some(record), Some(from)) = (self.row_of(target), from) {
                self.copy_into(site, record, from);
            }
            return Some(target.clone());
        }
        let [asked] = site.type_args else { return None };
        let ty = self.resolve_type(asked);
        let wanted = ty.decl()?;
        let from = parts.iter().find(|val| !self.members_of(val).is_empty())?;
        let program = self.eng.program;
        let mut members = self.members_of(from);
        members.retain(|(name, _)| program.field(wanted, *name).is_some());
        Some(Val {
            srcs: from.srcs.clone(),
            ty,
            shape: Shape::Object(Arc::new(members)),
        })
    }

    /// The access whose row a value stands for, whatever of the own object was used to get at it.
    fn row_of(&self, val: &Val) -> Option<u32> {
        let roots = val.srcs.list().iter().map(|src| src.root());
        let mut roots = roots.filter(|root| *root != Root::This);
        match (roots.next(), roots.next()) {
            (Some(Root::Record(record)), None) => Some(record),
            _ => None,
        }
    }

    fn copy_into(&mut self, site: &Site, record: u32, from: &Val) {
        let Some(access) = self.accesses.get(record as usize) else {
            return;
        };
        let entity = access.entity.clone();
        let EntRef::Known(known) = entity else { return };
        let members = self.members_of(from);
        let object = Val::shaped(Shape::Object(Arc::new(members)));
        let mut sets: Vec<Pred> = Vec::new();
        self.stored_tenant(&EntRef::Known(known), &object, &mut sets);
        let span = self.unit.body[site.expr].span;
        self.store(
            EntRef::Known(known),
            Operation::Update,
            sets,
            false,
            (self.unit_id, span),
        );
    }

    /// What a call gives back that some of the members were left out of.
    pub(super) fn without(&self, row: &NeutralRow, of: &Val, given: &[Given]) -> Option<Val> {
        let named = |arg: &&Given| {
            arg.name
                .is_some_and(|name| row.leaves_out.iter().any(|out| out == self.text(name)))
        };
        let arg = given.iter().find(named)?;
        let texts = match &arg.val.shape {
            Shape::List(items) => items.iter().filter_map(|item| self.text_key(item)).collect(),
            _ => Vec::new(),
        };
        let mut members = self.members_of(of);
        members.retain(|(name, _)| !texts.is_empty() && !texts.contains(name));
        let srcs = members
            .iter()
            .fold(Srcs::default(), |all, (_, val)| all.union(&val.srcs));
        Some(Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Object(Arc::new(members)),
        })
    }
}
