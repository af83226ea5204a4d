//! What holds whenever a function has come back: what its ways out have in common, and by what each is told from the others.

use crate::flow::cx::Cx;
use crate::flow::exits::Exit;
use crate::flow::judge::Judge;
use crate::flow::merge::absent;
use crate::flow::needs::bit;
use crate::flow::trust::MAX_DEPTH;
use crate::flow::value::{Fact, Root, Shape, Val};
use std::sync::Arc;

/// How deep a result's parts are looked into.
pub(super) const MAX_HELD: usize = 3;

/// The most facts by which one way out is told from the others.
const MAX_OWN: usize = 16;

/// How deep alternatives of alternatives are said without the accesses that stay behind.
const MAX_SEALED: usize = 3;

/// A settled access stays behind in its function, so what its row proves of the function's inputs is said without it, in alternatives
/// as well.
pub(super) fn seal(facts: &mut Vec<Fact>, settled: &[bool], judge: &Judge<'_, '_>, depth: usize) {
    let stays = |fact: &Fact| matches!(fact, Fact::Found(at) if settled.get(*at as usize) == Some(&true));
    if facts.iter().any(stays) {
        *facts = with_trusted(facts, judge);
    }
    for fact in facts.iter_mut() {
        if let Fact::Any(arms) = fact
            && depth < MAX_SEALED
            && arms
                .iter()
                .flatten()
                .any(|fact| stays(fact) || matches!(fact, Fact::Any(_)))
        {
            for arm in Arc::make_mut(arms) {
                seal(arm, settled, judge, depth + 1);
            }
        }
    }
}

/// Whether a fact is among others or in alternatives of theirs.
pub(super) fn speaks_of(facts: &[Fact], of: &Fact, depth: usize) -> bool {
    facts.iter().any(|fact| match fact {
        Fact::Any(arms) => depth < MAX_SEALED && arms.iter().any(|arm| speaks_of(arm, of, depth + 1)),
        fact => fact == of,
    })
}

/// Facts, and which of the function's inputs they make the caller's.
pub(super) fn with_trusted(facts: &[Fact], judge: &Judge<'_, '_>) -> Vec<Fact> {
    if facts.is_empty() {
        return Vec::new();
    }
    let trust = judge.trust(facts);
    let more = trust.authorized().iter().map(|src| Fact::Authorized(*src));
    let more: Vec<Fact> = more.filter(|fact| !facts.contains(fact)).collect();
    [facts, &more].concat()
}

/// What holds at all of these exits; with `answers`, when they say yes.
pub(super) fn held(exits: &[&Exit], answers: bool, cx: &Cx<'_, '_>) -> Vec<Fact> {
    let facts_of = |exit: &Exit| -> Vec<Fact> {
        let mut facts = (*exit.facts).clone();
        match &exit.val.shape {
            Shape::Truth(truth) if answers => facts.extend(truth.yes.iter().cloned()),
            Shape::Plain if answers => facts.extend(cx.answered(&exit.val.srcs).into_iter().map(Fact::Found)),
            _ => {}
        }
        // an answer that came back may still hold no row
        let missing: Vec<u32> = facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Absent(access) => Some(*access),
                _ => None,
            })
            .collect();
        facts.retain(|fact| match fact {
            Fact::Found(access) => !missing.contains(access),
            // that somebody is there proves nothing to whoever calls
            Fact::Given(_) | Fact::Missing(_) => false,
            _ => true,
        });
        facts
    };
    let Some((first, rest)) = exits.split_first() else {
        return Vec::new();
    };
    let mut common = facts_of(first);
    let mut alternatives = vec![common.clone()];
    for exit in rest {
        let facts = facts_of(exit);
        common.retain(|fact| facts.contains(fact));
        alternatives.push(facts);
    }
    if (2..=4).contains(&alternatives.len()) {
        let own = |facts: Vec<Fact>| -> Vec<Fact> {
            let own = facts.into_iter().filter(|fact| !common.contains(fact));
            own.take(MAX_OWN).collect()
        };
        let mut rests: Vec<Vec<Fact>> = alternatives.into_iter().map(own).collect();
        if rests
            .iter()
            .any(|rest| rest.iter().any(|fact| !matches!(fact, Fact::Found(_))))
        {
            // of what another way out gives back, and what only ran before that one, there is nothing at this one
            let given = (0..cx.accesses.len()).filter(|at| {
                let record = Root::Record(u32::try_from(*at).unwrap_or(u32::MAX));
                exits.iter().any(|exit| holds(&exit.val, record, MAX_HELD))
            });
            let given = given.fold(0, |given, at| given | bit(at));
            for (rest, exit) in rests.iter_mut().zip(exits) {
                rest.extend(absent(given & !exit.loaded));
            }
        }
        if rests.iter().all(|rest| !rest.is_empty()) {
            common.push(Fact::Any(Arc::new(rests)));
        }
    }
    tidy(&mut common, 0);
    common.truncate(64);
    common
}

/// Leaves out what is said twice, and alternatives that lie deeper than anybody looks: in a cycle of calls both would grow for ever.
pub(super) fn tidy(facts: &mut Vec<Fact>, depth: usize) {
    let mut kept = 0;
    for at in 0..facts.len() {
        if let Fact::Any(arms) = &mut facts[at] {
            if depth >= MAX_DEPTH {
                continue;
            }
            // what is tidy stays shared
            if nests(arms) && !arms.iter().all(|arm| is_tidy(arm, depth + 1)) {
                Arc::make_mut(arms).iter_mut().for_each(|arm| tidy(arm, depth + 1));
            }
        }
        if !facts[..kept].contains(&facts[at]) {
            facts.swap(kept, at);
            kept += 1;
        }
    }
    facts.truncate(kept);
    facts.shrink_to_fit();
}

/// Whether [`tidy`] would leave facts as they are.
fn is_tidy(facts: &[Fact], depth: usize) -> bool {
    facts.iter().enumerate().all(|(at, fact)| {
        let shallow = match fact {
            Fact::Any(arms) => depth < MAX_DEPTH && (!nests(arms) || arms.iter().all(|arm| is_tidy(arm, depth + 1))),
            _ => true,
        };
        shallow && !facts[..at].contains(fact)
    })
}

/// Whether alternatives have alternatives in turn.
fn nests(arms: &[Vec<Fact>]) -> bool {
    arms.iter().flatten().any(|inner| matches!(inner, Fact::Any(_)))
}

/// Whether a value holds something of an access's record, by itself or in one of its parts.
pub(super) fn holds(val: &Val, record: Root, depth: usize) -> bool {
    let own = val.srcs.list().iter().any(|src| src.root() == record);
    own || depth > 0
        && match &val.shape {
            Shape::List(items) => items.iter().any(|item| holds(item, record, depth - 1)),
            Shape::Object(members) => members.iter().any(|(_, val)| holds(val, record, depth - 1)),
            _ => false,
        }
}
