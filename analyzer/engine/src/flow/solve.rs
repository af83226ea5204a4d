//! Answers that depend on each other: asked for on demand, each found once, in cycles iterated until they are stable.
//!
//! An answer depends on nothing but its question and the answers it asks for in turn, never on who asked first or on how many
//! threads ask: what still hangs on a question under way is *provisional* and seen by the asking thread only. When the first of
//! a cycle's members comes to its end, all of them are iterated from the bottom in the order of their questions, and settled together.
//! This module must not know what is asked.

use petgraph::graphmap::DiGraphMap;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::Hash;
use std::ops::Bound;

/// The most questions that are under way one inside of the other. What is asked deeper waits until those above are through,
/// as if it were part of a cycle with the first of them.
const MAX_NESTING: usize = 96;

/// How often an answer in a cycle may change; one that still does is unknown, and changes no more.
const MAX_CHANGES: usize = 12;

/// Questions and their answers.
pub trait Rules {
    /// What can be asked.
    type Question: Copy + Ord + Hash;
    /// What is answered: cheap to clone.
    type Answer: Clone + PartialEq;

    /// The answer that is settled, by whichever thread.
    fn settled(&self, question: Self::Question) -> Option<Self::Answer>;

    /// Settles answers, all at once for whoever settles; one that is settled already stays.
    fn settle(&self, answers: Vec<(Self::Question, Self::Answer)>);

    /// What a cycle begins with.
    fn bottom(&self, question: Self::Question) -> Self::Answer;

    /// What is believed instead of an answer that did not become stable.
    fn unknown(&self, question: Self::Question, last: &Self::Answer) -> Self::Answer;

    /// Finds an answer; asks for others by [`Solver::ask`].
    fn find(&self, question: Self::Question) -> Self::Answer;
}

/// What one thread has under way.
pub struct Solver<Q, A> {
    work: RefCell<Work<Q, A>>,
}

struct Work<Q, A> {
    /// Questions that are being answered, one inside of the other.
    under_way: Vec<Frame<Q>>,
    /// What is believed of questions that are under way, or hang on one.
    open: FxHashMap<Q, Open<Q, A>>,
    /// Those that are through but hang on one under way, in the order in which they were.
    hanging: Vec<Q>,
}

struct Frame<Q> {
    /// The lowest place under way that its answer hangs on.
    low: usize,
    /// Open questions that it asked.
    asked: Vec<Q>,
}

struct Open<Q, A> {
    answer: A,
    low: usize,
    asked: Vec<Q>,
}

impl<Q, A> Default for Solver<Q, A> {
    fn default() -> Self {
        Self {
            work: RefCell::new(Work {
                under_way: Vec::new(),
                open: FxHashMap::default(),
                hanging: Vec::new(),
            }),
        }
    }
}

/// How one attempt at a cycle ended.
enum Attempt {
    /// All of its members are settled.
    Settled,
    /// It is wider than was known.
    Wider,
    /// It hangs on this place under way.
    Hangs(usize),
}

impl<Q: Copy + Ord + Hash, A: Clone + PartialEq> Solver<Q, A> {
    /// The answer to a question: settled, or as far as it is known while it hangs on one under way.
    pub fn ask<R: Rules<Question = Q, Answer = A>>(&self, rules: &R, question: Q) -> A {
        {
            let mut work = self.work.borrow_mut();
            let work = &mut *work;
            // what this thread iterates stays as it is until all of it is settled
            if let Some(open) = work.open.get(&question) {
                let (low, answer) = (open.low, open.answer.clone());
                work.hang(question, low);
                return answer;
            }
            if let Some(settled) = rules.settled(question) {
                return settled;
            }
            if work.under_way.len() >= MAX_NESTING {
                let answer = rules.bottom(question);
                work.open.insert(question, Open::new(answer.clone(), 0));
                work.hanging.push(question);
                work.hang(question, 0);
                return answer;
            }
        }
        self.visit(rules, question)
    }

