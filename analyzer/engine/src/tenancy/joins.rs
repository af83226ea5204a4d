//! Relations that are declared beside the tables: a macro that names a table, the table that it leads to and the column between them, and
//! a type in the module of an entity whose members name what they lead to and the column.

use super::discover::main_decl;
use super::draft::{Model, Wanted, Why};
use super::fluent::Calls;
use super::syntax::{attribute_says, last, text_of};
use crate::program::Program;
use crate::words::squash;
use partywall_catalog::{Catalog, RelationRow};
use partywall_ir::{ExprKind, Language};
use rustc_hash::FxHashMap;

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
            leads(model, at as usize, column, Wanted::Table(last(target).to_owned()));
        }
    }
    beside(model, program, catalog);
}

/// Notes what the members of types lead to that stand beside entities.
fn beside(model: &mut Model, program: &Program, catalog: &Catalog) {
    let rows_of = |language: Language| {
        let rows = catalog.of(language).flat_map(|file| &file.relation);
        rows.filter(|row| !row.beside.is_empty()).collect::<Vec<_>>()
    };
    let rows: Vec<(Language, Vec<&RelationRow>)> = Language::ALL
        .into_iter()
        .map(|language| (language, rows_of(language)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    if rows.is_empty() {
        return;
    }
    let mut by_module: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, draft) in model.entities.iter().enumerate() {
        for (unit, decl) in draft.types.iter().filter_map(|ty| main_decl(program, *ty)) {
            let module = program.unit(unit).text(decl.path).rsplit_once('.');
            by_module.extend(module.map(|(module, _)| (module, at)));
        }
    }
    let mut found: Vec<(usize, &str, &str)> = Vec::new();
    for ty in program.types() {
        let Some((id, decl)) = main_decl(program, ty) else {
            continue;
        };
        let unit = program.unit(id);
        let Some((_, rows)) = rows.iter().find(|(language, _)| *language == unit.language) else {
            continue;
        };
        let row = rows.iter().find(|row| {
            let mut attributes = decl.attributes.iter();
            attributes.any(|attribute| attribute_says(unit, attribute, &row.beside))
        });
        let module = unit.text(decl.path).rsplit_once('.').map(|(module, _)| module);
        let (Some(row), Some(at)) = (row, module.and_then(|module| by_module.get(module))) else {
            continue;
        };
        for attribute in decl.fields.iter().flat_map(|field| &field.attributes) {
            let said = |names: &dyn Fn(&str) -> bool| {
                let arg = attribute
                    .args
                    .iter()
                    .find(|arg| arg.name.is_some_and(|name| names(unit.text(name))))?;
                text_of(unit, arg.value)
            };
            let target = said(&|name| row.attribute.iter().any(|known| known == name));
            let column = said(&|name| row.column == name);
            found.extend(target.zip(column).map(|(target, column)| (*at, target, column)));
        }
    }
    for (at, target, column) in found {
        let column = column.rsplit([':', '.']).next().unwrap_or(column);
        leads(model, at, column, Wanted::Entity(target.to_owned()));
    }
}

/// Notes what a column leads to.
fn leads(model: &mut Model, at: usize, column: &str, to: Wanted) {
    let wanted = squash(column);
    let columns = &mut model.entities[at].columns;
    if let Some(col) = columns.iter_mut().find(|col| col.squash == wanted)
        && col.target.is_none()
        && col.wanted.is_none()
    {
        col.wanted = Some(to);
        col.why = Why::Relation;
    }
}
