//! How a predicate comes by what static members and functions give.

use super::captured::{Captured, Reach, Reader, Seen, Site, once};
use super::syntax::inside;
use crate::program::{FieldRef, FnId, Scope, Sym, Ty, UnitId};
use partywall_ir::{ExprId, ExprKind, Flags, Span};
use std::rc::Rc;

impl Reader<'_> {
    /// A member of an object that is always the same one.
    pub(super) fn of_constant(&mut self, place: (UnitId, Span), ty: &Ty, name: Sym, depth: usize) -> Reach {
        if ty
            .name()
            .is_some_and(|name| self.holding.ambient.iter().any(|asked| asked == name))
        {
            return once(Captured::Static, place, true);
        }
        let Some(field) = ty.decl().and_then(|ty| self.program.field(ty, name)) else {
            return Reach::Constant;
        };
        let decl = self.program.field_decl(field);
        match decl.getter {
            Some(getter) => match self.body(self.program.fn_id(field.unit, getter), depth) {
                Reach::Constant => Reach::Constant,
                _ => once(Captured::Static, (field.unit, decl.span), false),
            },
            None if decl.flags.has(Flags::READONLY) => Reach::Constant,
            None => once(Captured::Static, (field.unit, decl.span), false),
        }
    }

    /// A static field or property.
    pub(super) fn static_field(&mut self, field: FieldRef, depth: usize) -> Seen {
        let program = self.program;
        let decl = program.field_decl(field);
        let within = Scope {
            function: None,
            owner: Some(field.owner),
        };
        let unit = program.unit(field.unit);
        let ty = decl.ty.as_ref().map(|ty| program.resolve_type(field.unit, within, ty));
        let ty = ty.unwrap_or_default();
        let place = (field.unit, decl.span);
        let reach = if !decl.flags.has(Flags::STATIC) || self.is_setting(unit.text(decl.name)) {
            Reach::Unknown
        } else if let Some(getter) = decl.getter {
            self.computed(program.fn_id(field.unit, getter), place, depth)
        } else if decl.flags.has(Flags::READONLY) {
            Reach::Constant
        } else {
            once(Captured::Static, place, true)
        };
        Seen::Value(reach, ty)
    }

    /// What a static method gives.
    pub(super) fn static_method(&mut self, function: FnId, depth: usize) -> Seen {
        let program = self.program;
        let ty = program.return_type(function, &Ty::unknown(), &[]);
        let place = (program.func(function).unit, program.decl(function).name_span);
        let reach = match program.decl(function).flags.has(Flags::STATIC) {
            true => self.computed(function, place, depth),
            false => Reach::Unknown,
        };
        Seen::Value(reach, ty)
    }

    /// What static code gives: always the same, or something that differs.
    fn computed(&mut self, function: FnId, place: (UnitId, Span), depth: usize) -> Reach {
        match self.body(function, depth) {
            Reach::Constant => Reach::Constant,
            Reach::Once(of) => once(Captured::Static, place, of.certain),
            Reach::Live | Reach::Unknown => once(Captured::Static, place, false),
        }
    }

    /// What a function gives.
    pub(super) fn body(&mut self, function: FnId, depth: usize) -> Reach {
        if self.under_way.contains(&function) {
            return Reach::Constant;
        }
        if self.program.decl(function).body.is_none() {
            return Reach::Unknown;
        }
        let (site, values) = (Site::of(self.program, function), self.given(function));
        self.under_way.push(function);
        let reach = self.all(site, values.iter().copied(), depth);
        self.under_way.pop();
        reach
    }

    /// The values that a function gives back.
    fn given(&mut self, function: FnId) -> Rc<Vec<ExprId>> {
        if let Some(known) = self.given.get(&function) {
            return known.clone();
        }
        let unit = self.program.unit(self.program.func(function).unit);
        let returned = |expr: ExprId| match &unit.body[expr].kind {
            ExprKind::Return(value) => *value,
            _ => None,
        };
        let values = self
            .program
            .decl(function)
            .body
            .map(|body| match &unit.body[body].kind {
                ExprKind::Block { items, value } => {
                    let last = items.last().filter(|_| *value).copied();
                    inside(unit, body)
                        .into_iter()
                        .filter_map(returned)
                        .chain(last)
                        .collect()
                }
                _ => vec![body],
            });
        let values = Rc::new(values.unwrap_or_default());
        self.given.insert(function, values.clone());
        values
    }
}