    fn visit<R: Rules<Question = Q, Answer = A>>(&self, rules: &R, question: Q) -> A {
        let (place, first) = {
            let mut work = self.work.borrow_mut();
            let place = work.under_way.len();
            work.open.insert(question, Open::new(rules.bottom(question), place));
            (place, work.hanging.len())
        };
        let (answer, frame) = self.find(rules, question, place);
        let members = {
            let mut work = self.work.borrow_mut();
            let work = &mut *work;
            let alone = work.hanging.len() == first && !frame.asked.contains(&question);
            let open = work
                .open
                .entry(question)
                .or_insert_with(|| Open::new(answer.clone(), place));
            open.answer = answer.clone();
            open.low = frame.low;
            open.asked = frame.asked;
            if frame.low < place {
                // what hangs on this one hangs on what this one does: another question may soon be under way in its place
                for below in &work.hanging[first..] {
                    if let Some(open) = work.open.get_mut(below) {
                        open.low = open.low.min(frame.low);
                    }
                }
                work.hanging.push(question);
                work.hang(question, frame.low);
                return answer;
            }
            if alone {
                work.open.remove(&question);
                None
            } else {
                let mut members = work.hanging.split_off(first);
                members.push(question);
                Some(members)
            }
        };
        match members {
            None => rules.settle(vec![(question, answer)]),
            Some(members) => {
                if let Some(answer) = self.cycle(rules, question, members, place) {
                    return answer;
                }
            }
        }
        rules.settled(question).unwrap_or_else(|| rules.bottom(question))
    }

    /// Finds one answer, as the question at this place under way.
    fn find<R: Rules<Question = Q, Answer = A>>(&self, rules: &R, question: Q, place: usize) -> (A, Frame<Q>) {
        let frame = Frame {
            low: place,
            asked: Vec::new(),
        };
        self.work.borrow_mut().under_way.push(frame);
        let answer = rules.find(question);
        let frame = self.work.borrow_mut().under_way.pop();
        let mut frame = frame.unwrap_or(Frame {
            low: place,
            asked: Vec::new(),
        });
        frame.asked.sort_unstable();
        frame.asked.dedup();
        (answer, frame)
    }

    /// Settles questions that hang on each other; gives an answer where they hang on what is still under way.
    fn cycle<R: Rules<Question = Q, Answer = A>>(
        &self,
        rules: &R,
        question: Q,
        mut members: Vec<Q>,
        place: usize,
    ) -> Option<A> {
        loop {
            members.sort_unstable();
            members.dedup();
            match self.attempt(rules, &mut members, place) {
                Attempt::Settled => return None,
                Attempt::Wider => {}
                Attempt::Hangs(low) => {
                    let mut work = self.work.borrow_mut();
                    let work = &mut *work;
                    for member in &members {
                        if let Some(open) = work.open.get_mut(member) {
                            open.low = low;
                        }
                    }
                    work.hanging.append(&mut members);
                    let answer = work.open.get(&question).map(|open| open.answer.clone());
                    if answer.is_some() {
                        work.hang(question, low);
                    }
                    // where it is settled, it hangs no more, but whoever asked comes to its end with those that do
                    else if let Some(above) = work.under_way.last_mut() {
                        above.low = above.low.min(low);
                    }
                    return answer;
                }
            }
        }
    }

    /// Settles what can be settled of `members`, callees first, and takes it out of them.
    fn attempt<R: Rules<Question = Q, Answer = A>>(&self, rules: &R, members: &mut Vec<Q>, place: usize) -> Attempt {
        let parts = {
            let mut work = self.work.borrow_mut();
            for member in members.iter() {
                if let Some(open) = work.open.get_mut(member) {
                    open.low = place;
                    open.answer = rules.bottom(*member);
                }
            }
            work.parts(members)
        };
        for part in parts {
            match self.iterate(rules, members, &part, place) {
                Attempt::Settled => {
                    let mut work = self.work.borrow_mut();
                    let taken = part
                        .iter()
                        .filter_map(|member| Some((*member, work.open.remove(member)?.answer)));
                    rules.settle(taken.collect());
                    members.retain(|member| part.binary_search(member).is_err());
                }
                other => return other,
            }
        }
        Attempt::Settled
    }

