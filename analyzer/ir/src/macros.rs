//! The macros that files declare for others: what a frontend needs of other files to read one.

use std::collections::BTreeMap;

/// A macro as its file declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroDecl {
    /// Its name, without a mark.
    pub name: Box<str>,
    /// The file that declares it, as [`crate::Frontend::lower`] takes it.
    pub path: Box<str>,
    /// What it says, in the words of its language.
    pub rules: Box<str>,
    /// Whoever calls it never goes on behind the call.
    pub leaves: bool,
}

/// All macros of a run.
#[derive(Clone, Debug, Default)]
pub struct Macros {
    named: BTreeMap<Box<str>, Vec<MacroDecl>>,
}

impl Macros {
    /// Macros, those of one file in its order.
    pub fn new(decls: impl IntoIterator<Item = MacroDecl>) -> Self {
        let mut macros = Self::default();
        macros.extend(decls);
        macros
    }

    /// Adds macros of other files, those of one file in its order.
    pub fn extend(&mut self, decls: impl IntoIterator<Item = MacroDecl>) {
        for decl in decls {
            self.named.entry(decl.name.clone()).or_default().push(decl);
        }
        for of_name in self.named.values_mut() {
            of_name.sort_by(|a, b| a.path.cmp(&b.path));
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The macro of a name that a file means: of several, the one declared nearest to it. What a file declares twice is what its
    /// last declaration says.
    pub fn find(&self, name: &str, path: &str) -> Option<&MacroDecl> {
        let of_name = self.named.get(name)?;
        // paths that begin alike stand together, so that the nearest one is a neighbour
        let at = of_name.partition_point(|decl| *decl.path <= *path);
        let before = at.checked_sub(1).and_then(|at| of_name.get(at));
        let near = |decl: &&MacroDecl| {
            let common = decl.path.split('/').zip(path.split('/')).take_while(|(a, b)| a == b);
            common.count()
        };
        of_name.get(at).into_iter().chain(before).max_by_key(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_declaration_is_meant() {
        let decl = |path: &str, rules: &str| MacroDecl {
            name: "found".into(),
            path: path.into(),
            rules: rules.into(),
            leaves: false,
        };
        let macros = Macros::new([
            decl("a/src/lib.rs", "a"),
            decl("b/src/lib.rs", "b"),
            decl("b/src/lib.rs", "again"),
        ]);
        let rules = |path: &str| macros.find("found", path).map(|decl| &*decl.rules);
        assert_eq!(rules("a/src/deep/x.rs"), Some("a"));
        assert_eq!(rules("b/src/lib.rs"), Some("again"));
        assert_eq!(rules("c/src/x.rs"), Some("again"));
        assert!(macros.find("lost", "a/src/lib.rs").is_none());
        assert!(Macros::default().is_empty());
    }
}
