//! The files of a run, in the order of their paths, so that a file's number depends on nothing else.

use crate::disk;
use partywall_report::{FileId, Sources};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Paths and, once asked for, texts.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    path: String,
    absolute: PathBuf,
    /// Read again when a finding is shown: a run keeps no text of files that have none.
    text: OnceLock<String>,
}

impl Files {
    /// Adds a file behind the others.
    pub fn push(&mut self, path: String, absolute: PathBuf) {
        self.files.push(File {
            path,
            absolute,
            text: OnceLock::new(),
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Sources for Files {
    fn path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.path)
    }

    fn text(&self, file: FileId) -> &str {
        let Some(file) = self.files.get(file.0 as usize) else {
            return "";
        };
        file.text
            .get_or_init(|| disk::read(&file.absolute).map(|read| read.text).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn texts_are_read_when_asked_for_and_a_lost_file_is_empty() {
        let scratch = Scratch::new();
        let mut files = Files::default();
        files.push("a.py".into(), scratch.write("a.py", "x = 1\n"));
        files.push("b.py".into(), scratch.root().join("b.py"));
        assert_eq!((files.path(FileId(0)), files.text(FileId(0))), ("a.py", "x = 1\n"));
        assert_eq!((files.path(FileId(1)), files.text(FileId(1))), ("b.py", ""));
        assert_eq!((files.path(FileId(9)), files.text(FileId(9))), ("", ""));
    }
}
