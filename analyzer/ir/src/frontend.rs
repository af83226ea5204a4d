//! What a frontend is: one file's text in, one unit out, always.

use crate::{MacroDecl, Macros, Unit};

/// What holds for all files of a run.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The macros that its files declare for each other.
    pub macros: Macros,
    /// Whether what is only compiled into tests is left out.
    pub without_tests: bool,
}

/// A source language that has a frontend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// C#.
    CSharp,
    /// Python.
    Python,
    /// Rust.
    Rust,
    /// SQL files: schemas and migrations.
    Sql,
}

impl Language {
    /// Every language, in the order of reports.
    pub const ALL: [Self; 4] = [Self::CSharp, Self::Python, Self::Rust, Self::Sql];

    /// The word for it in framework files and options.
    pub fn id(self) -> &'static str {
        match self {
            Self::CSharp => "csharp",
            Self::Python => "python",
            Self::Rust => "rust",
            Self::Sql => "sql",
        }
    }

    /// The language called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }

    /// The language of a file by its extension, without the dot.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension {
            "cs" => Some(Self::CSharp),
            "py" => Some(Self::Python),
            "rs" => Some(Self::Rust),
            "sql" => Some(Self::Sql),
            _ => None,
        }
    }
}

/// Reads one language. Lowering cannot fail: what is not understood becomes a gap in the unit.
pub trait Frontend: Sync {
    /// The language it reads.
    fn language(&self) -> Language;

    /// Lowers one file. `path` is relative to the project's root with `/` between its parts; only
    /// the module's name is made from it. Sees no other input, and equal input gives an equal unit.
    fn lower(&self, path: &str, text: &str) -> Unit;

    /// The like, with what holds for all files of a run. Equal input gives an equal unit.
    fn lower_with(&self, path: &str, text: &str, _reading: &Reading) -> Unit {
        self.lower(path, text)
    }

    /// Whether files of this language declare macros.
    fn has_macros(&self) -> bool {
        false
    }

    /// The macros that a file declares.
    fn macros(&self, _path: &str, _text: &str) -> Vec<MacroDecl> {
        Vec::new()
    }

    /// Only parses, and says whether the text had an error: the measure that a run's time is held against.
    fn parse_only(&self, text: &str) -> bool;
}
