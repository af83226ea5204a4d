//! One finding, and the rule that it is of.

use partywall_ir::Span;

/// A file of the run: index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// To be looked at.
    Warning,
    /// A leak.
    Error,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A structural hint.
    Low,
    /// A call on the way could not be resolved and might guard.
    Medium,
    /// The whole chain from an entry point to the access was seen.
    High,
}

/// For whom it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Persona {
    /// What a developer must act on.
    Regular,
    /// What a careful developer wants to see.
    Pedantic,
    /// What an auditor wants to see.
    Auditor,
}

/// A rule, as reports declare it.
#[derive(Clone, Debug)]
pub struct RuleMeta {
    /// A kebab-case noun phrase, stable for ever.
    pub id: &'static str,
    /// One sentence without a full stop: what it reports.
    pub summary: &'static str,
    /// Its default level.
    pub level: Level,
    /// The highest confidence that its findings have.
    pub confidence: Confidence,
    /// For whom it is on.
    pub persona: Persona,
    /// Numbers of CWE entries, the most fitting first.
    pub cwe: &'static [u32],
    /// CVSS-like severity from 0.0 to 10.0, as GitHub code scanning reads it.
    pub security_severity: &'static str,
    /// Its page, Markdown: documentation, `explain` text and SARIF help.
    pub page: &'static str,
}

/// A step on the way from the entry point to the access, or a remark about another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What happens there, one clause.
    pub text: String,
}

/// A remark below a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A fact: what was considered, and why it did not count.
    Fact(String),
    /// What to do.
    Help(String),
}

/// Something that a rule reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad.
    pub level: Level,
    /// How sure.
    pub confidence: Confidence,
    /// For whom.
    pub persona: Persona,
    /// One sentence that says what is wrong, with names in backquotes.
    pub message: String,
    /// Where to look first.
    pub primary: Place,
    /// What the primary place is, a clause.
    pub label: String,
    /// The path from the entry point to the access, both included; empty when there is none to show.
    pub flow: Vec<Step>,
    /// Other places worth seeing: the entity, the check that does not count.
    pub related: Vec<Step>,
    /// Remarks, facts before help.
    pub notes: Vec<Note>,
    /// What makes it the same finding after lines have moved: rule, file, function, entity and the words of the access;
    /// made into a hash together with a counter for equal ones.
    pub identity: String,
}

/// The text of one file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the root, `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Gives renderers the files that findings speak of.
pub trait Sources {
    /// The path of a file, relative to the root, with `/` between its parts.
    fn path(&self, file: FileId) -> &str;

    /// The text of a file; empty when it can no longer be read.
    fn text(&self, file: FileId) -> &str;
}
