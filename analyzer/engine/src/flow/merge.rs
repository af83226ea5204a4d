//! Values of two paths that meet.

use crate::flow::query::{Pred, Query};
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::program::Sym;
use std::sync::Arc;

/// What sets two paths apart.
#[derive(Default)]
pub(super) struct Sides {
    /// Whether only an operator takes the one and the other.
    operator: (bool, bool),
    /// Which values are there, or are not, on the one and on the other alone.
    pub(super) when: (Vec<Pred>, Vec<Pred>),
}

impl Sides {
    /// Of two paths on which this holds.
    pub(super) fn of(a: &[Fact], b: &[Fact]) -> Self {
        Self {
            operator: (a.contains(&Fact::Operator), b.contains(&Fact::Operator)),
            when: (presence(a, b), presence(b, a)),
        }
    }
}

/// Which values are there, or are not, by some facts and not by others.
fn presence(facts: &[Fact], others: &[Fact]) -> Vec<Pred> {
    let told = facts.iter().rev().filter(|fact| !others.contains(fact));
    told.filter_map(Pred::when).take(MAX_WHEN).collect()
}

/// The most values that tell two paths apart.
const MAX_WHEN: usize = 3;

/// A value that is one on one path and another on the other. What comes from a path that only an operator takes does not
/// make the other one worse.
pub(super) fn merge_values(a: &Val, b: &Val, sides: &Sides) -> Val {
    match sides.operator {
        (true, false) => return b.clone(),
        (false, true) => return a.clone(),
        _ => {}
    }
    if a.srcs == b.srcs && a.shape.is(&b.shape) {
        return b.clone();
    }
    let ty = if a.ty.is_unknown() { b.ty.clone() } else { a.ty.clone() };
    for (made, found) in [(a, b), (b, a)] {
        if let Some(merged) = made_or_found(made, found, sides) {
            return Val { ty, ..merged };
        }
    }
    let srcs = a.srcs.union(&b.srcs);
    let shape = match (&a.shape, &b.shape) {
        (Shape::Query(x), Shape::Query(y)) => Shape::Query(Arc::new(merge_queries(x, y, sides))),
        (Shape::Null, other) | (other, Shape::Null) => other.clone(),
        (Shape::Query(x), Shape::Plain) | (Shape::Plain, Shape::Query(x)) if srcs.is_empty() => {
            Shape::Query(Arc::clone(x))
        }
        // what could not be followed does not hide a query on the other path
        (Shape::Query(x), Shape::Plain) if x.entity != EntRef::Unknown && b.ty.is_unknown() => partly(x),
        (Shape::Plain, Shape::Query(x)) if x.entity != EntRef::Unknown && a.ty.is_unknown() => partly(x),
        (Shape::Text(x), Shape::Text(y)) if x == y => Shape::Text(Arc::clone(x)),
        (Shape::Text(_) | Shape::Template(_), Shape::Text(_) | Shape::Template(_)) if begins(a, b) => a.shape.clone(),
        (Shape::Text(_) | Shape::Template(_), Shape::Text(_) | Shape::Template(_)) if begins(b, a) => b.shape.clone(),
        (Shape::Type(x), Shape::Type(y)) if x == y => Shape::Type(*x),
        (Shape::Sql(x), Shape::Sql(y)) => Shape::Sql(Arc::new(crate::flow::sqltext::either(x, y))),
        (Shape::Template(x), _) | (_, Shape::Template(x)) => Shape::Template(Arc::clone(x)),
        (Shape::Failure, Shape::Failure) => Shape::Failure,
        // an answer that is the same on one path whatever is asked: the other path's says what the opposite means
        (Shape::Bool(fixed), Shape::Truth(of)) | (Shape::Truth(of), Shape::Bool(fixed)) => {
            Shape::Truth(Arc::new(Truth {
                preds: Vec::new(),
                yes: if *fixed { Vec::new() } else { of.yes.clone() },
                no: if *fixed { of.no.clone() } else { Vec::new() },
            }))
        }
        // what is taken apart in the same way is told apart in the same way
        (Shape::List(x), Shape::List(y)) if x.len() == y.len() && x.len() <= MAX_PARTS => {
            let pairs = x.iter().zip(y.iter());
            Shape::List(Arc::new(pairs.map(|(x, y)| merge_values(x, y, sides)).collect()))
        }
        (Shape::List(_), _) | (_, Shape::List(_)) => crate::flow::gathered::merge(a, b, sides).unwrap_or(Shape::Plain),
        (Shape::Object(x), Shape::Object(y)) => Shape::Object(Arc::new(merge_members(x, y, sides))),
        // what was not taken apart has its members all the same
        (Shape::Object(x), Shape::Plain) if !b.srcs.is_empty() => Shape::Object(Arc::new(with_members_of(x, b, sides))),
        (Shape::Plain, Shape::Object(y)) if !a.srcs.is_empty() => Shape::Object(Arc::new(with_members_of(y, a, sides))),
        (Shape::Truth(x), Shape::Truth(y)) => {
            let Val { shape, .. } = crate::flow::logic::combine(false, x, y);
            shape
        }
        _ => Shape::Plain,
    };
    Val {
        srcs: if matches!(shape, Shape::Null) {
            Srcs::default()
        } else {
            srcs
        },
        ty,
        shape,
    }
}

