//! SQL that a function is handed as text: it runs where a call says what it is, with the values that the function binds.

use crate::flow::apply::Binding;
use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::summary::Summary;
use crate::flow::value::{Root, Shape, SqlText, Template, Val};
use crate::program::{Sym, Ty};
use partywall_catalog::{Binds, SqlRow};
use partywall_ir::ExprId;
use partywall_sql as sql;
use std::sync::Arc;

/// The most texts that a function runs for its callers.
const MAX_TEXTS: usize = 4;

/// The most values that are bound to one.
const MAX_VALUES: usize = 16;

/// A text that a function runs, and that its caller says.
#[derive(Clone, Debug, PartialEq)]
pub struct Texted {
    /// Which parameter it is.
    of: u32,
    /// Where its values stand.
    binds: Binds,
    /// Its values, by name where they have one.
    values: Vec<(Option<Sym>, Val)>,
}

impl<'a> Cx<'_, 'a> {
    /// Notes a text that is one of the function's own parameters.
    pub(super) fn note_texted(&mut self, row: &SqlRow, given: &[Given]) {
        let plain = !row.any_string && row.append.is_empty() && !matches!(row.binds, Binds::Bind | Binds::Holes);
        let Some(text) = given.get(row.sql).filter(|_| plain && !self.is_entry) else {
            return;
        };
        let of = match text.val.srcs.list() {
            [src] if src.path().is_empty() && matches!(text.val.shape, Shape::Plain) => src.root(),
            _ => return,
        };
        let Root::Param(of) = of else { return };
        let rest = given.get((row.sql + 1).max(row.from)..).unwrap_or_default();
        let values = rest.iter().take(MAX_VALUES);
        self.add_texted(Texted {
            of,
            binds: row.binds,
            values: values.map(|arg| (arg.name, arg.val.clone())).collect(),
        });
    }

    fn add_texted(&mut self, texted: Texted) {
        if self.texted.len() < MAX_TEXTS && !self.texted.contains(&texted) {
            self.texted.push(texted);
        }
    }

    /// Runs what a callee runs of the texts that this call hands to it: gives the rows of the last one.
    pub(super) fn run_texted(&mut self, expr: ExprId, summary: &Summary, binding: &Binding) -> Option<Val> {
        let mut rows = None;
        for texted in &summary.texted {
            let Some(arg) = binding.args.get(texted.of as usize) else {
                continue;
            };
            let values = texted
                .values
                .iter()
                .map(|(name, val)| (*name, self.value(val, binding, 0)));
            let values: Vec<(Option<Sym>, Val)> = values.collect();
            let template = match &arg.shape {
                Shape::Text(text) => Template {
                    text: text.to_string(),
                    holes: Vec::new(),
                },
                Shape::Template(template) => (**template).clone(),
                _ => {
                    // handed on as it came in
                    if let [src] = arg.srcs.list()
                        && let (Root::Param(of), true) = (src.root(), src.path().is_empty() && !self.is_entry)
                    {
                        self.add_texted(Texted {
                            of,
                            binds: texted.binds,
                            values,
                        });
                    }
                    continue;
                }
            };
            if !sql::looks_like_sql(&template.text) {
                continue;
            }
            let mut text = SqlText {
                template,
                binds: Vec::new(),
                named: Vec::new(),
                row: Ty::unknown(),
                span: self.unit.body[expr].span,
                bind_call: Arc::default(),
                append: Arc::default(),
                also: Vec::new(),
            };
            for (name, val) in &values {
                match (name, texted.binds) {
                    (Some(name), Binds::Rest) => text.named.push((self.text(*name).to_owned(), val.clone())),
                    (None, Binds::Rest) => match &val.shape {
                        Shape::List(items) => text.binds.extend(items.iter().cloned()),
                        _ => text.binds.push(val.clone()),
                    },
                    _ => self.bind_bag(&mut text, val),
                }
            }
            rows = Some(self.run_sql(&text, expr));
        }
        rows
    }
}
