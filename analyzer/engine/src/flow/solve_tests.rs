//! Random systems of questions, cycles included: what is answered is a fixpoint, and the same whoever asks first.

use super::{MAX_NESTING, Rules, Solver};
use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

/// A system of monotone equations over sets of small numbers: each answer is what its question has by itself and what those have that it asks,
/// some of which it asks only once it knows of a number.
struct System {
    own: Vec<u64>,
    asks: Vec<Vec<(usize, u64)>>,
    settled: Mutex<Vec<Option<u64>>>,
}

/// One thread's view of it.
struct Asker<'s> {
    system: &'s System,
    solver: Solver<usize, u64>,
    found: Cell<usize>,
}

impl Rules for Asker<'_> {
    type Question = usize;
    type Answer = u64;

    fn settled(&self, question: usize) -> Option<u64> {
        self.system.settled.lock().unwrap_or_else(PoisonError::into_inner)[question]
    }

    fn settle(&self, answers: Vec<(usize, u64)>) {
        let mut settled = self.system.settled.lock().unwrap_or_else(PoisonError::into_inner);
        for (question, answer) in answers {
            settled[question].get_or_insert(answer);
        }
    }

    fn bottom(&self, _: usize) -> u64 {
        0
    }

    fn unknown(&self, _: usize, _: &u64) -> u64 {
        u64::MAX
    }

    fn find(&self, question: usize) -> u64 {
        self.found.set(self.found.get() + 1);
        let mut answer = self.system.own[question];
        for (other, wanted) in &self.system.asks[question] {
            if answer & wanted == *wanted {
                answer |= self.solver.ask(self, *other);
            }
        }
        answer
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

fn system(seed: u64, size: usize, degree: usize) -> System {
    let mut random = Random(seed);
    System {
        own: (0..size).map(|_| 1 << random.below(12)).collect(),
        asks: (0..size)
            .map(|_| {
                let count = random.below(degree + 1);
                let one = |random: &mut Random| {
                    let wanted = if random.below(3) == 0 { 1 << random.below(12) } else { 0 };
                    (random.below(size), wanted)
                };
                (0..count).map(|_| one(&mut random)).collect()
            })
            .collect(),
        settled: Mutex::new(vec![None; size]),
    }
}

/// All answers, asked for in this order; and how often one was looked for.
fn answers(system: &System, order: &[usize]) -> (Vec<u64>, usize) {
    system.settled.lock().unwrap().fill(None);
    let asker = Asker {
        system,
        solver: Solver::default(),
        found: Cell::new(0),
    };
    for question in order {
        asker.solver.ask(&asker, *question);
    }
    let answers = (0..order.len())
        .map(|question| asker.solver.ask(&asker, question))
        .collect();
    (answers, asker.found.get())
}

fn shuffled(size: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..size).collect();
    for at in (1..size).rev() {
        order.swap(at, random.below(at + 1));
    }
    order
}

/// The least fixpoint, by going round until nothing changes.
fn least(system: &System) -> Vec<u64> {
    let mut now = vec![0; system.own.len()];
    loop {
        let before = now.clone();
        for question in 0..now.len() {
            let mut answer = system.own[question];
            for (other, wanted) in &system.asks[question] {
                if answer & wanted == *wanted {
                    answer |= now[*other];
                }
            }
            now[question] |= answer;
        }
        if now == before {
            return now;
        }
    }
}

#[test]
fn whoever_asks_first_the_answers_are_the_least_fixpoint() {
    for seed in 0..400 {
        let size = 2 + usize::try_from(seed % 23).unwrap();
        let system = system(seed, size, 1 + usize::try_from(seed % 4).unwrap());
        let expected = least(&system);
        let mut random = Random(seed ^ 0xABCD);
        for _ in 0..6 {
            let order = shuffled(size, &mut random);
            assert_eq!(
                answers(&system, &order).0,
                expected,
                "seed {seed}, asked in the order {order:?}"
            );
        }
    }
}

#[test]
fn more_known_by_a_question_is_never_less_answered() {
    for seed in 0..100 {
        let mut system = system(seed, 16, 3);
        let order: Vec<usize> = (0..16).collect();
        let before = answers(&system, &order).0;
        system.own[usize::try_from(seed % 16).unwrap()] |= 1 << 13;
        let after = answers(&system, &order).0;
        assert!(
            before
                .iter()
                .zip(&after)
                .all(|(before, after)| before & after == *before),
            "seed {seed}"
        );
    }
}

#[test]
fn threads_that_ask_at_once_are_answered_the_same() {
    for seed in 0..40 {
        let system = system(seed, 60, 3);
        let expected = least(&system);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (system, expected) = (&system, &expected);
                scope.spawn(move || {
                    let asker = Asker {
                        system,
                        solver: Solver::default(),
                        found: Cell::new(0),
                    };
                    for question in shuffled(60, &mut Random(seed * 7 + thread)) {
                        assert_eq!(asker.solver.ask(&asker, question), expected[question]);
                    }
                });
            }
        });
    }
}

#[test]
fn a_chain_and_a_ring_longer_than_the_nesting_are_answered() {
    let size = MAX_NESTING * 5 + 3;
    for ring in [false, true] {
        let asks = |at: usize| {
            if at + 1 < size {
                vec![(at + 1, 0)]
            } else if ring {
                vec![(0, 0)]
            } else {
                Vec::new()
            }
        };
        let mut system = System {
            own: vec![0; size],
            asks: (0..size).map(asks).collect(),
            settled: Mutex::new(vec![None; size]),
        };
        system.own[size - 1] = 7;
        let forward: Vec<usize> = (0..size).collect();
        let (found, work) = answers(&system, &forward);
        assert_eq!(found, vec![7; size], "ring {ring}");
        assert!(ring || work <= 4 * size, "{work} answers were looked for");
    }
}

#[test]
fn each_answer_outside_of_cycles_is_looked_for_once() {
    let mut system = system(5, 200, 4);
    for (at, asks) in system.asks.iter_mut().enumerate() {
        asks.retain(|(other, _)| *other > at);
    }
    // a few levels deep only: nothing waits
    let order: Vec<usize> = (0..200).rev().collect();
    assert_eq!(answers(&system, &order).1, 200);
}
