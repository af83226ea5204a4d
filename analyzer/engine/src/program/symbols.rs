//! Every string of the program, stored once.

use super::Sym;
use partywall_ir::Texts;

/// Stands among the names of members for a call that could not be followed: see [`Ty::made`](super::Ty::made).
pub const MADE: &str = "()";

/// Strings by symbol, and symbols by string. Equal insertions in equal order give equal symbols.
#[derive(Default)]
pub(super) struct Symbols(Texts);

impl Symbols {
    /// The symbol of `text`, a new one where it has none.
    pub fn intern(&mut self, text: &str) -> Sym {
        Sym(self.0.intern(text))
    }

    /// The symbol of `text`, if it has one.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.0.find(text).map(Sym)
    }

    /// The text of a symbol of this table; empty for another one.
    pub fn text(&self, sym: Sym) -> &str {
        self.0.text(sym.0)
    }

    /// The symbols of the parts of a dotted path.
    pub fn intern_parts(&mut self, path: &str) -> Box<[Sym]> {
        path.split('.')
            .filter(|part| !part.is_empty())
            .map(|part| self.intern(part))
            .collect()
    }
}
