//! Which types are entities: by the catalog's `entity` rows and by the schema, and which of them describe the same table.

use super::draft::{Draft, Model};
use super::fluent::Calls;
use super::generic::Generic;
use super::names::table_name;
use super::syntax::{attribute_says, attribute_value, last, string, text_of};
use super::words::Lexicon;
use crate::program::{Program, Scope, Ty, TypeId, UnitId};
use partywall_catalog::{Catalog, EntityRow};
use partywall_ir::{ExprKind, Language, Lit, TypeDecl, TypeKind};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The attribute by which the schema frontend marks a table.
const TABLE: &str = "sql.table";
/// The attribute by which it says that a table was renamed.
const RENAMED: &str = "sql.rename_table";
/// Last words of classes that are only there to be derived from.
const BASE_WORDS: [&str; 7] = ["base", "model", "mixin", "entity", "record", "abstract", "table"];
/// Words around an entity's name that say no more than that it is one.
const ENDS: [&str; 10] = [
    "entity", "model", "record", "row", "dao", "dbo", "orm", "info", "table", "data",
];
const FRONTS: [&str; 4] = ["db", "orm", "app", "application"];

/// What is known of a type that may be an entity.
#[derive(Default)]
pub struct Mark<'c> {
    pub rows: Vec<&'c EntityRow>,
    pub said: Vec<String>,
    pub guessed: Vec<String>,
    /// It is an entity without a table's help.
    pub alone: bool,
    /// It is named as one: the argument of a set or of a configuration.
    pub listed: bool,
    pub by_module: bool,
    pub schema: bool,
}

/// Finds the entities; their columns are still empty.
pub fn discover(program: &Program, catalog: &Catalog, lexicon: Lexicon) -> Model {
    let mut marks: BTreeMap<TypeId, Mark<'_>> = BTreeMap::new();
    for language in Language::ALL {
        let rows: Vec<&EntityRow> = catalog.of(language).flat_map(|file| &file.entity).collect();
        if !rows.is_empty() {
            by_declaration(program, language, &rows, &mut marks);
            by_listing(program, language, &rows, &mut marks);
        }
    }
    by_schema(program, &mut marks);
    marks.retain(|ty, mark| !is_bare_base(program, &lexicon, *ty, mark));
    let groups = super::grouping::group(program, &lexicon, &mut marks);
    let mut model = Model {
        lexicon,
        ..Model::default()
    };
    for group in groups {
        draft(&mut model, program, &marks, &group);
    }
    shorten(&mut model);
    model
}

/// The declaration that a type is known by.
pub fn main_decl(program: &Program, ty: TypeId) -> Option<(UnitId, &TypeDecl)> {
    let (unit, ix) = program.ty(ty).decls.first()?;
    Some((*unit, program.unit(*unit).types.get(ix.index())?))
}

fn by_declaration<'c>(
    program: &Program,
    language: Language,
    rows: &[&'c EntityRow],
    marks: &mut BTreeMap<TypeId, Mark<'c>>,
) {
    for ty in program.types() {
        let Some((unit, decl)) = main_decl(program, ty) else {
            continue;
        };
        if program.unit(unit).language != language
            || matches!(decl.kind, TypeKind::Interface | TypeKind::Enum | TypeKind::Alias)
        {
            continue;
        }
        for row in rows {
            if declared(program, ty, decl, row) && allowed(program, ty, row) {
                mark(program, marks, ty, row, None);
            }
        }
    }
}

