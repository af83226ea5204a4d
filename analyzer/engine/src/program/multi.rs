//! A map from a key to a run of items, in two allocations.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Items by key; those of one key keep the order that they were given in.
pub(super) struct Multi<K, V> {
    runs: FxHashMap<K, (u32, u32)>,
    items: Vec<V>,
}

impl<K, V> Default for Multi<K, V> {
    fn default() -> Self {
        Self {
            runs: FxHashMap::default(),
            items: Vec::new(),
        }
    }
}

impl<K: Copy + Ord + Hash, V: Copy> Multi<K, V> {
    /// Groups pairs by key.
    pub fn new(mut pairs: Vec<(K, V)>) -> Self {
        pairs.sort_by_key(|(key, _)| *key);
        let mut runs = FxHashMap::default();
        let mut start = 0;
        for run in pairs.chunk_by(|one, two| one.0 == two.0) {
            let end = start + u32::try_from(run.len()).unwrap_or(u32::MAX);
            runs.insert(run[0].0, (start, end));
            start = end;
        }
        Self {
            runs,
            items: pairs.into_iter().map(|(_, item)| item).collect(),
        }
    }

    /// The items of a key.
    pub fn get(&self, key: K) -> &[V] {
        self.runs
            .get(&key)
            .map_or(&[], |(start, end)| &self.items[*start as usize..*end as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::Multi;

    #[test]
    fn items_of_a_key_keep_their_order() {
        let multi = Multi::new(vec![(2, 'b'), (1, 'z'), (2, 'a'), (3, 'c')]);
        assert_eq!(multi.get(2), ['b', 'a']);
        assert_eq!(multi.get(1), ['z']);
        assert!(multi.get(4).is_empty());
    }
}
