//! Calls in conditions: comparisons that are written as calls, and what joins, turns or asks them.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::gathered::spread_out;
use crate::flow::query::{Column, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::program::Ty;
use partywall_catalog::{ConditionMeaning, Predicate};
use partywall_ir::{ExprId, ExprKind};
use std::sync::Arc;

/// The most conditions that are added one by one.
const MAX_ADDED: usize = 32;

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
        let spread: Vec<Vec<Pred>> = given.iter().filter_map(spread_out).flatten().collect();
        let speaks_of_columns = speaks_of_columns || !spread.is_empty() || names_column(given);
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
            ConditionMeaning::PresentAnd | ConditionMeaning::AbsentOr => {
                truth = self.there_and(row.means, site, receiver?, given)?;
            }
            ConditionMeaning::Kwargs => {
                let entity = self.row.last().cloned().unwrap_or(EntRef::Unknown);
                truth.preds = self.predicates(&entity, Predicate::Kwargs, given, 0);
            }
            ConditionMeaning::And | ConditionMeaning::Or => {
                if !speaks_of_columns {
                    return None;
                }
                let means = self.begun_as(site).unwrap_or(row.means);
                let lists: Vec<Vec<Pred>> = vals.iter().map(|val| self.truth(val).preds).collect();
                let lists: Vec<Vec<Pred>> = lists
                    .into_iter()
                    .chain(spread)
                    .filter(|list| !list.is_empty())
                    .collect();
                truth.preds = match means {
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
                if let (Some(items), []) = (receiver, given)
                    && let Some(any) = self.whether_any(items)
                {
                    return Some(any);
                }
                let Some(Shape::Column(column)) = receiver.map(|val| &val.shape) else {
                    let truth = self.held_by_one(site, receiver, given)?;
                    return Some(Val::shaped(Shape::Truth(Arc::new(truth))));
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
            ConditionMeaning::Pairs => truth.preds = self.paired(given),
            ConditionMeaning::Gather => return self.gather(site, receiver?, given),
            ConditionMeaning::Each => {
                let (Some(Shape::Column(_)), [arg]) = (receiver.map(|val| &val.shape), given) else {
                    return None;
                };
                let Shape::Lambda(lambda) = arg.val.shape else {
                    return None;
                };
                let result = self.call_lambda(lambda, &[receiver?.clone()]);
                return matches!(result.shape, Shape::Column(_)).then_some(result);
            }
            ConditionMeaning::All if !speaks_of_columns => truth = self.held_by_all(site, receiver, given)?,
            ConditionMeaning::All => {
                return self.comparison_call(site, ConditionMeaning::Other, receiver, given, true);
            }
            ConditionMeaning::Equal | ConditionMeaning::In | ConditionMeaning::Other => {
                return self.comparison_call(site, row.means, receiver, given, speaks_of_columns);
            }
        }
        let answer = matches!(
            row.means,
            ConditionMeaning::Absent
                | ConditionMeaning::Present
                | ConditionMeaning::PresentAnd
                | ConditionMeaning::AbsentOr
        );
        let answer = answer && self.eng.propagates(self.unit.language);
        Some(Val {
            // an answer may be handed on inside of a result, whose success is another one
            ty: if answer {
                Ty::named("bool", Vec::new())
            } else {
                Ty::unknown()
            },
            ..Val::shaped(Shape::Truth(Arc::new(truth)))
        })
    }

    /// What it says that a value is there and satisfies a lambda, or that it does so if it is there.
    fn there_and(&mut self, means: ConditionMeaning, site: &Site, subject: &Val, given: &[Given]) -> Option<Truth> {
        let [arg] = given else { return None };
        let Shape::Lambda(lambda) = arg.val.shape else {
            return None;
        };
        let subject = self.settle(subject.clone(), self.unit.body[site.base?].span);
        let there = self.truth(&self.as_condition(site.base?, subject.clone()));
        let item = self.element(&subject);
        let result = self.call_lambda(lambda, &[item]);
        let asked = self.truth(&result);
        let either = |lacks: &[Fact], says: Vec<Fact>| match (lacks.is_empty(), says.is_empty()) {
            (false, false) => vec![Fact::Any(Arc::new(vec![lacks.to_vec(), says]))],
            _ => Vec::new(),
        };
        let and = |says: &[Fact]| [&there.yes[..], says].concat();
        Some(match means {
            ConditionMeaning::AbsentOr => Truth {
                preds: Vec::new(),
                yes: either(&there.no, asked.yes),
                no: and(&asked.no),
            },
            _ => Truth {
                preds: Vec::new(),
                yes: and(&asked.yes),
                no: either(&there.no, asked.no),
            },
        })
    }

    /// How conditions are joined that are added one by one to an empty beginning: `Condition::any().add(a).add(b)`.
    fn begun_as(&self, site: &Site) -> Option<ConditionMeaning> {
        let mut at = site.base?;
        for _ in 0..MAX_ADDED {
            let ExprKind::Call { callee, args } = &self.unit.body[at].kind else {
                return None;
            };
            let ExprKind::Member { base, name } = self.unit.body[*callee].kind else {
                return None;
            };
            if args.is_empty() {
                let name = self.unit.text(name);
                let mut rows = self.eng.index.condition.get(self.unit.language, name);
                let row = rows.find(|row| matches!(row.means, ConditionMeaning::And | ConditionMeaning::Or))?;
                return Some(row.means);
            }
            at = base;
        }
        None
    }

    /// Columns that are named by texts, each with the value behind it. A text that is no name is an operator, which is not read.
    fn paired(&mut self, given: &[Given]) -> Vec<Pred> {
        let named = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let pairs = given.chunks_exact(2);
        let pred = |pair: &[Given]| match &pair[0].val.shape {
            Shape::Text(text) if named(text) => {
                let path = text.split('.').map(Into::into).collect();
                let column = Arc::new(Column::new(EntRef::Unknown, path));
                self.test(&column, &pair[1].val, Compare::Equal)
            }
            _ => Pred::Opaque,
        };
        pairs.map(pred).collect()
    }

    /// What it says that a condition holds for every item: each is so. Where it does not, its opposite holds for one.
    fn held_by_all(&mut self, site: &Site, items: Option<&Val>, given: &[Given]) -> Option<Truth> {
        let (of, items, some) = self.of_item(site, items, given)?;
        let no = self.said_of_others(of.no, &items);
        Some(Truth {
            preds: Vec::new(),
            yes: if some { Vec::new() } else { of.yes },
            no,
        })
    }

    /// What it says that a condition holds for one item. Where it does not, its opposite holds for each.
    fn held_by_one(&mut self, site: &Site, items: Option<&Val>, given: &[Given]) -> Option<Truth> {
        let (of, items, some) = self.of_item(site, items, given)?;
        let yes = self.said_of_others(of.yes, &items);
        Some(Truth {
            preds: Vec::new(),
            yes,
            no: if some { Vec::new() } else { of.no },
        })
    }

    /// What a condition says of an item, the items, and whether only some of them are asked.
    fn of_item(&mut self, site: &Site, items: Option<&Val>, given: &[Given]) -> Option<(Truth, Val, bool)> {
        let [arg] = given else { return None };
        let (of, items, some) = match (items, &arg.val.shape) {
            (Some(items), Shape::Lambda(lambda)) => {
                let items = self.settle(items.clone(), self.unit.body[site.base.unwrap_or(site.expr)].span);
                let item = self.element(&items);
                let result = self.call_lambda(*lambda, &[item]);
                (self.truth(&result), items, false)
            }
            (None, _) => self.of_each(arg.expr)?,
            _ => return None,
        };
        (!of.yes.is_empty() || !of.no.is_empty()).then_some((of, items, some))
    }

    /// The like for a condition that is written out for each item.
    fn of_each(&mut self, expr: ExprId) -> Option<(Truth, Val, bool)> {
        let unit = self.unit;
        let ExprKind::Comprehension { element, clauses } = &unit.body[expr].kind else {
            return None;
        };
        let saved = self.st.env.clone();
        let mut srcs = Srcs::default();
        for clause in clauses {
            let items = self.eval(clause.source);
            let items = self.settle(items, unit.body[clause.source].span);
            srcs = srcs.union(&items.srcs);
            let item = self.element(&items);
            self.bind(clause.pattern, &item);
        }
        let result = self.eval(*element);
        let of = self.truth(&result);
        self.st.env = saved;
        let some = clauses.iter().any(|clause| !clause.conds.is_empty());
        Some((of, Val::of(srcs), some))
    }

    /// Of what holds for one of many items, what it says of something else: a value that one of them equals is theirs, and none of
    /// them is the caller's because one is.
    fn said_of_others(&self, facts: Vec<Fact>, items: &Val) -> Vec<Fact> {
        let of_items = |src: &SrcId| src.chain().any(|part| items.srcs.list().contains(&part));
        let says = |fact: &Fact| match fact {
            Fact::Equal(a, b) => {
                let other = match (of_items(a), of_items(b)) {
                    (true, false) => b,
                    (false, true) => a,
                    (both, _) => return !both,
                };
                other.root() != Root::Identity
            }
            Fact::Authorized(src) => !of_items(src),
            Fact::Any(_) => false,
            _ => true,
        };
        facts.into_iter().filter(says).collect()
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
        let named = given.first().filter(|_| names_column(given));
        let sides: Vec<Val> = match receiver {
            _ if let Some(Shape::Lambda(lambda)) = named.map(|arg| &arg.val.shape) => {
                // whose column it is shows where the condition is put into a query
                let entity = self.row.last().cloned().unwrap_or(EntRef::Unknown);
                let row = Val::shaped(Shape::Column(Arc::new(Column::new(entity, Vec::new()))));
                let column = self.call_lambda(*lambda, &[row]);
                std::iter::once(column)
                    .chain(given.iter().skip(1).map(|arg| arg.val.clone()))
                    .collect()
            }
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

/// Whether a comparison names its column by a lambda, and the value behind it: `Eq(i => i.Id, id)`.
fn names_column(given: &[Given]) -> bool {
    matches!(given, [first, _, ..] if matches!(first.val.shape, Shape::Lambda(_)))
}
