//! What `use` and `extern crate` bring into scope.

use partywall_ir::{Import, Span};
use syn::{ItemExternCrate, ItemUse, UseTree};

use crate::lower::Lower;
use crate::types::plain;

impl Lower<'_> {
    /// Each leaf of the tree is one import.
    pub fn import(&mut self, of: &ItemUse) {
        let mut open = vec![(String::new(), &of.tree)];
        while let Some((mut prefix, mut tree)) = open.pop() {
            while let UseTree::Path(of) = tree {
                extend(&mut prefix, &plain(&of.ident));
                tree = &of.tree;
            }
            match tree {
                UseTree::Name(of) => {
                    let name = plain(&of.ident);
                    let span = self.spans.of(of.ident.span());
                    if name != "self" || prefix.is_empty() {
                        extend(&mut prefix, &name);
                    }
                    let local = prefix.rsplit('.').next().unwrap_or_default().to_owned();
                    self.add_import(&prefix, &local, false, span);
                }
                UseTree::Rename(of) => {
                    let name = plain(&of.ident);
                    let span = self.spans.between(of.ident.span(), of.rename.span());
                    if name != "self" || prefix.is_empty() {
                        extend(&mut prefix, &name);
                    }
                    self.add_import(&prefix, &plain(&of.rename), false, span);
                }
                UseTree::Glob(of) => {
                    let span = self.spans.of(of.star_token.span);
                    self.add_import(&prefix, "", true, span);
                }
                UseTree::Group(of) => open.extend(of.items.iter().rev().map(|tree| (prefix.clone(), tree))),
                UseTree::Path(_) => {}
            }
        }
    }

    pub fn extern_crate(&mut self, of: &ItemExternCrate) {
        let name = plain(&of.ident);
        let local = of
            .rename
            .as_ref()
            .map_or_else(|| name.clone(), |(_, rename)| plain(rename));
        let span = self.spans.between(of.extern_token.span, of.semi_token.span);
        self.add_import(&name, &local, false, span);
    }

    fn add_import(&mut self, path: &str, local: &str, glob: bool, span: Span) {
        let (path, local) = (self.name(path), self.name(local));
        self.unit.imports.push(Import {
            path,
            local,
            glob,
            span,
        });
    }
}

fn extend(path: &mut String, part: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(part);
}
