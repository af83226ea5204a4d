//! Paths as the person who reads them would type them: relative to the current folder, so that a terminal can open them.

use partywall_driver::files::Files;
use partywall_report::{FileId, Sources};
use std::path::{Component, Path, PathBuf};

/// Files under the names that hold in the current folder.
pub struct Here<'a> {
    files: &'a Files,
    paths: Vec<String>,
}

impl<'a> Here<'a> {
    /// Names the files of a run over `root`.
    pub fn new(files: &'a Files, root: &Path, here: &Path) -> Self {
        let numbers = 0..u32::try_from(files.len()).unwrap_or(u32::MAX);
        let paths = numbers
            .map(|number| named(root, here, files.path(FileId(number))))
            .collect();
        Self { files, paths }
    }
}

impl Sources for Here<'_> {
    fn path(&self, file: FileId) -> &str {
        self.paths.get(file.0 as usize).map_or("", |path| path)
    }

    fn text(&self, file: FileId) -> &str {
        self.files.text(file)
    }
}

/// How a file below `root` is called in `here`: by a relative path while both are in one project, else by its whole path.
pub fn named(root: &Path, here: &Path, path: &str) -> String {
    let Ok(below) = here.strip_prefix(root) else {
        return if root.starts_with(here) {
            relative(here, &root.join(path))
        } else {
            root.join(path).display().to_string()
        };
    };
    let below: Vec<Component<'_>> = below.components().collect();
    let file = Path::new(path);
    let shared = below
        .iter()
        .zip(file.components())
        .take_while(|(a, b)| **a == *b)
        .count();
    let mut relative: PathBuf = below[shared..].iter().map(|_| Component::ParentDir).collect();
    relative.extend(file.components().skip(shared));
    relative.display().to_string()
}

fn relative(here: &Path, file: &Path) -> String {
    file.strip_prefix(here).unwrap_or(file).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_it_would_be_typed() {
        let name = |here: &str, path: &str| named(Path::new("/w/repo"), Path::new(here), path);
        assert_eq!(name("/w/repo", "a/b.py"), "a/b.py");
        assert_eq!(name("/w/repo/a", "a/b.py"), "b.py");
        assert_eq!(name("/w/repo/a/c", "a/b.py"), "../b.py");
        assert_eq!(name("/w", "a/b.py"), "repo/a/b.py");
        assert_eq!(name("/x", "a/b.py"), "/w/repo/a/b.py");
    }
}