fn declared(program: &Program, ty: TypeId, decl: &TypeDecl, row: &EntityRow) -> bool {
    let by_macro = || {
        decl.kind == TypeKind::Macro
            && program.attributes(ty).any(|(unit, attribute)| {
                row.r#macro
                    .iter()
                    .any(|name| last(name) == last(program.unit(unit).text(attribute.path)))
            })
    };
    let by_attribute = || {
        program
            .attributes(ty)
            .any(|(unit, attribute)| attribute_says(program.unit(unit), attribute, &row.attribute))
    };
    (!row.base.is_empty() && program.derives(ty, &row.base))
        || (!row.attribute.is_empty() && by_attribute())
        || (!row.r#macro.is_empty() && by_macro())
}

/// Whether the row's `requires` holds and its `unless` does not.
fn allowed(program: &Program, ty: TypeId, row: &EntityRow) -> bool {
    (row.requires.is_empty() || says(program, ty, row, &row.requires)) && !says(program, ty, row, &row.unless)
}

/// Whether a type, or its describing inner class, has a field that is not false, a method, or an attribute of one of the names. Where an
/// inner class describes it, its own fields and methods are columns and what is done with rows, whatever they are called.
pub(super) fn says(program: &Program, ty: TypeId, row: &EntityRow, asked: &[String]) -> bool {
    if asked.is_empty() {
        return false;
    }
    let has_field = |of: TypeId| {
        program.fields(of).into_iter().any(|field| {
            let unit = program.unit(field.unit);
            let decl = program.field_decl(field);
            let off = decl
                .value
                .is_some_and(|value| matches!(unit.body[value].kind, ExprKind::Lit(Lit::Bool(false) | Lit::Null)));
            !off && asked.iter().any(|name| name == unit.text(decl.name))
        })
    };
    let has_method = |of: TypeId| {
        program.own_methods(of).iter().any(|method| {
            asked
                .iter()
                .any(|name| name == program.text(program.func(*method).name))
        })
    };
    let by_itself = row.meta.is_empty();
    by_itself && (has_field(ty) || has_method(ty) || program.supertypes(ty).into_iter().any(has_method))
        || program
            .attributes(ty)
            .any(|(unit, attribute)| attribute_says(program.unit(unit), attribute, asked))
        || inner(program, ty, row).is_some_and(|inner| {
            has_field(inner) || asked.iter().any(|name| name == program.text(program.ty(inner).name))
        })
}

/// The inner class that describes an entity.
pub fn inner(program: &Program, ty: TypeId, row: &EntityRow) -> Option<TypeId> {
    row.meta.iter().find_map(|name| {
        let found = program.nested(ty, program.find(name)?)?;
        (program.ty(found).owner == Some(ty)).then_some(found)
    })
}

fn mark<'c>(
    program: &Program,
    marks: &mut BTreeMap<TypeId, Mark<'c>>,
    ty: TypeId,
    row: &'c EntityRow,
    listed_as: Option<&str>,
) {
    let said = said_table(program, ty, row);
    let mark = marks.entry(ty).or_default();
    mark.alone |= !row.joined;
    mark.by_module |= row.named_by_module;
    mark.said.extend(said);
    if let Some(name) = listed_as {
        mark.listed = true;
        mark.guessed.push(name.to_owned());
    }
    if !mark.rows.iter().any(|known| std::ptr::eq(*known, row)) {
        mark.rows.push(row);
    }
}

/// The table's name as a field, the describing class or an attribute says it, or a macro's own name.
fn said_table(program: &Program, ty: TypeId, row: &EntityRow) -> Option<String> {
    let field_text = |of: TypeId| {
        program.fields(of).into_iter().find_map(|field| {
            let unit = program.unit(field.unit);
            let decl = program.field_decl(field);
            let named = row.table.iter().any(|name| name == unit.text(decl.name));
            named
                .then(|| decl.value.and_then(|value| string(unit, value)))
                .flatten()
                .map(str::to_owned)
        })
    };
    if !row.r#macro.is_empty() && program.ty(ty).kind == TypeKind::Macro {
        return Some(program.text(program.ty(ty).name).to_owned());
    }
    if row.table.is_empty() {
        return None;
    }
    field_text(ty)
        .or_else(|| inner(program, ty, row).and_then(field_text))
        .or_else(|| {
            program.attributes(ty).find_map(|(unit, attribute)| {
                let unit = program.unit(unit);
                text_of(unit, attribute_value(unit, attribute, &row.table)?).map(|text| last(text).to_owned())
            })
        })
}

