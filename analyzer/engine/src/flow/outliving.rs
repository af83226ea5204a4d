//! What a function puts where it outlives the request: into state that all requests share ([`crate::flow::spots`]). Whether it is
//! somebody's is judged later ([`crate::flow::outlived`]); what a function puts there of its parameters is its callers' to say.

use crate::facts::At;
use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::spots::Spot;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Val};
use crate::program::{FnId, Ty};
use crate::tenancy::EntityId;
use partywall_catalog::{OriginWord, SharedRow};
use partywall_ir::{BinaryOp, CollectionKind, ExprId, ExprKind, Lit};
use std::sync::Arc;

/// The most that one function is seen to put there.
const MAX_PUT: usize = 12;

/// Through how many calls it is followed.
const MAX_CALLS: usize = 4;

/// A value in state that all requests share.
#[derive(Clone, Debug, PartialEq)]
pub struct Put {
    /// Where.
    pub place: At,
    /// The function that holds the place.
    pub function: FnId,
    /// The state, as the code calls it.
    pub state: Arc<str>,
    /// Where the value comes from.
    pub srcs: Srcs,
    /// The entity whose rows it is, by its type.
    pub rows: Option<EntityId>,
    /// It is a request itself.
    pub request: bool,
    /// The calls that lead there: who is called, and where.
    pub calls: Vec<(FnId, At)>,
}

impl Cx<'_, '_> {
    /// Notes what an assignment puts into shared state.
    pub(super) fn put_by(&mut self, target: ExprId, op: Option<BinaryOp>, value: ExprId, val: &Val) {
        if !matches!(op, None | Some(BinaryOp::Coalesce)) || self.is_keyed_here(value) {
            return;
        }
        match &self.unit.body[target].kind {
            ExprKind::Collection { items, .. } => {
                for (at, item) in items.iter().enumerate() {
                    let part = crate::flow::control::part(val, at);
                    self.put_at(*item, &part);
                }
            }
            _ => {
                let from = self.outliving.len();
                self.put_at(target, val);
                let request = self.outliving.len() > from && self.is_request_param(value);
                for put in &mut self.outliving[from..] {
                    put.request = request;
                }
            }
        }
    }

    fn put_at(&mut self, target: ExprId, val: &Val) {
        if !is_put(val) {
            return;
        }
        if let Some(spot) = self.assigned_spot(target) {
            // whoever reads it there gets the rows
            let val = self.settle(val.clone(), self.unit.body[target].span);
            self.put_into(&spot, self.unit.body[target].span, &val);
        }
    }

    /// Whether a value is the parameter that the request comes in by.
    fn is_request_param(&self, value: ExprId) -> bool {
        let ExprKind::Name(name) = self.unit.body[value].kind else {
            return false;
        };
        let program = self.eng.program;
        let mut params = program.decl(self.function).params.iter();
        let Some(param) = params.find(|param| param.name == name) else {
            return false;
        };
        let called = self.unit.text(name);
        let ty = param.ty.as_ref().map(|ty| crate::words::last(self.unit.text(ty.name)));
        self.eng.index.params.iter().any(|(of, row)| {
            let by_name = ty.is_none() && row.name.iter().any(|known| known == called);
            let by_type = ty.is_some_and(|ty| row.of_type.iter().any(|known| known == ty));
            row.origin == OriginWord::RequestObject
                && of.is_none_or(|of| of == self.unit.language)
                && (by_name || by_type)
                && (row.method.is_empty() && row.on_this.is_empty())
        })
    }

    /// A call that may put one of its arguments into shared state.
    pub(super) fn put_call(&mut self, site: &Site, given: &[Given]) {
        let rows: Vec<&SharedRow> = self
            .eng
            .index
            .shared_puts
            .get(self.unit.language, site.name)
            .copied()
            .filter(|row| self.named(&row.puts, site))
            .collect();
        for row in rows {
            let Some(val) = given.get(row.value).map(|arg| arg.val.clone()) else {
                continue;
            };
            let val = match val.shape {
                Shape::Lambda(lambda) => self.call_lambda(lambda, &[]),
                _ => val,
            };
            if !is_put(&val) {
                continue;
            }
            let into = match row.into {
                Some(at) => given.get(at).map(|arg| arg.expr),
                None => site.base,
            };
            let spot = into.and_then(|into| match row.member.map(|at| given.get(at)) {
                None => self.held_spot(into),
                Some(name) => self.member_named(into, name?),
            });
            let fits = |spot: &Spot| {
                row.into_type.is_empty()
                    || crate::flow::one_for_all::names_layer(self.eng.program, &spot.ty, &row.into_type)
            };
            if let Some(spot) = spot.filter(fits) {
                self.put_into(&spot, self.unit.body[site.expr].span, &val);
                return;
            }
        }
    }

