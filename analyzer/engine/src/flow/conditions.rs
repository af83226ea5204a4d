//! Calls in conditions: comparisons that are written as calls, and what joins, turns or asks them.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::query::{Compare, Pred};
use crate::flow::value::{EntRef, Shape, Truth, Val};
use partywall_catalog::{ConditionMeaning, Predicate};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A call inside a condition.
    pub(super) fn condition_call(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.condition.get(self.unit.language, site.name);
        let vals: Vec<&Val> = receiver.into_iter().chain(given.iter().map(|arg| &arg.val)).collect();
        let speaks_of_columns = vals.iter().any(|val| match &val.shape {
            Shape::Column(_) => true,
            Shape::Truth(truth) => !truth.preds.is_empty(),
            _ => false,
        });
        // where columns are compared in one way and values in another, it is what is compared that decides
        let row = rows.find(|row| row.means != ConditionMeaning::Other || speaks_of_columns)?;
        let mut truth = Truth::default();
        match row.means {
            ConditionMeaning::Absent | ConditionMeaning::Present => {
                let subject = match receiver {
                    Some(receiver) if !matches!(receiver.shape, Shape::Outside(_) | Shape::Type(_)) => receiver,
                    _ => &given.first().filter(|_| site.base.is_some())?.val,
                };
                let subject = self.settle(subject.clone(), self.unit.body[site.expr].span);
                let asked = match receiver {
                    Some(_) => site.base,
                    None => given.first().map(|arg| arg.expr),
                };
                let of = match asked {
                    Some(expr) => self.truth(&self.as_condition(expr, subject)),
                    None => self.truth(&subject),
                };
                let swap = row.means == ConditionMeaning::Absent;
                truth = Truth {
                    preds: Vec::new(),
                    yes: of.yes,
                    no: of.no,
                };
                if swap {
                    std::mem::swap(&mut truth.yes, &mut truth.no);
                }
            }
            ConditionMeaning::Kwargs => {
                let entity = self.row.last().cloned().unwrap_or(EntRef::Unknown);
                truth.preds = self.predicates(&entity, Predicate::Kwargs, given, 0);
            }
            ConditionMeaning::And | ConditionMeaning::Or => {
                if !speaks_of_columns {
                    return None;
                }
                let lists: Vec<Vec<Pred>> = vals.iter().map(|val| self.truth(val).preds).collect();
                let lists: Vec<Vec<Pred>> = lists.into_iter().filter(|list| !list.is_empty()).collect();
                truth.preds = match row.means {
                    ConditionMeaning::And => lists.into_iter().flatten().collect(),
                    _ => vec![Pred::Any(lists)],
                };
            }
            ConditionMeaning::Not => {
                if !speaks_of_columns {
                    return None;
                }
                truth.preds = vals
                    .iter()
                    .flat_map(|val| self.truth(val).preds)
                    .map(|p| crate::flow::compare::negated(&p))
                    .collect();
            }
            ConditionMeaning::Any => {
                let Some(Val {
                    shape: Shape::Column(column),
                    ..
                }) = receiver
                else {
                    return None;
                };
                let column = Arc::clone(column);
                for arg in given {
                    if let Shape::Lambda(lambda) = arg.val.shape {
                        let row = Val::shaped(Shape::Column(Arc::clone(&column)));
                        let result = self.call_lambda(lambda, &[row]);
                        truth.preds.extend(self.truth(&result).preds);
                    }
                }
            }
            ConditionMeaning::Equal | ConditionMeaning::In | ConditionMeaning::Other => {
                return self.comparison_call(site, row.means, receiver, given, speaks_of_columns);
            }
        }
        Some(Val::shaped(Shape::Truth(Arc::new(truth))))
    }

    fn comparison_call(
        &mut self,
        site: &Site,
        means: ConditionMeaning,
        receiver: Option<&Val>,
        given: &[Given],
        speaks_of_columns: bool,
    ) -> Option<Val> {
        let compare = match means {
            ConditionMeaning::Equal => Compare::Equal,
            ConditionMeaning::In => Compare::In,
            _ => Compare::Other,
        };
        let sides: Vec<Val> = match receiver {
            Some(receiver) if !matches!(receiver.shape, Shape::Outside(_) | Shape::Type(_)) => [receiver.clone()]
                .into_iter()
                .chain(given.iter().map(|arg| arg.val.clone()))
                .collect(),
            _ => given.iter().map(|arg| arg.val.clone()).collect(),
        };
        let [a, b, ..] = &sides[..] else { return None };
        if means == ConditionMeaning::Other && !speaks_of_columns {
            return None;
        }
        let (left, right) = (site.expr, site.expr);
        Some(self.compare(
            a.clone(),
            b.clone(),
            compare,
            means != ConditionMeaning::Other,
            left,
            right,
        ))
    }
}