/// Types that are arguments of a set's type, of a configuration's base, or of a registering call.
fn by_listing<'c>(
    program: &Program,
    language: Language,
    rows: &[&'c EntityRow],
    marks: &mut BTreeMap<TypeId, Mark<'c>>,
) {
    let add = |marks: &mut BTreeMap<TypeId, Mark<'c>>, ty: Option<TypeId>, row: &'c EntityRow, name: &str| {
        let class = ty.filter(|ty| matches!(program.ty(*ty).kind, TypeKind::Class | TypeKind::Extension));
        if let Some(ty) = class.filter(|ty| allowed(program, *ty, row)) {
            mark(program, marks, ty, row, Some(name));
        }
    };
    let mut generic = Generic::default();
    let number = |row: &EntityRow| {
        rows.iter()
            .position(|known| std::ptr::eq(*known, row))
            .unwrap_or_default()
    };
    let of_fields: Vec<&EntityRow> = rows.iter().copied().filter(|row| !row.member_type.is_empty()).collect();
    let of_bases: Vec<&EntityRow> = rows
        .iter()
        .copied()
        .filter(|row| !row.configured_by.is_empty())
        .collect();
    for (at, unit) in program.units().iter().enumerate() {
        if unit.language != language {
            continue;
        }
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for (ix, decl) in unit.types.iter().enumerate() {
            let owner = program.type_id(id, partywall_ir::TypeIx(u32::try_from(ix).unwrap_or(u32::MAX)));
            let within = Scope {
                function: None,
                owner: Some(owner),
            };
            for (field, ty) in decl.fields.iter().filter_map(|field| Some((field, field.ty.as_ref()?))) {
                for row in &of_fields {
                    if row.member_type.iter().any(|name| name == last(unit.text(ty.name)))
                        && let Some(arg) = ty.args.first()
                    {
                        let arg = program.resolve_type(id, within, arg);
                        generic.note(program, Some(owner), &arg, number(row));
                        add(marks, arg.decl(), row, unit.text(field.name));
                    }
                }
            }
            for base in &decl.bases {
                for row in &of_bases {
                    if row.configured_by.iter().any(|name| name == last(unit.text(base.name)))
                        && let Some(arg) = base.args.first()
                    {
                        let arg = program.resolve_type(id, within, arg);
                        generic.note(program, Some(owner), &arg, number(row));
                        add(marks, arg.decl(), row, "");
                    }
                }
            }
        }
    }
    let called: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.call.iter().map(|name| last(name)))
        .collect();
    let calls = Calls::scan(program, language, &called);
    for call in &calls.found {
        for row in rows
            .iter()
            .filter(|row| row.call.iter().any(|name| last(name) == call.name))
        {
            for arg in calls.type_args(program, call).iter().take(1) {
                generic.note(program, calls.owner(program, call), arg, number(row));
                add(marks, arg.decl(), row, "");
            }
        }
    }
    for (ty, row) in generic.given(program, language) {
        // a library's word for persons is about the types that it is given itself
        if !rows[row].joined && !rows[row].person {
            add(marks, Some(ty), rows[row], "");
        }
    }
}

fn by_schema(program: &Program, marks: &mut BTreeMap<TypeId, Mark<'_>>) {
    for ty in program.types() {
        let table = program.attributes(ty).find_map(|(unit, attribute)| {
            let unit = program.unit(unit);
            (unit.text(attribute.path) == TABLE).then(|| {
                attribute
                    .args
                    .first()
                    .and_then(|arg| string(unit, arg.value))
                    .unwrap_or_default()
                    .to_owned()
            })
        });
        if let Some(table) = table.filter(|table| !table.contains('#')) {
            let mark = marks.entry(ty).or_default();
            let name = if table.is_empty() {
                program.text(program.ty(ty).name).to_owned()
            } else {
                table
            };
            mark.said.push(name);
            mark.said.extend(renamed(program, ty));
            mark.alone = true;
            mark.schema = true;
        }
    }
}

/// What a table is called after it was made.
fn renamed(program: &Program, ty: TypeId) -> Vec<String> {
    let renames = program
        .attributes(ty)
        .filter(|(unit, attribute)| program.unit(*unit).text(attribute.path) == RENAMED);
    renames
        .filter_map(|(unit, attribute)| string(program.unit(unit), attribute.args.first()?.value).map(str::to_owned))
        .collect()
}

/// A class that others derive from, called like a base, without a table of its own and listed nowhere: it only lends columns.
fn is_bare_base(program: &Program, lexicon: &Lexicon, ty: TypeId, mark: &Mark<'_>) -> bool {
    mark.said.is_empty()
        && !mark.listed
        && lexicon
            .words(program.text(program.ty(ty).name))
            .last()
            .is_some_and(|word| BASE_WORDS.contains(&word.as_str()))
        && !program.subtypes(ty).is_empty()
}

