//! Conditions that are gathered in a list before a query takes them, `conditions.append(Invoice.paid == True)`, or handed to a
//! function that puts them to a query.
//!
//! A list of conditions is told apart item by item. Where it was added to on one path only, what was added is one of two
//! alternatives, the other of which says nothing.

use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::judge::Judge;
use crate::flow::merge::Sides;
use crate::flow::query::{Column, Pred};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use partywall_ir::{ExprKind, Name};
use std::sync::Arc;

/// The most conditions that one list keeps apart.
const MAX_ITEMS: usize = 40;

/// How deep alternatives of alternatives are looked into.
const MAX_DEPTH: usize = 4;

impl Cx<'_, '_> {
    /// Adds a condition to the list that a local is; what is no list of conditions stays as it is.
    pub(super) fn gather(&mut self, site: &Site, list: &Val, given: &[Given]) -> Option<Val> {
        let ([added], ExprKind::Name(name)) = (given, &self.unit.body[site.base?].kind) else {
            return None;
        };
        if let Shape::Text(text) = &added.val.shape {
            self.note_condition(*name, text);
        }
        let mut items = match items(list) {
            Some(items) if says_something(&added.val) && items.len() < MAX_ITEMS => items,
            _ => return self.hold(*name, list, &added.val),
        };
        items.push(added.val.clone());
        let srcs = crate::flow::call::union(items.iter());
        let gathered = Val {
            srcs,
            ty: list.ty.clone(),
            shape: Shape::List(Arc::new(items)),
        };
        self.st.env.insert(*name, gathered);
        Some(Val::nothing())
    }

    /// Adds a value to the values that a local holds: rows and members of them, and what was sent.
    pub(super) fn hold(&mut self, name: Name, list: &Val, added: &Val) -> Option<Val> {
        // what is taken of each row comes with the rows
        let all = added.srcs.list();
        let of_row = |row: &SrcId| all.iter().any(|src| src.root() == row.root() && !src.is_whole());
        let mut taken = Vec::with_capacity(all.len());
        for src in all {
            match src.root() {
                Root::Record(_) if src.is_whole() && of_row(src) => {}
                Root::Record(_) if src.is_whole() => taken.push(self.as_added(*src)?),
                Root::Record(_) | Root::Identity | Root::Generated => taken.push(*src),
                Root::Request | Root::Param(_) => taken.push(self.as_added(*src)?),
                Root::Const => {}
                Root::This | Root::Trusted | Root::Unknown => return None,
            }
        }
        let raw = |src: &SrcId| matches!(src.root(), Root::Request | Root::Param(_));
        // parts of other kinds would no longer be told apart from what was sent with them
        if taken.is_empty() || all.iter().any(raw) && !is_sent(added, 0) {
            return None;
        }
        self.add_values(name, list, &Srcs::many(taken)).then(Val::nothing)
    }

    /// What was sent, or a row, as it goes into a collection: as it is where nothing has looked at it, and as the caller's where that was
    /// found out, item by item.
    fn as_added(&self, src: SrcId) -> Option<SrcId> {
        if !self.st.facts.iter().any(|fact| self.looks_at(fact, src, 0)) {
            return Some(src);
        }
        let judge = Judge::new(self.eng, &self.accesses, None);
        let trusted = judge.value_holds(&Srcs::one(src), &judge.trust(&self.st.facts));
        trusted.then(|| self.src(Root::Trusted, &[]))
    }

    /// Whether a fact speaks of a source, or of rows that were found by it.
    fn looks_at(&self, fact: &Fact, src: SrcId, depth: usize) -> bool {
        let is = |other: SrcId| src.chain().any(|of| of == other) || other.chain().any(|of| of == src);
        match fact {
            Fact::Equal(a, b) => is(*a) || is(*b),
            Fact::Authorized(of) | Fact::Vouched(_, of) | Fact::LeftOut(of) => is(*of),
            Fact::Found(access) | Fact::Absent(access) => {
                let access = self.accesses.get(*access as usize);
                access.is_some_and(|access| access.preds.iter().any(|pred| asks_by(pred, &is, 0)))
            }
            Fact::Any(arms) => {
                depth < MAX_DEPTH && arms.iter().flatten().any(|fact| self.looks_at(fact, src, depth + 1))
            }
            Fact::Given(_) | Fact::Missing(_) | Fact::Lacking(_) | Fact::Operator => false,
        }
    }

    /// Adds values to those that a local holds, where it is no list of conditions.
    pub(super) fn add_values(&mut self, name: Name, list: &Val, added: &Srcs) -> bool {
        let collects = match &list.shape {
            Shape::List(items) => !items.iter().any(says_something),
            Shape::Plain => true,
            // nothing is known of what it leads to
            Shape::Object(members) => members.is_empty(),
            _ => crate::flow::left_over::tells(list),
        };
        if !collects || added.is_empty() {
            return false;
        }
        self.note_output(name, added);
        let held = Val {
            shape: Shape::Plain,
            srcs: list.srcs.union(added),
            ty: list.ty.clone(),
        };
        self.st.env.insert(name, held);
        true
    }
}

