//! Routes that are written beside an entry point, and the values that they name.

use crate::flow::entry::Entry;
use crate::flow::guards::Guards;
use crate::program::FnId;
use partywall_ir::{ExprKind, Lit};

impl Entry {
    /// Whether a route that is written beside it has a value of this name; with `always`, one that is never left out.
    pub(super) fn is_in_route(&self, name: &str, always: bool) -> bool {
        let names = |template: &str| {
            let mut parts = template.split('{').skip(1).map(|part| part.trim_start_matches('*'));
            parts.any(|part| {
                let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
                end.is_some_and(|end| {
                    part[..end].eq_ignore_ascii_case(name) && !(always && part[end..].starts_with('?'))
                })
            })
        };
        self.templates.iter().any(|template| names(template))
    }
}

impl Guards<'_, '_> {
    /// The texts of attributes in which values of the route are named.
    pub(super) fn templates(&self, function: FnId) -> Vec<Box<str>> {
        let texts = self.around(function).flat_map(|(unit, attribute)| {
            let file = self.program.unit(unit);
            attribute
                .args
                .iter()
                .filter_map(move |arg| match file.body[arg.value].kind {
                    ExprKind::Lit(Lit::Str(text)) => Some(file.text(text)),
                    _ => None,
                })
        });
        texts.filter(|text| text.contains('{')).map(Box::from).collect()
    }
}
