//! Python source to units, by way of tree-sitter's Python grammar.
//!
//! Knows the language and its standard `typing` words; must not know a framework, another file, or the file system.

mod assign;
mod class;
mod expr;
mod flow;
mod function;
mod imports;
mod kind;
mod lower;
mod pattern;
mod reader;
mod spine;
mod stmt;
mod text;
mod tree;
mod types;

use partywall_ir::{Frontend, Language, Unit};

/// The Python frontend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Python;

impl Frontend for Python {
    fn language(&self) -> Language {
        Language::Python
    }

    fn lower(&self, path: &str, text: &str) -> Unit {
        reader::lower(path, text)
    }

    fn parse_only(&self, text: &str) -> bool {
        reader::parse_only(text)
    }
}

#[cfg(test)]
mod tests;
