//! Which entity a type asks for that is written for any: a member of the object names it, or a type argument does.

use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{EntRef, Shape, Val};
use crate::program::{Def, Sym, Ty, TypeId};
use partywall_ir::{ExprKind, FnKind};

impl Cx<'_, '_> {
    /// The entity's type that a call names by a text: `apps.get_model("shop", "Invoice")`. One that several types could be is none.
    pub(super) fn type_by_text(&self, site: &Site, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        rows.find(|row| row.names)?;
        let text = given.iter().rev().find_map(|arg| match &arg.val.shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })?;
        let program = self.eng.program;
        let called = program.find(crate::words::last(text))?;
        let types = program.type_by_name(called).iter().copied();
        let mut types = types.filter(|ty| self.eng.tenancy.of_type(*ty).is_some());
        let only = types.next().filter(|_| types.next().is_none())?;
        Some(Val {
            ty: program.instance(only, Vec::new()),
            ..Val::shaped(Shape::Type(only))
        })
    }

    /// The entity among the type arguments that the receiver gives to the type of the callee.
    pub(super) fn by_type_args(&self, binding: &Binding) -> Option<EntRef> {
        let program = self.eng.program;
        let receiver = &binding.receiver?.ty;
        let name = program.text(program.ty(program.func(binding.callee).owner?).name);
        let args = program
            .base_args(receiver, name)
            .unwrap_or_else(|| receiver.args().to_vec());
        let known = |entity: &EntRef| matches!(entity, EntRef::Known(_));
        args.iter().map(|arg| self.entity_of(arg)).find(known)
    }

    /// The entity that a member of the callee's own object names.
    pub(super) fn on_receiver(&self, entity: &EntRef, name: Sym, binding: &Binding) -> EntRef {
        let named = |val: &Val| match &val.shape {
            Shape::Type(ty) => Some(self.eng.tenancy.of_type(*ty).map_or(EntRef::Unknown, EntRef::Known)),
            Shape::Query(query) => Some(query.entity.clone()),
            _ => None,
        };
        let Some(receiver) = binding.receiver else {
            return entity.clone();
        };
        if let Shape::Object(members) = &receiver.shape
            && let Some((_, val)) = members.iter().find(|(member, _)| *member == name)
            && let Some(found) = named(val)
        {
            return found;
        }
        let Some(id) = receiver.ty.decl() else {
            return entity.clone();
        };
        let field = self.eng.class_variable(id, name);
        let found = field.and_then(|field| named(&self.eng.class_value(field)));
        let found = found.or_else(|| self.by_type_args(binding));
        found
            .or_else(|| {
                let mut classes = std::iter::once(id).chain(self.eng.program.supertypes(id));
                classes.find_map(|class| self.handed_to_base(class))
            })
            .unwrap_or_else(|| entity.clone())
    }

    /// The only entity that a constructor of a type names to its base's: `super().__init__(Invoice, session)`.
    fn handed_to_base(&self, ty: TypeId) -> Option<EntRef> {
        let program = self.eng.program;
        let own = program.own_methods(ty).iter();
        let mut constructors = own.filter(|method| program.decl(**method).kind == FnKind::Constructor);
        let constructor = *constructors.next()?;
        let unit_id = program.func(constructor).unit;
        let unit = program.unit(unit_id);
        let body = program.decl(constructor).body?;
        let around = unit.body[body].span;
        let mut found = Vec::new();
        for expr in unit.body.exprs[..body.index()]
            .iter()
            .rev()
            .take_while(|expr| around.start <= expr.span.start)
        {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let ExprKind::Member { base, .. } = &unit.body[*callee].kind else {
                continue;
            };
            if !matches!(unit.body[*base].kind, ExprKind::Base) {
                continue;
            }
            for arg in args {
                if let Some(Def::Type(ty)) = crate::flow::entry::named(program, unit_id, arg.value)
                    && let Some(entity) = self.eng.tenancy.of_type(ty)
                    && !found.contains(&entity)
                {
                    found.push(entity);
                }
            }
        }
        match found[..] {
            [only] => Some(EntRef::Known(only)),
            _ => None,
        }
    }
}

impl Engine<'_> {
    /// The type of an object that is made for an entity: as its argument, where it has none.
    pub(super) fn made_over_type(&self, object: &Val) -> Ty {
        let (Shape::Object(members), Some(decl), []) = (&object.shape, object.ty.decl(), object.ty.args()) else {
            return object.ty.clone();
        };
        let mut entities = members.iter().filter_map(|(_, held)| match held.shape {
            Shape::Type(ty) if self.tenancy.of_type(ty).is_some() => Some(ty),
            _ => None,
        });
        match (entities.next(), entities.next()) {
            (Some(only), None) => self
                .program
                .instance(decl, vec![self.program.instance(only, Vec::new())]),
            _ => object.ty.clone(),
        }
    }
}
