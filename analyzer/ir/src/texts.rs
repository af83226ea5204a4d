//! Strings by number and numbers by string, each string once and all of them in one buffer: a run has millions of them.

use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

const EMPTY: u32 = u32::MAX;

/// Slots that a table begins with; a power of two.
const FIRST: usize = 64;

/// Strings, numbered in the order of their first insertion.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    text: String,
    /// Where each string ends; it begins where the one before ends.
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Open addressing over numbers; a power of two, at most three quarters full.
    slots: Vec<u32>,
}

impl Texts {
    /// The number of `text`, a new one where it has none. What no longer fits is known as the empty string.
    pub fn intern(&mut self, text: &str) -> u32 {
        if self.hashes.len() < self.ends.len() || self.slots.is_empty() {
            self.index();
        }
        let hash = hash(text);
        let slot = match self.probe(text, hash) {
            Ok(known) => return known,
            Err(slot) => slot,
        };
        let Ok(end) = u32::try_from(self.text.len() + text.len()) else {
            return self.intern("");
        };
        let number = u32::try_from(self.ends.len()).unwrap_or(EMPTY);
        self.text.push_str(text);
        self.ends.push(end);
        self.hashes.push(hash);
        self.slots[slot] = number;
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.place(self.slots.len() * 2);
        }
        number
    }

    /// The number of `text`, if it has one and the table is not sealed.
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.probe(text, hash(text)).ok()
    }

    /// The text of a number of this table; empty for another one.
    pub fn text(&self, number: u32) -> &str {
        let at = number as usize;
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// All strings; the index of each is its number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let text = self.text.get(start..*end as usize).unwrap_or("");
            start = *end as usize;
            text
        })
    }

    /// Drops what numbers are found by, and the room that was kept for more. Inserting builds it anew.
    pub fn seal(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.hashes = Vec::new();
        self.slots = Vec::new();
    }

    fn index(&mut self) {
        self.hashes = self.iter().map(hash).collect();
        let least = self.ends.len() * 2;
        self.place(least.next_power_of_two().max(FIRST));
    }

    fn probe(&self, text: &str, hash: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let number = self.slots[at];
            if number == EMPTY {
                return Err(at);
            }
            if self.hashes[number as usize] == hash && self.text(number) == text {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn place(&mut self, slots: usize) {
        let mask = slots - 1;
        self.slots = vec![EMPTY; slots];
        for (number, hash) in (0u32..).zip(&self.hashes) {
            let mut at = *hash as usize & mask;
            while self.slots[at] != EMPTY {
                at = (at + 1) & mask;
            }
            self.slots[at] = number;
        }
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.ends == other.ends && self.text == other.text
    }
}

fn hash(text: &str) -> u32 {
    let hash = FxBuildHasher.hash_one(text);
    u32::try_from((hash ^ (hash >> 32)) & u64::from(u32::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn a_string_keeps_its_number_while_the_table_grows() {
        let mut texts = Texts::default();
        assert_eq!(texts.find("name0"), None);
        let made: Vec<_> = (0..5000).map(|n| texts.intern(&format!("name{n}"))).collect();
        for (n, number) in made.iter().enumerate() {
            let text = format!("name{n}");
            assert_eq!(texts.text(*number), text);
            assert_eq!(texts.find(&text), Some(*number));
            assert_eq!(texts.intern(&text), *number);
        }
        assert_eq!(texts.find("name5000"), None);
        assert_eq!(texts.iter().nth(4999), Some("name4999"));
    }

    #[test]
    fn the_empty_string_is_a_string() {
        let mut texts = Texts::default();
        let one = texts.intern("");
        let two = texts.intern("a");
        assert_eq!((texts.text(one), texts.text(two)), ("", "a"));
        assert_ne!(one, two);
        assert_eq!(texts.text(7), "");
    }

    #[test]
    fn a_sealed_table_still_tells_its_strings_and_takes_more() {
        let mut texts = Texts::default();
        let made: Vec<_> = ["a", "bc", ""].map(|text| texts.intern(text)).into();
        let whole = texts.clone();
        texts.seal();
        assert_eq!(texts, whole);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "bc", ""]);
        assert_eq!(texts.intern("bc"), made[1]);
        assert_eq!(texts.intern("d"), 3);
    }
}
