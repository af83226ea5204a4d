//! What a run saw: silence is only worth something when it says how much was looked at.

/// How many accesses have a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictCount {
    /// The verdict's word: `scoped`, `filtered`, `guarded`, …
    pub verdict: &'static str,
    /// How many.
    pub count: usize,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeLevel {
    /// To know.
    Note,
    /// Part of the code was not seen.
    Warning,
    /// The run is not to be trusted.
    Error,
}

/// Something to say about the run itself, not about the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: NoticeLevel,
    /// The file it is about.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// What happened, and what to do about it.
    pub message: String,
}

/// The account of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Files read, by language word, in the order of languages.
    pub files: Vec<(&'static str, usize)>,
    /// Lines of source in them.
    pub lines: usize,
    /// Files with at least one gap.
    pub files_with_gaps: usize,
    /// Places that were not understood.
    pub gaps: usize,
    /// Files that were left out, by reason (`tests`, `generated`, `too large`, …).
    pub skipped: Vec<(String, usize)>,
    /// Functions that the outside reaches.
    pub entry_points: usize,
    /// Names of the scope roots.
    pub roots: Vec<String>,
    /// Owned entities.
    pub owned: usize,
    /// Shared entities.
    pub shared: usize,
    /// Frameworks whose models were consulted.
    pub frameworks: Vec<String>,
    /// Accesses of owned entities, by verdict, in a fixed order, zeros included.
    pub verdicts: Vec<VerdictCount>,
    /// What else there is to say.
    pub notices: Vec<Notice>,
}
