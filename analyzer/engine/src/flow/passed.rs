//! Queries that a function is passed: what it does to one comes after what its caller did.
//!
//! Inside of the function such a query begins at the parameter ([`Query::passed`]); at a call, the query that the caller passes takes
//! the parameter's place. This module must not know what the restrictions mean.

use crate::flow::apply::Binding;
use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass, Pred, Query};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root, Shape, Val};
use crate::program::Ty;
use partywall_catalog::Predicate;
use partywall_ir::Span;
use std::sync::Arc;

/// How deep a result's parts are looked into.
const MAX_PARTS: usize = 3;

impl Cx<'_, '_> {
    /// A parameter whose declared type is that of queries.
    pub(super) fn passed_query(&self, index: u32, val: Val) -> Val {
        let rows = |name| self.eng.index.query_passed.get(self.unit.language, name).next();
        if val.ty.name().and_then(rows).is_none() {
            return val;
        }
        let entity = val.ty.args().first().map(|element| self.entity_of(element));
        self.go_on_from(index, entity, val)
    }

    /// A parameter without a type on which something is called that restricts queries.
    pub(super) fn passed_by_use(&self, val: Val, name: &str) -> Val {
        let mut rows = self.eng.index.step.get(self.unit.language, name);
        match rows.any(|row| row.operation.is_none() && row.predicate != Predicate::None) {
            true => self.passed_rows(val),
            false => val,
        }
    }

    /// A parameter without a type that stands for the rows of a query.
    pub(super) fn passed_rows(&self, val: Val) -> Val {
        let whole = match val.srcs.list() {
            [src] if src.path().is_empty() => src.root(),
            _ => return val,
        };
        let Root::Param(index) = whole else { return val };
        if !val.ty.is_unknown() || !matches!(val.shape, Shape::Plain) || self.is_rest(&val) || self.is_entry {
            return val;
        }
        self.go_on_from(index, None, val)
    }

    fn go_on_from(&self, index: u32, entity: Option<EntRef>, val: Val) -> Val {
        let entity = match entity {
            Some(known @ EntRef::Known(_)) => known,
            _ => EntRef::Passed(index),
        };
        let query = Query {
            passed: Some(index),
            ..self.query(entity, Span::default())
        };
        Val {
            shape: Shape::Query(Arc::new(query)),
            ..val
        }
    }

    /// The entity of the query that a call passes for a parameter.
    pub(super) fn passed_entity(&self, index: u32, binding: &Binding) -> EntRef {
        let Some(val) = binding.args.get(index as usize) else {
            return EntRef::Unknown;
        };
        match &val.shape {
            Shape::Query(query) => query.entity.clone(),
            Shape::Type(ty) => self.eng.tenancy.of_type(*ty).map_or(EntRef::Unknown, EntRef::Known),
            _ => match passed_on(val) {
                Some(index) => EntRef::Passed(index),
                None => self.rows_of(&val.ty),
            },
        }
    }

    /// The parameter, by index, that a value is all of, where it may be an entity that the caller names.
    pub(super) fn passed_type(&self, of: &Val) -> Option<u32> {
        let [src] = *of.srcs.list() else { return None };
        let Root::Param(index) = src.root() else { return None };
        let whole = src.is_whole() && of.ty.decl().is_none() && matches!(of.shape, Shape::Plain);
        (whole && !self.is_entry && !self.is_rest(of)).then_some(index)
    }

    fn rows_of(&self, ty: &Ty) -> EntRef {
        ty.args().first().map_or(EntRef::Unknown, |first| self.entity_of(first))
    }

