//! Accesses that are told from a declaration: a method without code whose result is an owned entity.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Val};
use crate::program::{FnId, Ty};
use crate::tenancy::Role;
use partywall_catalog::Operation;
use partywall_ir::{FnKind, ParamKind};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A method without code here whose declared result is an owned entity: reading it is an access by the keys that its
    /// parameters are called after.
    pub(super) fn declared_access(
        &mut self,
        site: &Site,
        function: FnId,
        ret: &Ty,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<Val> {
        let program = self.eng.program;
        let decl = program.decl(function);
        if receiver.is_none() || decl.kind != FnKind::Plain || decl.body.is_some() {
            return None;
        }
        let EntRef::Known(entity) = self.entity_of(ret) else {
            return None;
        };
        let info = self.eng.tenancy.entity(entity);
        if receiver.is_some_and(|val| val.ty.decl().is_some_and(|ty| info.types.contains(&ty))) {
            return None;
        }
        let list = program.is_collection(&program.unwrap(ret));
        let unit = program.unit(program.func(function).unit);
        let mut preds = Vec::new();
        let params = decl.params.iter().filter(|param| param.kind == ParamKind::Plain);
        for (param, arg) in params.zip(given) {
            let text = unit.text(param.name);
            if arg.val.srcs.is_empty() || self.is_new_row(entity, &arg.val) {
                continue;
            }
            let role = self.eng.tenancy.role(entity, &[text]);
            let refers = self.eng.tenancy.refers(text);
            let known = !matches!(role, Role::Other) || refers.is_some();
            let compare = if known { Compare::Equal } else { Compare::Other };
            let column = Arc::new(Column::new(EntRef::Known(entity), vec![text.into()]));
            preds.push(Pred::Test {
                column,
                compare,
                value: arg.val.srcs.clone(),
                constant: false,
            });
        }
        // one row that no parameter says how to find may as well be a new one
        let blind = |pred: &Pred| {
            matches!(
                pred,
                Pred::Test {
                    compare: Compare::Other,
                    ..
                }
            )
        };
        if !given.is_empty() && (preds.is_empty() || !list && preds.iter().all(blind)) {
            return None;
        }
        let access = Access {
            entity: EntRef::Known(entity),
            passed: None,
            operation: if list { Operation::List } else { Operation::One },
            preds,
            stores: false,
            bypass: Bypass::No,
            manager: None,
            holder: None,
            sql: false,
            place: (self.unit_id, self.unit.body[site.expr].span),
            function: self.function,
            calls: Vec::new(),
            inner: false,
            declared: true,
            opaque: false,
            closes: false,
            exits: Vec::new(),
            within: Vec::new(),
            thin: false,
        };
        let index = self.add_access(access, false);
        Some(Val {
            ty: ret.clone(),
            ..self.val(Root::Record(index), &[])
        })
    }

    fn is_new_row(&self, entity: crate::tenancy::EntityId, val: &Val) -> bool {
        self.entity_of(&val.ty) == EntRef::Known(entity)
    }

    /// What a declaration says its implementations restrict their rows by: a parameter that is called after the tenant or
    /// the person whose the rows are. An implementation that was followed only in part is given credit for it; a statement that was
    /// read whole says itself what it asks for.
    pub(super) fn add_declared_keys(&mut self, first: usize, method: FnId, given: &[Given]) {
        let program = self.eng.program;
        let unit = program.unit(program.func(method).unit);
        let params = program
            .decl(method)
            .params
            .iter()
            .filter(|param| param.kind == ParamKind::Plain);
        let keys: Vec<(&str, &Given)> = params
            .zip(given)
            .map(|(param, arg)| (unit.text(param.name), arg))
            .collect();
        for access in self.accesses.iter_mut().skip(first) {
            let EntRef::Known(entity) = access.entity else { continue };
            if access.sql && !access.opaque {
                continue;
            }
            for (name, arg) in &keys {
                let role = self.eng.tenancy.role(entity, &[name]);
                if matches!(role, Role::TenantKey(_) | Role::UserKey(_)) && !arg.val.srcs.is_empty() {
                    let column = Arc::new(Column::new(EntRef::Known(entity), vec![(*name).into()]));
                    let value = arg.val.srcs.clone();
                    access.preds.push(Pred::Test {
                        column,
                        compare: Compare::Equal,
                        value,
                        constant: false,
                    });
                }
            }
        }
    }
}
