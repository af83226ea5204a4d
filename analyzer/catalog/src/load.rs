//! Reading one framework file, with errors that a person can act on.

use crate::FrameworkFile;

/// Why a framework file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and the nearest valid word where there is one.
    pub message: String,
}

/// Reads the text of a framework file. `file` only names it in errors.
pub fn parse(file: &str, text: &str) -> Result<FrameworkFile, LoadError> {
    toml::from_str(text).map_err(|error: toml::de::Error| LoadError {
        file: file.to_owned(),
        line: error.span().map(|span| 1 + text[..span.start].matches('\n').count()),
        message: error.message().to_owned(),
    })
}
