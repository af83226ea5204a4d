//! The strings of one unit, each stored once.

use crate::texts::Texts;

/// A string of a unit: an identifier, a dotted path, or the text of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

/// The strings of one unit, in order of first use, so that equal text gives an equal table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameTable(Texts);

impl NameTable {
    /// The name of `text`, the same for equal texts.
    pub fn intern(&mut self, text: &str) -> Name {
        Name(self.0.intern(text))
    }

    /// The text of a name of this table; empty for a name of another one.
    pub fn text(&self, name: Name) -> &str {
        self.0.text(name.0)
    }

    /// All texts; the index of each is its name's number.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter()
    }

    /// Drops what names are found by once the unit is complete: half of the memory.
    pub fn seal(&mut self) {
        self.0.seal();
    }
}