/// The like of two paths, of which one may have nothing: that the value is there says which rows were found on the way to it, as far as
/// it is made of them.
pub(super) fn merge_paths((a, holds_a): (&Val, &[Fact]), (b, holds_b): (&Val, &[Fact]), sides: &Sides) -> Val {
    let merged = merge_values(a, b, sides);
    let (of, holds, others) = match (&a.shape, &b.shape) {
        (Shape::Object(_), Shape::Null) => (a, holds_a, holds_b),
        (Shape::Null, Shape::Object(_)) => (b, holds_b, holds_a),
        _ => return merged,
    };
    let found = |src: &SrcId| match src.root() {
        Root::Record(at) => holds.contains(&Fact::Found(at)) && !others.contains(&Fact::Found(at)),
        _ => false,
    };
    let rows = of.srcs.list().iter().filter(|src| found(src));
    let rows = Srcs::many(rows.map(|src| SrcId::new(src.root(), &[])).collect());
    Val {
        srcs: merged.srcs.union(&rows),
        ..merged
    }
}

/// Members of an object, or what the same are of a value that is known by its sources only.
fn with_members_of(members: &[(Sym, Val)], of: &Val, sides: &Sides) -> Vec<(Sym, Val)> {
    let theirs = |name: Sym| Srcs::many(of.srcs.list().iter().map(|src| src.member(name)).collect());
    let one = |(name, val): &(Sym, Val)| (*name, merge_values(val, &Val::of(theirs(*name)), sides));
    members.iter().map(one).collect()
}

/// Whether a statement is how another one begins: what is added on one path only restricts its rows further.
fn begins(a: &Val, b: &Val) -> bool {
    let text = |val: &Val| match &val.shape {
        Shape::Text(text) => Some((text.to_string(), 0)),
        Shape::Template(of) => Some((of.text.clone(), of.holes.len())),
        _ => None,
    };
    let (Some((short, fewer)), Some((long, more))) = (text(a), text(b)) else {
        return false;
    };
    let rest = long.strip_prefix(&short).filter(|_| fewer <= more);
    let restricts = |rest: &str| !rest.trim_start().to_ascii_lowercase().starts_with("or ");
    rest.is_some_and(restricts) && partywall_sql::looks_like_sql(&short)
}

/// An object that was made on one path, and a row that was found on the other: what the object was made with is told apart by members,
/// and all else is the row's.
fn made_or_found(made: &Val, found: &Val, sides: &Sides) -> Option<Val> {
    let (Shape::Object(members), Shape::Plain) = (&made.shape, &found.shape) else {
        return None;
    };
    let [row] = *found.srcs.list() else { return None };
    if !row.is_whole() || !matches!(row.root(), Root::Record(_)) {
        return None;
    }
    let members = members.iter().map(|(name, val)| {
        let of_row = Val::of(Srcs::one(row.member(*name)));
        let mut merged = merge_values(val, &of_row, sides);
        if matches!(merged.shape, Shape::Plain) && merged.srcs != of_row.srcs {
            merged.shape = Shape::Either;
        }
        (*name, merged)
    });
    Some(Val {
        shape: Shape::Object(Arc::new(members.collect())),
        ..found.clone()
    })
}

fn merge_members(
    x: &[(crate::program::Sym, Val)],
    y: &[(crate::program::Sym, Val)],
    sides: &Sides,
) -> Vec<(crate::program::Sym, Val)> {
    let mut all = x.to_vec();
    for (name, val) in y {
        match all.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = merge_values(old, val, sides),
            None => all.push((*name, val.clone())),
        }
    }
    all
}

/// A query that is one only on one of two paths.
fn partly(query: &Query) -> Shape {
    Shape::Query(Arc::new(Query {
        opaque: true,
        ..query.clone()
    }))
}

/// The most items of a list that keep apart when it is one of two.
const MAX_PARTS: usize = 6;

