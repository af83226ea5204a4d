//! What was found out once and is asked again and again, by any thread: answers that depend on nothing but the question.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::sync::{PoisonError, RwLock};

/// How many parts it is kept in, so that threads seldom wait for each other.
const PARTS: usize = 16;

/// Answers by their question.
#[derive(Debug)]
pub struct Memo<K, V> {
    parts: [RwLock<FxHashMap<K, V>>; PARTS],
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self {
            parts: std::array::from_fn(|_| RwLock::default()),
        }
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// The answer that is known.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, question: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let part = self.part(question).read().unwrap_or_else(PoisonError::into_inner);
        part.get(question).cloned()
    }

    /// Keeps an answer, where none is known; gives the one that is known then.
    pub fn keep(&self, question: K, answer: V) -> V {
        let mut part = self.part(&question).write().unwrap_or_else(PoisonError::into_inner);
        part.entry(question).or_insert(answer).clone()
    }

    /// The answer that is known, or else the one that is found now: perhaps by several threads, which find the same.
    pub fn get_or<Q: Hash + Eq + ToOwned<Owned = K> + ?Sized>(&self, question: &Q, find: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
    {
        match self.get(question) {
            Some(known) => known,
            None => self.keep(question.to_owned(), find()),
        }
    }

    /// Looks at all answers, in no order.
    pub fn each(&self, mut look: impl FnMut(&V)) {
        for part in &self.parts {
            part.read()
                .unwrap_or_else(PoisonError::into_inner)
                .values()
                .for_each(&mut look);
        }
    }

    fn part<Q: Hash + ?Sized>(&self, question: &Q) -> &RwLock<FxHashMap<K, V>> {
        let hash = FxBuildHasher.hash_one(question) >> 40;
        &self.parts[usize::try_from(hash).unwrap_or_default() % PARTS]
    }
}
