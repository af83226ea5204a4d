//! Relations that are declared beside the tables: a macro that names a table, the table that it leads to and the column between them.

use super::draft::{Model, Wanted, Why};
use super::fluent::Calls;
use super::syntax::{last, text_of};
use crate::program::Program;
use crate::words::squash;
use partywall_catalog::Catalog;
use partywall_ir::{ExprKind, Language};

/// Notes what each such column leads to; what the column itself says already stays.
pub fn gather(model: &mut Model, program: &Program, catalog: &Catalog) {
    for language in Language::ALL {
        let rows = catalog.of(language).flat_map(|file| &file.relation);
        let names: Vec<&str> = rows.flat_map(|row| &row.r#macro).map(|name| last(name)).collect();
        for call in Calls::scan(program, language, &names).found {
            let unit = program.unit(call.unit);
            let ExprKind::Call { args, .. } = &unit.body[call.expr].kind else {
                continue;
            };
            let said: Vec<&str> = args.iter().filter_map(|arg| text_of(unit, arg.value)).collect();
            let [holder, target, column] = said[..] else { continue };
            let Some(at) = model.names.of_table(last(holder), &model.lexicon) else {
                continue;
            };
            let wanted = squash(column);
            let columns = &mut model.entities[at as usize].columns;
            if let Some(col) = columns.iter_mut().find(|col| col.squash == wanted)
                && col.target.is_none()
                && col.wanted.is_none()
            {
                col.wanted = Some(Wanted::Table(last(target).to_owned()));
                col.why = Why::Relation;
            }
        }
    }
}
