//! Objects that are built step by step: by calls that are named after their members, which a macro makes, and by methods that give a member
//! a value and hand the object back.

use crate::flow::call::{Given, Site, union};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{Shape, Val};
use crate::program::{FnId, Sym, TypeId};
use partywall_ir::{ExprId, ExprKind, Flags, Unit};
use std::sync::Arc;

/// The most members that one object is given.
const MAX_MEMBERS: usize = 40;

impl Engine<'_> {
    /// Whether a method hands back the object that it is called on.
    fn hands_itself_back(&self, function: FnId) -> bool {
        let program = self.program;
        let decl = program.decl(function);
        let unit = program.unit(program.func(function).unit);
        let mut last = decl.body;
        for _ in 0..3 {
            let Some(at) = last else { return false };
            last = match &unit.body[at].kind {
                ExprKind::This => return true,
                ExprKind::Block { items, .. } => items.last().copied(),
                ExprKind::Return(value) => *value,
                _ => return false,
            };
        }
        false
    }
}

impl Cx<'_, '_> {
    /// A step of building an object that nothing in the program describes: its beginning, or a member of it.
    pub(super) fn built(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        if let Some(ty) = self.begins_object(site, receiver, given) {
            return Some(self.with_members(ty, Vec::new()));
        }
        if let Some((ty, members)) = self.given_in_order(site, receiver, given) {
            return Some(self.with_members(ty, members));
        }
        let (Some(receiver), [arg]) = (receiver, given) else {
            return None;
        };
        let (Shape::Object(members), Some(ty)) = (&receiver.shape, receiver.ty.decl()) else {
            return None;
        };
        let name = self.member_of_setter(ty, site)?;
        let val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        let mut members = (**members).clone();
        give(&mut members, name, val);
        Some(self.with_members(ty, members))
    }

    /// The object that a call makes of its members in their order.
    fn given_in_order(
        &mut self,
        site: &Site,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<(TypeId, Vec<(Sym, Val)>)> {
        let Shape::Type(ty) = receiver?.shape else { return None };
        let names = self.eng.in_order(ty, Some(site.name))?;
        let plain = given.iter().all(|arg| arg.name.is_none() && !arg.spread);
        if !plain || names.len() != given.len() {
            return None;
        }
        let settled = |arg: &Given| self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        let values: Vec<Val> = given.iter().map(settled).collect();
        Some((ty, names.into_iter().zip(values).collect()))
    }

    /// The type whose object a call begins.
    fn begins_object(&self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<TypeId> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let row = rows.find(|row| row.begins)?;
        let base = site.base.filter(|_| given.is_empty())?;
        if row.behind.is_empty() {
            return match receiver?.shape {
                Shape::Type(ty) => Some(ty),
                _ => None,
            };
        }
        let front = self.last_name(base)?.strip_suffix(row.behind.as_str())?;
        let front = self.eng.program.find(front)?;
        match self.eng.program.resolve(self.unit_id, self.scope(), &[front])? {
            crate::program::Def::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The member that a call is named after.
    fn member_of_setter(&self, ty: TypeId, site: &Site) -> Option<Sym> {
        let program = self.eng.program;
        let fronts = self.eng.index.setters.iter();
        let cut = fronts.filter_map(|front| program.find(site.name.strip_prefix(front)?));
        std::iter::once(site.sym)
            .chain(cut)
            .find(|name| program.field(ty, *name).is_some())
    }

    fn with_members(&self, ty: TypeId, members: Vec<(Sym, Val)>) -> Val {
        let srcs = union(members.iter().map(|(_, val)| val));
        let object = Val {
            srcs,
            ty: self.eng.program.instance(ty, Vec::new()),
            shape: Shape::Object(Arc::new(members)),
        };
        self.new_row(object)
    }

    /// What a method leaves of the object that it is called on, where it only gives members the values of its arguments and hands the object
    /// back.
    pub(super) fn set_on(&mut self, function: FnId, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let receiver = receiver?;
        let (Shape::Object(members), Some(ty)) = (&receiver.shape, receiver.ty.decl()) else {
            return None;
        };
        let program = self.eng.program;
        let decl = program.decl(function);
        let plain = given.iter().all(|arg| arg.name.is_none() && !arg.spread);
        if !plain || decl.flags.has(Flags::ASYNC) || !self.eng.hands_itself_back(function) {
            return None;
        }
        let file = program.unit(program.func(function).unit);
        let params = decl
            .params
            .iter()
            .filter(|param| param.kind == partywall_ir::ParamKind::Plain);
        let params: Vec<partywall_ir::Name> = params.map(|param| param.name).collect();
        let mut members = (**members).clone();
        for (target, value) in assigned(file, decl.body?)? {
            let from = self.wrapped_name(file, value)?;
            let of = params.iter().position(|param| *param == from)?;
            let val = given.get(of)?.val.clone();
            let name = program.sym(program.func(function).unit, target);
            program.field(ty, name)?;
            give(&mut members, name, val);
        }
        Some(self.with_members(ty, members))
    }

    /// The name that an expression is, perhaps behind calls that change nothing of it.
    fn wrapped_name(&self, file: &Unit, mut expr: ExprId) -> Option<partywall_ir::Name> {
        for _ in 0..4 {
            expr = match &file.body[expr].kind {
                ExprKind::Name(name) => return Some(*name),
                ExprKind::Call { callee, args } => {
                    let (name, of) = match (&file.body[*callee].kind, &args[..]) {
                        (ExprKind::Name(name), [arg]) => (*name, arg.value),
                        (ExprKind::Member { base, name }, []) => (*name, *base),
                        _ => return None,
                    };
                    let mut rows = self.eng.index.neutral.get(file.language, file.text(name));
                    rows.find(|row| row.gives_back())?;
                    of
                }
                _ => return None,
            };
        }
        None
    }
}

/// The members of the own object that a body gives values, where it does nothing else.
fn assigned(file: &Unit, body: ExprId) -> Option<Vec<(partywall_ir::Name, ExprId)>> {
    let ExprKind::Block { items, .. } = &file.body[body].kind else {
        return None;
    };
    let (last, items) = items.split_last()?;
    let member = |item: &ExprId| match &file.body[*item].kind {
        ExprKind::Assign {
            target,
            op: None,
            value,
        } => match &file.body[*target].kind {
            ExprKind::Member { base, name } if matches!(file.body[*base].kind, ExprKind::This) => Some((*name, *value)),
            _ => None,
        },
        _ => None,
    };
    let all: Option<Vec<_>> = items.iter().map(member).collect();
    let own = matches!(file.body[*last].kind, ExprKind::This | ExprKind::Return(Some(_)));
    all.filter(|all| own && !all.is_empty())
}

fn give(members: &mut Vec<(Sym, Val)>, name: Sym, val: Val) {
    members.retain(|(known, _)| *known != name);
    if members.len() < MAX_MEMBERS {
        members.push((name, val));
    }
}
