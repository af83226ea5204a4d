//! The rows of all framework files that matter for one project, found by name.

use crate::FrameworkFile;
use partywall_ir::Language;
use rustc_hash::FxHashMap;

/// The framework files of one project.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    files: Vec<FrameworkFile>,
}

/// Rows of one table that answer to a name, each with the file that it stands in.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    by_name: FxHashMap<Box<str>, Vec<(Language2, T)>>,
}

/// A row's language; `None` is any.
type Language2 = Option<Language>;

impl<T: Clone> Rows<T> {
    /// Indexes rows under each of the names that `names` gives for them; a dotted name under its last part.
    pub fn index<'a, R: 'a>(
        files: &'a [FrameworkFile],
        table: impl Fn(&'a FrameworkFile) -> &'a [R],
        names: impl Fn(&R) -> &[String],
        row: impl Fn(&'a R) -> T,
    ) -> Self {
        let mut by_name: FxHashMap<Box<str>, Vec<(Language2, T)>> = FxHashMap::default();
        for file in files {
            let language = Language::from_id(&file.framework.language);
            for each in table(file) {
                for name in names(each) {
                    let last = name.rsplit('.').next().unwrap_or(name);
                    by_name.entry(last.into()).or_default().push((language, row(each)));
                }
            }
        }
        Self { by_name }
    }

    /// Whether there are rows for a language.
    pub fn speak_of(&self, language: Language) -> bool {
        let of = |(of, _): &(Language2, T)| of.is_none_or(|of| of == language);
        self.by_name.values().any(|rows| rows.iter().any(of))
    }

    /// The rows for a name in a language, in the order of files and rows.
    pub fn get(&self, language: Language, name: &str) -> impl Iterator<Item = &T> {
        let rows = self.by_name.get(name).map_or(&[][..], |rows| rows);
        rows.iter()
            .filter(move |(of, _)| of.is_none_or(|of| of == language))
            .map(|(_, row)| row)
    }
}

impl Catalog {
    /// The catalog of the files whose packages are imported: `imported` is asked for each package of a file.
    /// A file with an id that an earlier one has replaces it.
    pub fn new(files: impl IntoIterator<Item = FrameworkFile>, imported: impl Fn(&str, &str) -> bool) -> Self {
        let mut kept: Vec<FrameworkFile> = Vec::new();
        for file in files {
            let header = &file.framework;
            if !header.packages.is_empty() && !header.packages.iter().any(|p| imported(&header.language, p)) {
                continue;
            }
            match kept.iter_mut().find(|other| other.framework.id == header.id) {
                Some(other) => *other = file,
                None => kept.push(file),
            }
        }
        Self { files: kept }
    }

    /// The files, in order.
    pub fn files(&self) -> &[FrameworkFile] {
        &self.files
    }

    /// The files that speak of a language.
    pub fn of(&self, language: Language) -> impl Iterator<Item = &FrameworkFile> {
        self.files
            .iter()
            .filter(move |file| Language::from_id(&file.framework.language).is_none_or(|of| of == language))
    }
}

/// Whether a name as written (`a.b.c`) is the one that a row asks for (`c`, `b.c`), part by part from the end.
pub fn path_matches(written: &str, asked: &str) -> bool {
    let Some(front) = written.strip_suffix(asked) else {
        return false;
    };
    front.is_empty() || front.ends_with('.')
}