impl Cx<'_, '_> {
    /// Reads conditions that are written where a function is called which puts them to a query of its own: `Find(i => i.Paid)`.
    pub(super) fn read_conditions(&mut self, summary: &Summary, binding: &mut Binding) {
        for at in 0..binding.args.len() {
            let Shape::Lambda(lambda) = binding.args[at].shape else {
                continue;
            };
            let Some(entity) = asked_of(summary, at) else { continue };
            let entity = self.entity_ref(entity, binding);
            if !matches!(entity, EntRef::Known(_)) {
                continue;
            }
            let row = Val::shaped(Shape::Column(Arc::new(Column::new(entity.clone(), Vec::new()))));
            self.row.push(entity);
            let held = self.st.facts.len();
            let result = self.call_lambda(lambda, &[row]);
            self.st.facts.truncate(held);
            self.row.pop();
            if let Shape::Truth(truth) = &result.shape {
                let preds = truth.preds.clone();
                binding.args[at].shape = Shape::Truth(Arc::new(Truth {
                    preds,
                    ..Truth::default()
                }));
            }
        }
    }
}

/// Of which entity's rows a function asks the condition that it takes by a parameter.
fn asked_of(summary: &Summary, at: usize) -> Option<&EntRef> {
    let accesses = summary.accesses.iter().map(|access| (&access.entity, &access.preds));
    let given = match &summary.ret.shape {
        Shape::Query(query) => Some((&query.entity, &query.preds)),
        _ => None,
    };
    let mut all = accesses.chain(given);
    let (entity, _) = all.find(|(_, preds)| takes(preds, at))?;
    Some(entity)
}

fn takes(preds: &[Pred], at: usize) -> bool {
    preds.iter().any(|pred| match pred {
        Pred::Spread(of) => {
            matches!(of.list(), [src] if src.is_whole() && matches!(src.root(), Root::Param(index) if index as usize == at))
        }
        Pred::Any(arms) => arms.iter().any(|arm| takes(arm, at)),
        _ => false,
    })
}

/// The conditions of a list that an argument spreads out; none where it is something else.
pub(super) fn spread_out(arg: &Given) -> Option<Vec<Vec<Pred>>> {
    let said = |items: Vec<Val>| items.iter().map(said).collect();
    if arg.spread { items(&arg.val).map(said) } else { None }
}

/// What an item of such a list says.
pub(super) fn said(item: &Val) -> Vec<Pred> {
    match &item.shape {
        Shape::Truth(truth) => truth.preds.clone(),
        Shape::List(items) => items.iter().flat_map(said).collect(),
        _ if is_passed(item) => vec![Pred::Spread(item.srcs.clone())],
        _ => vec![Pred::Opaque],
    }
}

/// Whether a list is known to hold a condition.
pub(super) fn holds_some(list: &Val) -> bool {
    matches!(&list.shape, Shape::List(items) if !items.is_empty() && items.iter().all(|item| says_something(item) || is_passed(item)))
}

/// A list that was added to on one of two paths, or on both.
pub(super) fn merge(a: &Val, b: &Val, sides: &Sides) -> Option<Shape> {
    let (x, y) = (items(a)?, items(b)?);
    if !x.iter().chain(&y).any(says_something) {
        return None;
    }
    let same = x.iter().zip(&y).take_while(|(x, y)| x == y).count();
    let arm = |when: &[Pred], rest: &[Val]| when.iter().cloned().chain(rest.iter().flat_map(said)).collect();
    let arms: Vec<Vec<Pred>> = vec![arm(&sides.when.0, &x[same..]), arm(&sides.when.1, &y[same..])];
    let mut items = x[..same].to_vec();
    items.push(Val::shaped(Shape::Truth(Arc::new(Truth {
        preds: vec![Pred::Any(arms)],
        ..Truth::default()
    }))));
    Some(Shape::List(Arc::new(items)))
}

/// The items of a list of conditions, or of what a caller passes for one.
fn items(list: &Val) -> Option<Vec<Val>> {
    match &list.shape {
        Shape::List(items) if items.iter().all(|item| says_something(item) || is_passed(item)) => Some(items.to_vec()),
        _ if is_passed(list) => Some(vec![list.clone()]),
        _ => None,
    }
}

/// Whether a value, and each of its parts, is what was sent or what the code writes.
fn is_sent(val: &Val, depth: usize) -> bool {
    let sent = |src: &SrcId| matches!(src.root(), Root::Request | Root::Param(_) | Root::Const);
    let part = |part: &Val| depth < MAX_DEPTH && !part.srcs.is_empty() && is_sent(part, depth + 1);
    val.srcs.list().iter().all(sent)
        && match &val.shape {
            Shape::Object(members) => members.iter().all(|(_, member)| part(member)),
            Shape::List(items) => items.iter().all(part),
            Shape::Plain | Shape::Text(_) | Shape::Template(_) => true,
            _ => false,
        }
}

/// Whether rows are asked for by one of these sources.
fn asks_by(pred: &Pred, is: &impl Fn(SrcId) -> bool, depth: usize) -> bool {
    match pred {
        Pred::Test { value, .. } | Pred::Child(value) | Pred::Key(value) | Pred::Spread(value) => {
            value.list().iter().any(|src| is(*src))
        }
        Pred::Any(arms) => depth < MAX_DEPTH && arms.iter().flatten().any(|pred| asks_by(pred, is, depth + 1)),
        Pred::Tied(_, preds) => depth < MAX_DEPTH && preds.iter().any(|pred| asks_by(pred, is, depth + 1)),
        Pred::When(..) | Pred::Right(_) | Pred::Opaque | Pred::Operator | Pred::Everybody | Pred::Nobody(_) => false,
    }
}

pub(super) fn says_something(item: &Val) -> bool {
    matches!(&item.shape, Shape::Truth(truth) if !truth.preds.is_empty())
}

/// Whether a value is all of a parameter.
fn is_passed(val: &Val) -> bool {
    let whole = matches!(val.srcs.list(), [src] if src.is_whole() && matches!(src.root(), Root::Param(_)));
    whole && matches!(val.shape, Shape::Plain)
}