/// A query that is one of two: only what restricts both restricts it.
fn merge_queries(x: &Query, y: &Query, sides: &Sides) -> Query {
    let (short, long) = if x.preds.len() <= y.preds.len() { (x, y) } else { (y, x) };
    let same = short
        .preds
        .iter()
        .zip(&long.preds)
        .take_while(|(a, b)| a.same(b))
        .count();
    let mut merged = short.clone();
    if same < long.preds.len() {
        merged.preds.truncate(same);
        let (a, b) = (&x.preds[same..], &y.preds[same..]);
        if Pred::size(a) + Pred::size(b) <= MAX_ALTERNATIVES {
            let arm = |when: &[Pred], preds: &[Pred]| when.iter().chain(preds).cloned().collect();
            let arms = vec![arm(&sides.when.0, a), arm(&sides.when.1, b)];
            merged.preds.push(Pred::Any(arms));
        }
    }
    if x.passed != y.passed {
        merged.passed = None;
        merged.opaque = true;
    }
    if x.holder != y.holder {
        merged.holder = None;
    }
    for other in [x, y] {
        if other.bypass != crate::flow::query::Bypass::No {
            merged.bypass = other.bypass.clone();
        }
    }
    merged
}

/// The most parts that the alternatives of a merged query may have.
const MAX_ALTERNATIVES: usize = 64;

/// The most accesses of one path that the other is told it does not have.
const MAX_ABSENT: usize = 32;

/// Beyond so many facts of its own, a path is not told apart from the other.
const MAX_OWN: usize = 120;

/// Beyond so many facts that hold on both, what tells them apart is not kept.
const MAX_FACTS: usize = 400;

/// The most facts that one path is told apart by.
const MAX_TOLD: usize = 64;

/// What holds on a path of accesses that only ran on another: they found nothing there.
pub(super) fn absent(accesses: u128) -> Vec<Fact> {
    let ran = (0..u128::BITS).filter(|at| accesses & (1 << at) != 0);
    ran.take(MAX_ABSENT).map(Fact::Absent).collect()
}

/// Facts of both paths, each with what it lacks of the other; what only holds on one of them holds as an alternative to what
/// only holds on the other.
pub(super) fn common_facts((a, lacks_a): (&[Fact], &[Fact]), (b, lacks_b): (&[Fact], &[Fact])) -> Vec<Fact> {
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let mut facts = a[..shared].to_vec();
    let (rest_a, rest_b) = (&a[shared..], &b[shared..]);
    if rest_a.len() > MAX_OWN || rest_b.len() > MAX_OWN {
        return facts;
    }
    // a path that has nothing of its own to say makes no alternative of what only the other lacks
    let (rest_a, rest_b) = (
        &[if rest_b.is_empty() { &[] } else { lacks_a }, rest_a].concat()[..],
        &[if rest_a.is_empty() { &[] } else { lacks_b }, rest_b].concat()[..],
    );
    if rest_a.is_empty() || rest_b.is_empty() {
        return facts;
    }
    let both = rest_a.iter().filter(|fact| rest_b.contains(fact));
    facts.extend(both.cloned());
    let only = |list: &[Fact], other: &[Fact]| -> Vec<Fact> {
        list.iter()
            .filter(|fact| !other.contains(fact))
            .take(MAX_TOLD)
            .cloned()
            .collect()
    };
    let (only_a, only_b) = (only(rest_a, rest_b), only(rest_b, rest_a));
    if !only_a.is_empty() && !only_b.is_empty() && facts.len() < MAX_FACTS {
        facts.push(Fact::Any(Arc::new(side_by_side(only_a, only_b))));
    }
    facts
}

/// The most paths that are told side by side.
const MAX_SIDE_BY_SIDE: usize = 12;

/// What holds on the one path or on the other. A path that forked before is each of its own: a chain of branches is no tower of them.
fn side_by_side(a: Vec<Fact>, b: Vec<Fact>) -> Vec<Vec<Fact>> {
    let paths = [forks(&a), forks(&b)].concat();
    let facts: usize = paths.iter().map(Vec::len).sum();
    if paths.len() > MAX_SIDE_BY_SIDE || facts > MAX_SIDE_BY_SIDE * MAX_SIDE_BY_SIDE {
        return vec![a, b];
    }
    paths
}

/// The paths that facts with alternatives are of.
fn forks(facts: &[Fact]) -> Vec<Vec<Fact>> {
    let mut alternatives = facts.iter().filter_map(|fact| match fact {
        Fact::Any(arms) => Some(arms),
        _ => None,
    });
    let (Some(arms), None) = (alternatives.next(), alternatives.next()) else {
        return vec![facts.to_vec()];
    };
    let rest: Vec<Fact> = facts
        .iter()
        .filter(|fact| !matches!(fact, Fact::Any(_)))
        .cloned()
        .collect();
    arms.iter().map(|arm| [&rest[..], arm].concat()).collect()
}