    /// Iterates one strongly connected part of `members` until it is stable.
    fn iterate<R: Rules<Question = Q, Answer = A>>(
        &self,
        rules: &R,
        members: &mut Vec<Q>,
        part: &[Q],
        place: usize,
    ) -> Attempt {
        let mut askers = self.work.borrow().askers(part);
        let mut changes: FxHashMap<Q, usize> = FxHashMap::default();
        let mut given_up: FxHashSet<Q> = FxHashSet::default();
        let mut stale: BTreeSet<Q> = part.iter().copied().collect();
        let mut next = stale.first().copied();
        while let Some(member) = next {
            stale.remove(&member);
            let first = self.work.borrow().hanging.len();
            let (answer, frame) = self.find(rules, member, place);
            let mut work = self.work.borrow_mut();
            let work = &mut *work;
            let new = work.hanging.split_off(first);
            let wider = !new.is_empty() || frame.asked.iter().any(|asked| part.binary_search(asked).is_err());
            members.extend(new);
            let Some(open) = work.open.get_mut(&member) else { break };
            for asked in frame.asked {
                // only ever more, so that the parts become stable
                if let Err(at) = open.asked.binary_search(&asked) {
                    open.asked.insert(at, asked);
                    askers.entry(asked).or_default().push(member);
                }
            }
            if frame.low < place {
                return Attempt::Hangs(frame.low);
            }
            if wider {
                return Attempt::Wider;
            }
            if open.answer != answer {
                let changes = changes.entry(member).or_default();
                *changes += 1;
                if *changes > MAX_CHANGES {
                    open.answer = rules.unknown(member, &answer);
                    given_up.insert(member);
                } else {
                    open.answer = answer;
                }
                let asked = askers.get(&member).into_iter().flatten();
                stale.extend(asked.filter(|asker| !given_up.contains(*asker)));
            }
            let later = stale.range((Bound::Excluded(member), Bound::Unbounded)).next();
            next = later.or_else(|| stale.first()).copied();
        }
        Attempt::Settled
    }
}

impl<Q: Copy + Ord + Hash, A> Work<Q, A> {
    /// Notes that the innermost question under way asked an open one.
    fn hang(&mut self, question: Q, low: usize) {
        if let Some(frame) = self.under_way.last_mut() {
            frame.low = frame.low.min(low);
            frame.asked.push(question);
        }
    }

    /// Who of a part asked whom, as far as it was seen.
    fn askers(&self, part: &[Q]) -> FxHashMap<Q, Vec<Q>> {
        let mut askers: FxHashMap<Q, Vec<Q>> = FxHashMap::default();
        for member in part {
            let asked = self.open.get(member).map(|open| &open.asked[..]).unwrap_or_default();
            for other in asked {
                askers.entry(*other).or_default().push(*member);
            }
        }
        askers
    }

    /// The strongly connected parts of open questions, in the order of what asks what, innermost first; each in its own order.
    fn parts(&self, members: &[Q]) -> Vec<Vec<Q>> {
        let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
        for (at, member) in members.iter().enumerate() {
            graph.add_node(at);
            let asked = self.open.get(member).map(|open| &open.asked[..]).unwrap_or_default();
            for other in asked {
                if let Ok(other) = members.binary_search(other) {
                    graph.add_edge(at, other, ());
                }
            }
        }
        let parts = petgraph::algo::kosaraju_scc(&graph);
        let named = parts.into_iter().map(|part| {
            let mut part: Vec<Q> = part.into_iter().filter_map(|at| members.get(at).copied()).collect();
            part.sort_unstable();
            part
        });
        named.collect()
    }
}

impl<Q, A> Open<Q, A> {
    fn new(answer: A, low: usize) -> Self {
        Self {
            answer,
            low,
            asked: Vec::new(),
        }
    }
}

#[cfg(test)]
#[path = "solve_tests.rs"]
mod tests;
