//! Which files of tests the application's own code uses: their path says test, and what imports them says otherwise.

use crate::discover::Found;
use partywall_ir::{Language, Unit};
use std::collections::HashMap;

/// Files that are read only where somebody uses them.
pub struct Waiting<'a> {
    files: Vec<Option<&'a Found>>,
    /// The parts of each file's path as an import names them, by the file's number.
    parts: Vec<Vec<&'a str>>,
    /// Files by the last part of what imports them.
    ends: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Waiting<'a> {
    /// All of them wait.
    pub fn new(files: &'a [Found]) -> Self {
        let parts: Vec<Vec<&str>> = files.iter().map(parts).collect();
        let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, parts) in parts.iter().enumerate() {
            if let Some(last) = parts.last() {
                ends.entry(last).or_default().push(at);
            }
        }
        Self {
            files: files.iter().map(Some).collect(),
            parts,
            ends,
        }
    }

    /// Those that units use and that waited until now, in the order of their paths. They wait no longer.
    pub fn used<'u>(&mut self, by: impl IntoIterator<Item = &'u Unit>) -> Vec<&'a Found> {
        if self.ends.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<usize> = by.into_iter().flat_map(|unit| self.used_by(unit)).collect();
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .filter_map(|at| self.files.get_mut(at)?.take())
            .collect()
    }

    /// How many nobody uses.
    pub fn left(&self) -> usize {
        self.files.iter().flatten().count()
    }

    fn used_by(&self, unit: &Unit) -> Vec<usize> {
        let imports = unit.imports.iter().map(|import| unit.text(import.path));
        let mut found = Vec::new();
        for import in imports {
            let dots = import.len() - import.trim_start_matches('.').len();
            let words: Vec<&str> = import
                .split('.')
                .filter(|word| !word.is_empty() && !matches!(*word, "crate" | "self" | "super"))
                .collect();
            let above: Vec<&str> = match dots {
                0 => Vec::new(),
                _ => unit.path.rsplit('/').skip(dots).collect(),
            };
            let wanted: Vec<&str> = above.into_iter().rev().chain(words.iter().copied()).collect();
            // the last word may be what the file declares
            for wanted in [&wanted[..], wanted.split_last().map_or(&[], |(_, rest)| rest)] {
                let Some(ends) = wanted.last().and_then(|last| self.ends.get(last)) else {
                    continue;
                };
                found.extend(ends.iter().filter(|at| self.parts[**at].ends_with(wanted)));
            }
        }
        found
    }
}

/// A path as imports name it: of a package its folder, of C# the folders, which namespaces are called after.
fn parts(file: &Found) -> Vec<&str> {
    let stem = file.path.rsplit_once('.').map_or(&*file.path, |(stem, _)| stem);
    let mut parts: Vec<&str> = match file.language {
        Language::CSharp => stem.split(['/', '.']).collect(),
        _ => stem.split('/').collect(),
    };
    if file.language == Language::CSharp || matches!(parts.last(), Some(&("__init__" | "mod"))) {
        parts.pop();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::frontend;

    fn found(path: &str) -> Found {
        Found {
            path: path.into(),
            absolute: path.into(),
            language: Language::from_extension(path.rsplit('.').next().unwrap()).unwrap(),
            kind: None,
        }
    }

    fn used(path: &str, text: &str, waiting: &[&str]) -> Vec<String> {
        let files: Vec<Found> = waiting.iter().map(|path| found(path)).collect();
        let unit = frontend(found(path).language).lower(path, text);
        let mut waiting = Waiting::new(&files);
        let used = waiting.used([&unit]);
        assert_eq!(waiting.left(), files.len() - used.len());
        assert!(waiting.used([&unit]).is_empty());
        used.into_iter().map(|file| file.path.clone()).collect()
    }

    #[test]
    fn what_imports_name_is_used() {
        let waiting = [
            "shop/test/models.py",
            "shop/test/__init__.py",
            "shop/test/views.py",
            "tests/test_shop.py",
        ];
        let cases = [
            ("from shop.test.models import Lab", "shop/test/models.py"),
            ("from .test import views", "shop/test/__init__.py shop/test/views.py"),
            ("from django.test.models import Lab", ""),
            (
                "import shop.test.views as v",
                "shop/test/__init__.py shop/test/views.py",
            ),
        ];
        for (text, expected) in cases {
            let mut found = used("shop/urls.py", text, &waiting);
            found.sort();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        assert_eq!(
            used(
                "src/App/Orders/Order.cs",
                "using App.Labs.Test;",
                &["src/App.Labs/Test/Lab.cs", "test/App.Test/A.cs"]
            ),
            ["src/App.Labs/Test/Lab.cs"]
        );
        assert_eq!(
            used(
                "src/main.rs",
                "use crate::testing::lab::Lab;",
                &["src/testing/lab.rs", "src/testing/mod.rs"]
            ),
            ["src/testing/lab.rs"]
        );
    }
}
