//! Imports. They count for the whole file wherever they stand.

use partywall_ir::{Import, Span};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

impl Lower<'_> {
    /// Notes what an import statement brings in.
    pub(crate) fn import(&mut self, at: At) {
        let tree = self.tree;
        let module = match tree.kind(at) {
            Kind::Import => None,
            Kind::FutureImport => Some("__future__".to_owned()),
            _ => Some(
                tree.child(at, Role::ModuleName)
                    .map(|module| self.path_text(module))
                    .unwrap_or_default(),
            ),
        };
        for child in tree.children(at) {
            let span = tree.span(child);
            match (tree.kind(child), tree.node(child).role) {
                (Kind::WildcardImport, _) => {
                    self.add_import(module.as_deref().unwrap_or_default(), "", true, span);
                }
                (Kind::AliasedImport, _) => {
                    let name = tree
                        .child(child, Role::Name)
                        .map(|name| self.path_text(name))
                        .unwrap_or_default();
                    let alias = tree.child(child, Role::Alias).map_or("", |alias| self.slice(alias));
                    self.add_import(&inside(module.as_deref(), &name), alias, false, span);
                }
                (Kind::DottedName, Role::Name) => {
                    let name = self.path_text(child);
                    // `import a.b` binds `a`; all of the path is reached through it.
                    let name = if module.is_none() {
                        name.split('.').next().unwrap_or_default()
                    } else {
                        &name
                    };
                    self.add_import(&inside(module.as_deref(), name), name, false, span);
                }
                _ => {}
            }
        }
    }

    fn add_import(&mut self, path: &str, local: &str, glob: bool, span: Span) {
        let (path, local) = (self.intern(path), self.intern(local));
        self.unit.imports.push(Import {
            path,
            local,
            glob,
            span,
        });
    }

    fn path_text(&self, at: At) -> String {
        self.slice(at).split_whitespace().collect()
    }
}

/// A name in a module; after a module of dots alone there is no further dot.
fn inside(module: Option<&str>, name: &str) -> String {
    match module {
        None | Some("") => name.to_owned(),
        Some(module) if module.ends_with('.') => format!("{module}{name}"),
        Some(module) => format!("{module}.{name}"),
    }
}
