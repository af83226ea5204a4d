//! Every string of the program, stored once in one buffer.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::Sym;

const EMPTY: u32 = u32::MAX;

/// Strings by symbol, and symbols by string. Equal insertions in equal order give equal symbols.
pub(super) struct Symbols {
    text: String,
    /// Where each string ends; it begins where the one before ends.
    ends: Vec<usize>,
    hashes: Vec<u32>,
    /// Open addressing over symbols; a power of two, at most three quarters full.
    slots: Vec<u32>,
}

impl Default for Symbols {
    fn default() -> Self {
        Self {
            text: String::new(),
            ends: Vec::new(),
            hashes: Vec::new(),
            slots: vec![EMPTY; 1024],
        }
    }
}

impl Symbols {
    /// The symbol of `text`, a new one where it has none.
    pub fn intern(&mut self, text: &str) -> Sym {
        let hash = hash(text);
        let slot = match self.probe(text, hash) {
            Ok(known) => return known,
            Err(slot) => slot,
        };
        let sym = u32::try_from(self.ends.len()).unwrap_or(EMPTY);
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.hashes.push(hash);
        self.slots[slot] = sym;
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        Sym(sym)
    }

    /// The symbol of `text`, if it has one.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.probe(text, hash(text)).ok()
    }

    /// The text of a symbol of this table; empty for another one.
    pub fn text(&self, sym: Sym) -> &str {
        let at = sym.index();
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.text.get(start..end).unwrap_or("")
    }

    /// The symbols of the parts of a dotted path.
    pub fn intern_parts(&mut self, path: &str) -> Box<[Sym]> {
        path.split('.')
            .filter(|part| !part.is_empty())
            .map(|part| self.intern(part))
            .collect()
    }

    fn probe(&self, text: &str, hash: u32) -> Result<Sym, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let sym = self.slots[at];
            if sym == EMPTY {
                return Err(at);
            }
            if self.hashes[sym as usize] == hash && self.text(Sym(sym)) == text {
                return Ok(Sym(sym));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![EMPTY; mask + 1];
        for (sym, hash) in (0u32..).zip(&self.hashes) {
            let mut at = *hash as usize & mask;
            while self.slots[at] != EMPTY {
                at = (at + 1) & mask;
            }
            self.slots[at] = sym;
        }
    }
}

fn hash(text: &str) -> u32 {
    let hash = FxBuildHasher.hash_one(text);
    u32::try_from((hash ^ (hash >> 32)) & u64::from(u32::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Symbols;

    #[test]
    fn a_string_keeps_its_symbol_while_the_table_grows() {
        let mut symbols = Symbols::default();
        let made: Vec<_> = (0..5000).map(|n| symbols.intern(&format!("name{n}"))).collect();
        for (n, sym) in made.iter().enumerate() {
            let text = format!("name{n}");
            assert_eq!(symbols.text(*sym), text);
            assert_eq!(symbols.find(&text), Some(*sym));
            assert_eq!(symbols.intern(&text), *sym);
        }
        assert_eq!(symbols.find("name5000"), None);
    }

    #[test]
    fn the_empty_string_is_a_string() {
        let mut symbols = Symbols::default();
        let one = symbols.intern("");
        let two = symbols.intern("a");
        assert_eq!((symbols.text(one), symbols.text(two)), ("", "a"));
        assert_ne!(one, two);
    }
}