    /// The member of what is shared that a text names.
    fn member_named(&self, of: ExprId, name: &Given) -> Option<Spot> {
        let ExprKind::Lit(Lit::Str(text)) = self.unit.body[name.expr].kind else {
            return None;
        };
        self.member_spot(of, self.sym(text), 0)
    }

    fn put_into(&mut self, spot: &Spot, span: partywall_ir::Span, val: &Val) {
        // where it is known that the caller has no tenant, there is nobody to keep it from
        let nobody = |fact: &Fact| matches!(fact, Fact::Missing(src) if src.root() == Root::Identity);
        if self.st.facts.iter().any(nobody) || is_truth(&spot.ty) {
            return;
        }
        let here = (self.unit_id, span);
        let Some(setter) = spot.setter else {
            let rows = match self.entity_of(&val.ty) {
                EntRef::Known(entity) => Some(entity),
                _ => None,
            };
            return self.note_put(Put {
                place: here,
                function: self.function,
                state: spot.name.as_str().into(),
                srcs: val.srcs.clone(),
                rows,
                request: false,
                calls: Vec::new(),
            });
        };
        // what runs when it is given a value puts the value somewhere
        let summary = self.summary(setter);
        for put in &summary.outliving {
            let value = |src: &&SrcId| matches!(src.root(), Root::Param(_));
            let srcs = put.srcs.list().iter().filter(value).fold(Srcs::default(), |all, src| {
                let part = src
                    .path()
                    .iter()
                    .fold(val.srcs.clone(), |of, name| self.members(&of, *name));
                all.union(&part)
            });
            let mut calls = vec![(setter, here)];
            calls.extend(put.calls.iter().copied());
            self.note_put(Put {
                srcs,
                calls,
                ..put.clone()
            });
        }
    }

    fn note_put(&mut self, put: Put) {
        let somebody = |src: &SrcId| !matches!(src.root(), Root::This | Root::Const | Root::Generated | Root::Unknown);
        if put.calls.len() > MAX_CALLS || !put.srcs.list().iter().any(somebody) {
            return;
        }
        let room = self.outliving.len() < MAX_PUT;
        let mut known = self.outliving.iter_mut();
        let known = known.find(|known| known.place == put.place && known.calls == put.calls);
        match known {
            Some(known) => {
                known.srcs = known.srcs.union(&put.srcs);
                known.rows = known.rows.or(put.rows);
            }
            None if room => self.outliving.push(put),
            None => {}
        }
    }

    /// Takes over what the callee puts there of what this function hands it.
    pub(super) fn import_outliving(&mut self, expr: ExprId, summary: &Summary, binding: &Binding) {
        let here = (self.unit_id, self.unit.body[expr].span);
        for put in &summary.outliving {
            let handed = |src: &&SrcId| matches!(src.root(), Root::Param(_));
            let ours = put.srcs.list().iter().filter(handed);
            let srcs = ours.fold(Srcs::default(), |all, src| all.union(&self.source(*src, binding)));
            let whole = put.srcs.list().iter().filter(|src| src.is_whole());
            let typed = whole.filter_map(|src| self.type_given(*src, binding)).next();
            let mut calls = vec![(binding.callee, here)];
            calls.extend(put.calls.iter().copied());
            self.note_put(Put {
                srcs,
                rows: put.rows.or(typed),
                calls,
                ..put.clone()
            });
        }
    }

    /// The entity whose row the callee's parameter is given.
    fn type_given(&self, src: SrcId, binding: &Binding) -> Option<EntityId> {
        let Root::Param(at) = src.root() else { return None };
        match self.entity_of(&binding.args.get(at as usize)?.ty) {
            EntRef::Known(entity) => Some(entity),
            _ => None,
        }
    }

    /// Whether a value is written as a dictionary with keys that are worked out: what is in it is kept by these.
    fn is_keyed_here(&self, value: ExprId) -> bool {
        let ExprKind::Collection {
            kind: CollectionKind::Dict,
            items,
        } = &self.unit.body[value].kind
        else {
            return false;
        };
        let mut keys = items.iter().step_by(2);
        keys.any(|key| !matches!(self.unit.body[*key].kind, ExprKind::Lit(_)))
    }
}

/// Whether a value may be somebody's: a test, a type or a function is not.
fn is_put(val: &Val) -> bool {
    let rows = matches!(val.shape, Shape::Query(_));
    rows || !Cx::is_no_value(&val.shape) && !is_truth(&val.ty) && !val.srcs.is_empty()
}

fn is_truth(ty: &Ty) -> bool {
    ty.name()
        .is_some_and(|name| name.eq_ignore_ascii_case("bool") || name.eq_ignore_ascii_case("boolean"))
}
