//! What rows look like once a step of their query has given them another form: `Join(…, (a, b) => new { a, b })`, or a clause that
//! brings one more variable into scope. Conditions of later steps speak of rows by that form.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::query::{Column, Pred, Query};
use crate::flow::value::{EntRef, Shape, Srcs, Val};
use crate::program::{Sym, Ty};
use partywall_catalog::{Operation, StepRow};
use partywall_ir::{ExprId, ExprKind, PatKind};
use std::sync::Arc;

/// The most members of a form that are kept.
const MAX_MEMBERS: usize = 32;

/// A row as it is: a column of no name yet.
fn row(entity: &EntRef) -> Val {
    match entity {
        EntRef::Unknown => Val::nothing(),
        _ => Val::shaped(Shape::Column(Arc::new(Column::new(entity.clone(), Vec::new())))),
    }
}

impl Cx<'_, '_> {
    /// Gives a query's rows the form that a step says, and what ties them to the rows that it brings in.
    pub(super) fn reshape(&mut self, row: &StepRow, query: &mut Query, given: &[Given]) {
        let Some(Shape::Lambda(last)) = given.last().map(|arg| &arg.val.shape) else {
            return;
        };
        let (last, own) = (*last, self.seen_row(query));
        let takes = self.params_of(last);
        let form = match (given, row.join) {
            (_, true) if takes == 2 => {
                let other = query.joined.last().map_or_else(Val::nothing, self::row);
                self.form(query, last, &[own, other], false)
            }
            (_, true) => return,
            ([first, _], false) if row.flattens && takes == 2 => {
                let Shape::Lambda(first) = first.val.shape else { return };
                let item = self.form(query, first, std::slice::from_ref(&own), true);
                let item = self.item_of(item, &mut query.preds);
                self.form(query, last, &[own, item], false)
            }
            (_, false) => {
                let form = self.form(query, last, &[own], row.flattens);
                match row.flattens {
                    true => self.item_of(form, &mut query.preds),
                    false => form,
                }
            }
        };
        query.form = match form.shape {
            Shape::Column(_) | Shape::Object(_) | Shape::List(_) => Some(Arc::new(form)),
            _ => None,
        };
    }

    /// A row that was read, in the form that its query gave it: each member is the column that it was taken from.
    pub(super) fn seen_as(&self, query: &Query, operation: Operation, val: Val) -> Val {
        let (Some(form), [record], Operation::One) = (&query.form, val.srcs.list(), operation) else {
            return val;
        };
        let Shape::Object(members) = &form.shape else {
            return val;
        };
        let taken = |(name, of): &(Sym, Val)| {
            let src = match &of.shape {
                Shape::Column(column) if column.entity == query.entity => {
                    let path = column.path.iter().map(|part| self.eng.program.find(part));
                    path.collect::<Option<Vec<Sym>>>()?
                        .into_iter()
                        .fold(*record, |of, part| of.member(part))
                }
                Shape::Column(_) => return None,
                _ => record.member(*name),
            };
            Some((*name, Val::of(Srcs::one(src))))
        };
        let members: Vec<(Sym, Val)> = members.iter().filter_map(taken).collect();
        Val {
            shape: Shape::Object(Arc::new(members)),
            ..val
        }
    }

    /// One of the rows that a member, or another query, gives for each row.
    fn item_of(&mut self, rows: Val, preds: &mut Vec<Pred>) -> Val {
        let Shape::Query(query) = &rows.shape else { return rows };
        if !query.preds.is_empty() {
            preds.push(Pred::Tied(query.entity.clone(), query.preds.clone()));
        }
        row(&query.entity)
    }

    /// What a condition over rows is given: the row in the form that it has by now.
    pub(super) fn row_given(&self, lambda: ExprId, entity: &EntRef) -> Val {
        if let Some(form) = &self.form {
            return (**form).clone();
        }
        let body = &self.unit.body;
        let pattern = match &body[lambda].kind {
            ExprKind::Lambda(inner) => inner.params.first().and_then(|param| param.pattern),
            _ => None,
        };
        let apart = pattern.is_some_and(|pattern| matches!(body[pattern].kind, PatKind::Tuple(_)));
        if !apart || self.joined.is_empty() {
            return row(entity);
        }
        let rows = std::iter::once(entity).chain(&self.joined).map(row);
        Val::shaped(Shape::List(Arc::new(rows.collect())))
    }

    fn seen_row(&self, query: &Query) -> Val {
        match &query.form {
            Some(form) => (**form).clone(),
            None => row(&query.entity),
        }
    }

    fn params_of(&self, lambda: ExprId) -> usize {
        match &self.unit.body[lambda].kind {
            ExprKind::Lambda(inner) => inner.params.len(),
            _ => 0,
        }
    }

    /// What a lambda makes of rows, part by part: what only calls can tell stays unknown, but for the variables of clauses and where
    /// `calls` says so.
    fn form(&mut self, query: &Query, lambda: ExprId, args: &[Val], calls: bool) -> Val {
        let unit = self.unit;
        let ExprKind::Lambda(inner) = &unit.body[lambda].kind else {
            return Val::nothing();
        };
        self.row.push(query.entity.clone());
        let held = self.st.facts.len();
        let part = |cx: &mut Self, expr: ExprId, calls: bool| match calls || cx.is_plain(expr) {
            true => cx.call_inline(&inner.params, expr, args),
            false => Val::nothing(),
        };
        let val = match &unit.body[inner.body].kind {
            ExprKind::New(new) if new.args.is_empty() => {
                let fields = new.fields.iter().take(MAX_MEMBERS);
                let members = fields.map(|(name, expr)| (self.sym(*name), part(self, *expr, false)));
                Val::shaped(Shape::Object(Arc::new(members.collect())))
            }
            ExprKind::Collection { items, .. } => {
                let items = items.iter().take(MAX_MEMBERS).map(|item| part(self, *item, true));
                Val::shaped(Shape::List(Arc::new(items.collect())))
            }
            _ if calls => part(self, self.stripped(inner.body), true),
            _ => part(self, inner.body, false),
        };
        self.st.facts.truncate(held);
        self.row.pop();
        val
    }

    /// The declared type of an entity.
    pub fn entity_type(&self, entity: &EntRef) -> Ty {
        match entity {
            EntRef::Known(id) => self
                .eng
                .tenancy
                .entity(*id)
                .types
                .first()
                .map_or_else(Ty::unknown, |ty| self.eng.program.instance(*ty, Vec::new())),
            _ => Ty::unknown(),
        }
    }

    /// What an expression begins with, before steps that leave rows as they are.
    fn stripped(&self, expr: ExprId) -> ExprId {
        let mut at = expr;
        while let ExprKind::Call { callee, args } = &self.unit.body[at].kind
            && let ExprKind::Member { base, name } = &self.unit.body[*callee].kind
            && args.is_empty()
        {
            let name = self.unit.text(*name);
            let row = self.eng.index.step.get(self.unit.language, name).next();
            if row.is_none_or(|row| row.operation.is_some() || row.bypass) {
                break;
            }
            at = *base;
        }
        at
    }

    /// Whether an expression is a member of something, and nothing more.
    fn is_plain(&self, expr: ExprId) -> bool {
        let mut at = expr;
        loop {
            match &self.unit.body[at].kind {
                ExprKind::Name(_) => return true,
                ExprKind::Member { base, .. } => at = *base,
                _ => return false,
            }
        }
    }
}
