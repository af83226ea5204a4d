//! The strings of one unit, each stored once.

use rustc_hash::FxHashMap;

/// A string of a unit: an identifier, a dotted path, or the text of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

/// The strings of one unit, in order of first use, so that equal text gives an equal table.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    texts: Vec<Box<str>>,
    index: FxHashMap<Box<str>, Name>,
}

impl NameTable {
    /// The name of `text`, the same for equal texts.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(known) = self.index.get(text) {
            return *known;
        }
        let name = Name(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.into());
        self.index.insert(text.into(), name);
        name
    }

    /// The text of a name of this table; empty for a name of another one.
    pub fn text(&self, name: Name) -> &str {
        self.texts.get(name.0 as usize).map_or("", |text| text)
    }

    /// The name of a text that is already in the table.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.index.get(text).copied()
    }

    /// All texts; the index of each is its name's number.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    /// Drops the look-up table once the unit is complete: half of the memory.
    pub fn seal(&mut self) {
        self.index = FxHashMap::default();
        self.texts.shrink_to_fit();
    }
}

impl PartialEq for NameTable {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}