    /// A query that goes on from one that this call passes.
    pub(super) fn go_on(&self, query: &Query, entity: EntRef, preds: Vec<Pred>, binding: &Binding) -> Query {
        let base = passed(query.passed, binding);
        let own = Query {
            entity,
            preds,
            passed: None,
            ..query.clone()
        };
        let Some(base) = base else {
            // one that was handed on as it came in begins at the caller's own parameter
            let on = handed_on(query.passed, binding);
            let opaque = query.passed.is_some() && on.is_none() && !names_entity(query.passed, binding) || query.opaque;
            return Query {
                passed: on,
                opaque,
                ..own
            };
        };
        Query {
            passed: base.passed,
            preds: base.preds.iter().cloned().chain(own.preds).collect(),
            bypass: either(&base.bypass, &own.bypass),
            manager: base.manager.or(own.manager),
            holder: base.holder,
            operation: if own.ready { own.operation } else { base.operation },
            sql: base.sql,
            joined: base.joined.iter().cloned().chain(own.joined).collect(),
            start: base.start,
            opaque: base.opaque || own.opaque,
            ready: base.ready || own.ready,
            fails_closed: base.fails_closed || own.fails_closed,
            does: own.does.or(base.does),
            deferred: base.deferred || own.deferred,
            sets: base.sets.iter().cloned().chain(own.sets).collect(),
            ..own
        }
    }

    /// An access that runs a query which this call passes.
    pub(super) fn run_passed(&self, access: Access, of: Option<u32>, binding: &Binding) -> Access {
        let Some(index) = of else { return access };
        let Some(base) = passed(Some(index), binding) else {
            let on = handed_on(Some(index), binding);
            return Access {
                passed: on,
                opaque: access.opaque || on.is_none() && !names_entity(of, binding),
                ..access
            };
        };
        Access {
            passed: base.passed,
            bypass: either(&base.bypass, &access.bypass),
            manager: base.manager.or(access.manager),
            holder: base.holder,
            sql: base.sql,
            opaque: base.opaque || access.opaque,
            closes: base.fails_closed || access.closes,
            ..access
        }
    }
}

/// The parameter, by index, that a value without a type is all of.
pub(super) fn passed_on(val: &Val) -> Option<u32> {
    let [src] = val.srcs.list() else { return None };
    let whole = src.path().is_empty() && val.ty.is_unknown() && matches!(val.shape, Shape::Plain);
    match src.root() {
        Root::Param(index) if whole => Some(index),
        _ => None,
    }
}

/// The caller's own parameter that a call hands on for one of the callee's.
fn handed_on(of: Option<u32>, binding: &Binding) -> Option<u32> {
    passed_on(binding.args.get(of? as usize)?)
}

/// What the query that a call passes is restricted by.
pub(super) fn restrictions(of: Option<u32>, binding: &Binding) -> Vec<Pred> {
    passed(of, binding).map_or_else(Vec::new, |base| base.preds.clone())
}

/// Whether a function takes a parameter as a query: what it is passed is not run before.
pub(super) fn takes_query(summary: &Summary, index: usize) -> bool {
    let of = u32::try_from(index).ok();
    summary
        .accesses
        .iter()
        .any(|access| access.passed.is_some() && access.passed == of)
        || gives(&summary.ret, of, MAX_PARTS)
}

fn gives(val: &Val, of: Option<u32>, depth: usize) -> bool {
    match &val.shape {
        Shape::Query(query) => query.passed.is_some() && query.passed == of,
        Shape::List(items) if depth > 0 => items.iter().any(|item| gives(item, of, depth - 1)),
        Shape::Object(members) if depth > 0 => members.iter().any(|(_, item)| gives(item, of, depth - 1)),
        _ => false,
    }
}

fn passed<'b>(of: Option<u32>, binding: &'b Binding) -> Option<&'b Query> {
    match binding.args.get(of? as usize).map(|val| &val.shape) {
        Some(Shape::Query(query)) => Some(query),
        _ => None,
    }
}

/// Whether a call passes an entity for a parameter, all of whose rows are meant then.
fn names_entity(of: Option<u32>, binding: &Binding) -> bool {
    let val = of.and_then(|index| binding.args.get(index as usize));
    val.is_some_and(|val| matches!(val.shape, Shape::Type(_)))
}

fn either(first: &Bypass, second: &Bypass) -> Bypass {
    match second {
        Bypass::No => first.clone(),
        _ => second.clone(),
    }
}
