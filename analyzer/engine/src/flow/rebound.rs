//! Restrictions of a callee's queries as they are for its caller.

use crate::flow::apply::Binding;
use crate::flow::cx::Cx;
use crate::flow::presence::Presence;
use crate::flow::query::{Access, Column, Pred};
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A restriction of a callee's as the caller's, of an entity as the caller knows it.
    pub(super) fn pred(&self, pred: &Pred, entity: &EntRef, binding: &Binding) -> Pred {
        match pred {
            Pred::Test {
                column,
                compare,
                value,
                constant,
            } => {
                let known = matches!(column.entity, EntRef::Known(_));
                let column = if known {
                    Arc::clone(column)
                } else {
                    Arc::new(Column::new(entity.clone(), column.path.clone()))
                };
                Pred::Test {
                    column,
                    compare: *compare,
                    value: self.srcs(value, binding),
                    constant: *constant,
                }
            }
            Pred::Any(arms) => {
                let arms = arms.iter().filter_map(|arm| self.arm(arm, entity, binding));
                let arms: Vec<Vec<Pred>> = arms.collect();
                match self.is_up_to_caller(&arms, binding) {
                    true => Pred::Opaque,
                    false => Pred::Any(arms),
                }
            }
            Pred::Tied(other, preds) => {
                let other_entity = self.entity_ref(other, binding);
                Pred::Tied(
                    other.clone(),
                    preds
                        .iter()
                        .map(|pred| self.pred(pred, &other_entity, binding))
                        .collect(),
                )
            }
            Pred::Child(of) => Pred::Child(self.srcs(of, binding)),
            Pred::Key(of) => Pred::Key(self.srcs(of, binding)),
            Pred::Opaque => Pred::Opaque,
            Pred::Operator => Pred::Operator,
            Pred::When(..) | Pred::Right(_) | Pred::Everybody => pred.clone(),
            Pred::Nobody(column) => match column.entity {
                EntRef::Known(_) => pred.clone(),
                _ => Pred::Nobody(Arc::new(Column::new(entity.clone(), column.path.clone()))),
            },
            Pred::Spread(of) => self.spread(of, entity, binding),
        }
    }

    /// Whether a callee that is handed the caller asks for fewer rows on some of its paths only, by something that could not be followed:
    /// what they may see may be what it went by.
    fn is_up_to_caller(&self, arms: &[Vec<Pred>], binding: &Binding) -> bool {
        let caller = |val: &Val| val.srcs.list().iter().any(|src| src.root() == Root::Identity);
        arms.iter().any(Vec::is_empty)
            && arms.iter().flatten().any(|pred| self.is_unseen(pred))
            && binding.args.iter().any(caller)
    }

    /// Whether a restriction could not be followed, or is by rows that were found by one that could not.
    fn is_unseen(&self, pred: &Pred) -> bool {
        let unseen = |src: &SrcId| match src.root() {
            Root::Record(at) => self.accesses.get(at as usize).is_some_and(Access::is_found_unseen),
            _ => false,
        };
        match pred {
            Pred::Opaque => true,
            Pred::Test { value, .. } | Pred::Key(value) => value.list().iter().any(unseen),
            _ => false,
        }
    }

    /// One of several alternatives, unless what the caller gives rules it out.
    fn arm(&self, arm: &[Pred], entity: &EntRef, binding: &Binding) -> Option<Vec<Pred>> {
        let mut preds = Vec::with_capacity(arm.len());
        for pred in arm {
            match pred {
                Pred::When(src, there) => match self.presence(*src, binding) {
                    Presence::Told(told) if told != *there => return None,
                    Presence::Of(own) => preds.push(Pred::When(own, *there)),
                    Presence::Told(_) | Presence::Unknown => {}
                },
                Pred::Right(src) => match *self.source(*src, binding).list() {
                    [of] if matches!(of.root(), Root::Identity | Root::Param(_)) => preds.push(Pred::Right(of)),
                    _ => {}
                },
                pred => preds.push(self.pred(pred, entity, binding)),
            }
        }
        Some(preds)
    }

    /// What a caller gave for a parameter that takes the rest, as conditions.
    fn spread(&self, of: &Srcs, entity: &EntRef, binding: &Binding) -> Pred {
        let given = of.list().iter().find_map(|src| match src.root() {
            Root::Param(index) => binding.args.get(index as usize),
            _ => None,
        });
        let Some(given) = given else { return Pred::Opaque };
        match &given.shape {
            Shape::Object(members) => {
                let all = members.iter().map(|(name, val)| self.keyword_test(entity, *name, val));
                Pred::Any(vec![all.collect()])
            }
            Shape::List(items) => Pred::Any(vec![items.iter().flat_map(crate::flow::gathered::said).collect()]),
            _ => Pred::Any(vec![crate::flow::gathered::said(given)]),
        }
    }
}
