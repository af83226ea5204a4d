//! Rows that were found for the caller by a way that could not be followed: whose they are cannot be told, and nobody is accused.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::query::{Pred, Query};
use crate::flow::value::{Root, Shape, Srcs, Val};
use crate::program::Sym;
use partywall_ir::ExprKind;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// What restricts rows by names that are made when the code runs, where the caller is among the values.
    pub(super) fn unnamed(&self, members: &[(Sym, Val)], all: &Val) -> Option<Pred> {
        let named = members.iter().any(|(_, val)| self.may_be_caller(&val.srcs));
        (!named && self.may_be_caller(&all.srcs)).then_some(Pred::Opaque)
    }

    /// Whether one of these is the caller, or a parameter or member of the own object that is called after a person, who may be the
    /// caller.
    pub(super) fn may_be_caller(&self, srcs: &Srcs) -> bool {
        let params = &self.eng.program.decl(self.function).params;
        srcs.list().iter().any(|src| match src.root() {
            Root::Identity => true,
            Root::Param(index) => params
                .get(index as usize)
                .is_some_and(|param| self.eng.tenancy.names_person(self.unit.text(param.name))),
            Root::This => src
                .path()
                .last()
                .is_some_and(|name| self.eng.tenancy.names_person(self.text(*name))),
            _ => false,
        })
    }

    /// Whether a row is looked for among rows that could not be followed, and that were found for the caller: whose it is cannot
    /// be told.
    pub(super) fn is_told_rows(&self, given: &[Given]) -> bool {
        let among = |first: &Given| {
            matches!(first.val.shape, Shape::Plain)
                && (self.has_identity(&first.val) || self.may_be_caller(&first.val.srcs))
        };
        given.len() > 1 && given.first().is_some_and(among)
    }

    /// A query as one with rows that could not be followed.
    pub(super) fn with_unseen(&self, query: &Query, and: bool) -> Val {
        let mut query = query.clone();
        if and {
            query.preds.push(Pred::Opaque);
        } else {
            query.preds = vec![Pred::Any(vec![query.preds, vec![Pred::Opaque]])];
        }
        Val::shaped(Shape::Query(Arc::new(query)))
    }

    /// Whether an argument is what queries of an entity begin at, and none yet: what is done with it cannot be told, and a query that
    /// goes on from what comes back begins at it.
    pub(super) fn is_way_to_rows(&self, arg: &Given) -> bool {
        let bare = matches!(self.unit.body[arg.expr].kind, ExprKind::Member { .. });
        bare && matches!(&arg.val.shape, Shape::Query(query) if query.manager.is_some() && query.preds.is_empty())
    }

    fn is_told(&self, given: &[Given]) -> bool {
        given
            .iter()
            .any(|arg| self.has_identity(&arg.val) || self.may_be_caller(&arg.val.srcs))
    }

    /// A query after a step that is nowhere described: what the step was told of the caller may restrict the rows.
    pub(super) fn told(&self, receiver: Val, given: &[Given]) -> Val {
        match &receiver.shape {
            Shape::Query(query) if !query.ready && self.is_told(given) => {
                let mut query = (**query).clone();
                query.preds.push(Pred::Opaque);
                Val {
                    shape: Shape::Query(Arc::new(query)),
                    ..receiver
                }
            }
            _ => receiver,
        }
    }
}
