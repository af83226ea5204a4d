//! Colour for text that this crate writes itself.

use crate::Level;
use std::fmt;

/// How text for a person looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Whether there is colour.
    pub color: bool,
}

impl Paint {
    /// Strong text.
    pub fn bold<T: fmt::Display>(self, text: T) -> Painted<T> {
        self.with("1", text)
    }

    /// Text that steps back.
    pub fn dim<T: fmt::Display>(self, text: T) -> Painted<T> {
        self.with("2", text)
    }

    /// Code and names.
    pub fn code<T: fmt::Display>(self, text: T) -> Painted<T> {
        self.with("36", text)
    }

    /// What is good.
    pub fn good<T: fmt::Display>(self, text: T) -> Painted<T> {
        self.with("32", text)
    }

    /// Text in the colour of a level.
    pub fn level<T: fmt::Display>(self, level: Level, text: T) -> Painted<T> {
        let code = match level {
            Level::Error => "1;31",
            Level::Warning => "1;33",
            Level::Note => "1;34",
        };
        self.with(code, text)
    }

    fn with<T>(self, code: &'static str, text: T) -> Painted<T> {
        Painted {
            code: if self.color { code } else { "" },
            text,
        }
    }
}

/// Text in its colour.
#[derive(Clone, Copy, Debug)]
pub struct Painted<T> {
    code: &'static str,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.is_empty() {
            return self.text.fmt(f);
        }
        write!(f, "\u{1b}[{}m", self.code)?;
        self.text.fmt(f)?;
        f.write_str("\u{1b}[0m")
    }
}

impl Level {
    /// The word for it, as SARIF and options spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl crate::Confidence {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

impl crate::Persona {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Pedantic => "pedantic",
            Self::Auditor => "auditor",
        }
    }
}

impl crate::NoticeLevel {
    /// The word for it, as SARIF spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
