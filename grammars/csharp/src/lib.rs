//! C# source to units.
//!
//! One file's text in, one [`Unit`] out; what cannot be read becomes a gap. This crate knows C#'s grammar and nothing
//! of frameworks, projects or other files.

mod access;
mod accessors;
mod attributes;
mod chain;
mod creation;
mod declarations;
mod expressions;
mod extensions;
mod faults;
mod flow;
mod functions;
mod kinds;
mod literals;
mod lower;
mod mask;
mod members;
mod parse;
mod patterns;
mod query;
mod scope;
mod statements;
mod swallowed;
mod switches;
mod types;

#[cfg(test)]
mod tests;

use partywall_ir::{Frontend, Language, Unit};

/// The frontend of C#.
#[derive(Clone, Copy, Debug, Default)]
pub struct CSharp;

impl Frontend for CSharp {
    fn language(&self) -> Language {
        Language::CSharp
    }

    fn lower(&self, path: &str, text: &str) -> Unit {
        match parse::parse(text) {
            Some(tree) => lower::lower(path, text, &tree),
            None => lower::unread(path, text),
        }
    }

    fn parse_only(&self, text: &str) -> bool {
        parse::parse(text).is_none_or(|tree| tree.root_node().has_error())
    }
}
