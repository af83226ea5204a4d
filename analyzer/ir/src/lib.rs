//! One source file as a value: what it declares and what its bodies do, in the same small
//! language whichever frontend read it.
//!
//! A [`Unit`] depends on nothing but the text and the path of its file and the macros that it calls, so it can be cached under
//! a hash of these. This crate must not know a source language's grammar, a framework, or another file.

pub mod body;
pub mod frontend;
pub mod macros;
pub mod names;
pub mod pretty;
pub mod source;
pub mod text;
pub mod texts;
pub mod unit;
pub mod verify;
pub mod walk;

pub use body::*;
pub use frontend::{Frontend, Language, Reading};
pub use macros::{MacroDecl, Macros};
pub use names::{Name, NameTable};
pub use source::{LineIndex, Position, Span};
pub use texts::Texts;
pub use unit::*;