fn draft(model: &mut Model, program: &Program, marks: &BTreeMap<TypeId, Mark<'_>>, group: &[TypeId]) {
    let lexicon = &model.lexicon;
    let of = |ty: &TypeId| marks.get(ty);
    let mut said: Vec<String> = Vec::new();
    let mut guessed: Vec<String> = Vec::new();
    for mark in group.iter().filter_map(of) {
        said.extend(mark.said.iter().cloned());
        guessed.extend(mark.guessed.iter().filter(|name| !name.is_empty()).cloned());
    }
    let table_words: FxHashSet<String> = said.iter().map(|table| lexicon.name_key(&table_name(table))).collect();
    let mut types = group.to_vec();
    types.sort_by_cached_key(|ty| {
        let name = program.text(program.ty(*ty).name);
        let plain = of(ty).is_some_and(|mark| mark.schema) || program.ty(*ty).kind == TypeKind::Macro;
        let other = !table_words.contains(&lexicon.name_key(name));
        (plain, other, name.len(), *ty)
    });
    let Some(first) = types.first().copied() else { return };
    let Some((unit, decl)) = main_decl(program, first) else {
        return;
    };
    let path = program.text(program.ty(first).path);
    let module = of(&first)
        .filter(|mark| mark.by_module)
        .and_then(|_| path.rsplit_once('.'))
        .map(|(module, _)| module.to_owned());
    let own = program.text(program.ty(first).name);
    let name = match &module {
        Some(module) => last(module).to_owned(),
        None => own.to_owned(),
    };
    let mut tables = dedup(said);
    let count = tables.len();
    tables.extend(guessed);
    if module.is_none() {
        tables.push(own.to_owned());
    }
    let key = lexicon.words(&name);
    let mut aliases: Vec<Vec<String>> = Vec::new();
    let type_names = types
        .iter()
        .filter(|_| module.is_none())
        .map(|ty| program.text(program.ty(*ty).name));
    for alias in type_names
        .map(str::to_owned)
        .chain(tables[..count].iter().map(|table| table_name(table)))
    {
        let words = lexicon.words(&alias);
        if words != key && !aliases.contains(&words) {
            aliases.push(words);
        }
    }
    let default_keys = group
        .iter()
        .filter_map(of)
        .flat_map(|mark| mark.rows.iter().flat_map(|row| row.key.iter().cloned()));
    let person = group
        .iter()
        .filter_map(of)
        .any(|mark| mark.rows.iter().any(|row| row.person));
    let at = model.entities.len();
    for ty in &types {
        model.by_type.insert(*ty, at);
    }
    let declared = group
        .iter()
        .any(|ty| of(ty).is_some_and(|mark| !mark.schema && !mark.said.is_empty()));
    let schema = group.iter().filter_map(of).all(|mark| mark.schema);
    let draft = Draft {
        schema,
        name,
        key,
        aliases,
        types,
        tables: dedup(tables),
        said: count,
        declared,
        place: Some((unit, decl.name_span)),
        file: program.unit(unit).path.to_string(),
        default_keys: dedup(default_keys.collect()),
        person,
        ..Draft::default()
    };
    model.entities.push(draft);
}

fn dedup(list: Vec<String>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    list.into_iter().filter(|text| seen.insert(text.clone())).collect()
}

/// Gives `InvoiceEntity` the key `invoice` where no other entity has it.
fn shorten(model: &mut Model) {
    let taken: FxHashSet<Vec<String>> = model.entities.iter().map(|draft| draft.key.clone()).collect();
    for draft in &mut model.entities {
        let affix = |word: Option<&String>| word.is_some_and(|word| ENDS.contains(&word.as_str()));
        let mut short = draft.key.as_slice();
        if short.len() > 1 && affix(short.last()) {
            short = &short[..short.len() - 1];
        }
        if short.len() > 1 && short.first().is_some_and(|word| FRONTS.contains(&word.as_str())) {
            short = &short[1..];
        }
        if short.len() < draft.key.len() && !taken.contains(short) {
            let short = short.to_vec();
            draft.aliases.push(std::mem::replace(&mut draft.key, short));
        }
    }
}

/// The rows of the catalog that made a type an entity, for one language.
pub fn rows_of(catalog: &Catalog, language: Language) -> Vec<&EntityRow> {
    catalog.of(language).flat_map(|file| &file.entity).collect()
}

/// The light type of a declaration without arguments.
pub fn instance(program: &Program, ty: TypeId) -> Ty {
    program.instance(ty, Vec::new())
}

/// The language of a type's main declaration.
pub fn language(program: &Program, ty: TypeId) -> Option<Language> {
    main_decl(program, ty).map(|(unit, _)| program.unit(unit).language)
}
