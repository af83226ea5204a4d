//! Why a run cannot begin.

use std::fmt;

/// What is wrong, where, and what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// The file it is about.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What to do.
    pub help: Option<String>,
}

impl Error {
    /// An error without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }

    /// The same, about a file.
    #[must_use]
    pub fn at(self, path: impl Into<String>, line: Option<usize>) -> Self {
        Self {
            path: Some(path.into()),
            line,
            ..self
        }
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (&self.path, self.line) {
            (Some(path), Some(line)) => write!(f, "\n  --> {path}:{line}")?,
            (Some(path), None) => write!(f, "\n  --> {path}")?,
            _ => {}
        }
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

impl std::error::Error for Error {}
