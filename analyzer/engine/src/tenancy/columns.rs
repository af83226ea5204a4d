//! What an entity's rows hold: the fields of its types and of everything they derive from, each with what it says of its target.
//!
//! Targets are only named here; [`super::links`] finds them once every entity has its columns.

use super::discover::{instance, language, rows_of};
use super::draft::{Col, Model, Wanted, Why};
use super::syntax::{
    attribute_names, attribute_says, attribute_value, calls, find_call, is_schema, keyword, last, plain_args,
    positional, tail, text_of, value_says,
};
use super::words::Lexicon;
use crate::program::{Def, FieldRef, FnId, Program, Scope, TypeId, UnitId};
use crate::words::squash;
use partywall_catalog::{Catalog, EntityRow, RelationRow, TargetKind};
use partywall_ir::{CollectionKind, ExprId, ExprKind, Flags, Language, Span, TypeKind, Unit};
use rustc_hash::FxHashMap;

/// Columns of one entity, at most.
const COLUMNS: usize = 1_000;
/// Marks that the schema frontend sets.
const PRIMARY_KEY: &str = "sql.primary_key";
const UNIQUE: &str = "sql.unique";
const REFERENCES: &str = "sql.references";
const FOREIGN_KEY: &str = "sql.foreign_key";
const RENAMED: &str = "sql.rename_column";

/// The catalog's words for fields of one language.
struct Rules<'c> {
    relations: Vec<&'c RelationRow>,
    key_marks: Vec<String>,
    unique_marks: Vec<String>,
    null_marks: Vec<String>,
    managers: Vec<String>,
    /// What frameworks are imported by.
    packages: Vec<&'c str>,
}

impl<'c> Rules<'c> {
    fn new(catalog: &'c Catalog, language: Language) -> Self {
        let rows = rows_of(catalog, language);
        let gather = |pick: fn(&EntityRow) -> &Vec<String>| {
            let mut list: Vec<String> = rows.iter().flat_map(|row| pick(row).iter().cloned()).collect();
            list.sort();
            list.dedup();
            list
        };
        let filters = || catalog.of(language).flat_map(|file| &file.filter);
        Self {
            relations: catalog
                .of(language)
                .flat_map(|file| &file.relation)
                .filter(|row| row.beside.is_empty())
                .collect(),
            key_marks: gather(|row| &row.key_mark),
            unique_marks: gather(|row| &row.unique_mark),
            null_marks: gather(|row| &row.null_mark),
            managers: filters()
                .flat_map(|row| row.manager_base.iter().chain(&row.manager_call))
                .cloned()
                .collect(),
            packages: catalog
                .of(language)
                .flat_map(|file| file.framework.packages.iter().map(String::as_str))
                .collect(),
        }
    }
}

/// Fills the columns of all entities.
pub fn gather(model: &mut Model, program: &Program, catalog: &Catalog) {
    let rules: FxHashMap<Language, Rules<'_>> = Language::ALL
        .into_iter()
        .map(|language| (language, Rules::new(catalog, language)))
        .collect();
    for at in 0..model.entities.len() {
        let declared = model.entities[at].declared;
        let mut table = Table {
            program,
            model,
            declared,
            columns: Vec::new(),
            index: FxHashMap::default(),
        };
        for ty in table.model.entities[at].types.clone() {
            let Some(rules) = language(program, ty).and_then(|language| rules.get(&language)) else {
                continue;
            };
            for of in std::iter::once(ty).chain(program.supertypes(ty)) {
                for field in program.fields(of) {
                    table.field(ty, field, rules);
                }
                for method in program.own_methods(of) {
                    table.method(*method, rules);
                }
                table.type_attributes(of, rules);
            }
        }
        let columns = std::mem::take(&mut table.columns);
        model.entities[at].columns = columns;
        default_key(model, at);
    }
}

/// Where nothing else is said to be the primary key, it goes by its usual name.
fn default_key(model: &mut Model, at: usize) {
    let draft = &mut model.entities[at];
    if draft.columns.iter().any(|col| col.primary_key) {
        return;
    }
    let own: Vec<String> = draft
        .default_keys
        .iter()
        .map(|key| format!("{}{}", draft.key.concat(), squash(key)))
        .collect();
    let names: Vec<String> = draft.default_keys.iter().map(|key| squash(key)).chain(own).collect();
    if let Some(col) = names
        .iter()
        .find_map(|name| draft.columns.iter().position(|col| col.squash == *name))
    {
        draft.columns[col].primary_key = true;
    }
}

struct Table<'a> {
    program: &'a Program,
    model: &'a mut Model,
    declared: bool,
    columns: Vec<Col>,
    index: FxHashMap<String, usize>,
}

impl Table<'_> {
    fn lexicon(&self) -> &Lexicon {
        &self.model.lexicon
    }

    /// The column of that name, new or known from another type of the entity. Where code declares the table, the schema's
    /// history only adds to what is known of its columns.
    fn put(&mut self, col: Col) {
        let late = self.declared && is_schema(self.program.unit(col.unit));
        match self.index.get(&col.squash) {
            Some(known) => merge(&mut self.columns[*known], col),
            None if self.columns.len() < COLUMNS && !late => {
                self.index.insert(col.squash.clone(), self.columns.len());
                self.columns.push(col);
            }
            None => {}
        }
    }

    fn field(&mut self, ty: TypeId, field: FieldRef, rules: &Rules<'_>) {
        let program = self.program;
        let unit = program.unit(field.unit);
        let decl = program.field_decl(field);
        if decl.ty.is_none()
            && decl.attributes.is_empty()
            && !decl
                .value
                .is_some_and(|value| self.is_column_call(field.unit, value, rules))
            && program.ty(field.owner).kind != TypeKind::Macro
        {
            return;
        }
        let mut col = Col::new(unit.text(decl.name), self.lexicon(), field.unit, decl.span);
        let said = |marks: &[String]| {
            decl.attributes
                .iter()
                .any(|attribute| attribute_says(unit, attribute, marks))
                || decl.value.is_some_and(|value| value_says(unit, value, marks))
        };
        let schema = |path: &str| {
            decl.attributes
                .iter()
                .any(|attribute| unit.text(attribute.path) == path)
        };
        col.primary_key = said(&rules.key_marks) || schema(PRIMARY_KEY);
        col.unique = said(&rules.unique_marks) || schema(UNIQUE);
        let type_says = decl
            .ty
            .as_ref()
            .is_some_and(|ty| rules.null_marks.iter().any(|mark| mark == last(unit.text(ty.name))));
        col.required = !decl.flags.has(Flags::NULLABLE) && !type_says && !said(&rules.null_marks);
        self.schema_reference(&mut col, unit, decl);
        self.typed(&mut col, ty, field);
        self.by_rows(&mut col, field, rules);
        self.put(col);
    }

    /// A value that could be a column's: a call, and not one of a manager.
    fn is_column_call(&self, unit_id: UnitId, value: ExprId, rules: &Rules<'_>) -> bool {
        let unit = self.program.unit(unit_id);
        let ExprKind::Call { callee, .. } = &unit.body[value].kind else {
            return false;
        };
        !calls(unit, *callee, &rules.managers)
    }

    fn schema_reference(&self, col: &mut Col, unit: &Unit, decl: &partywall_ir::Field) {
        let reference = decl
            .attributes
            .iter()
            .find(|attribute| unit.text(attribute.path) == REFERENCES);
        if let Some(table) = reference
            .and_then(|attribute| attribute.args.first())
            .and_then(|arg| text_of(unit, arg.value))
        {
            col.wanted = Some(Wanted::Table(table.to_owned()));
            col.why = Why::References;
        }
    }

    /// A field whose type is an entity, or holds entities.
    fn typed(&self, col: &mut Col, ty: TypeId, field: FieldRef) {
        let program = self.program;
        let decl = program.field_decl(field);
        let names_types = !is_schema(program.unit(field.unit)) && program.ty(field.owner).kind != TypeKind::Macro;
        if decl.ty.is_none() || !names_types {
            return;
        }
        let full = program.field_type(&instance(program, ty), program.sym(field.unit, decl.name));
        let element = program.element(&full);
        let inner = if element.is_unknown() {
            program.unwrap(&full)
        } else {
            program.unwrap(&element)
        };
        col.typed_key = inner.name().map(|name| self.lexicon().words(name)).unwrap_or_default();
        let Some(target) = inner.decl() else { return };
        if let Some(entity) = self.model.by_type.get(&target) {
            col.target = Some(*entity);
            col.many = !element.is_unknown();
            col.why = Why::Navigation;
            col.navigation = true;
            col.scalar = false;
        } else if program.ty(target).kind == TypeKind::Enum {
            col.scalar = false;
        }
    }

    fn by_rows(&self, col: &mut Col, field: FieldRef, rules: &Rules<'_>) {
        let unit = self.program.unit(field.unit);
        let decl = self.program.field_decl(field);
        for row in &rules.relations {
            let found = match decl.value {
                Some(value) if !row.call.is_empty() => find_call(unit, value, &row.call)
                    .and_then(|call| self.target_of_call(col, (field.unit, field.owner), call, row, rules)),
                _ => None,
            };
            let found = found.or_else(|| {
                let attribute = decl
                    .attributes
                    .iter()
                    .find(|attribute| attribute_says(unit, attribute, &row.attribute))?;
                let text = attribute_value(unit, attribute, &row.attribute).and_then(|value| text_of(unit, value))?;
                Some(text.to_owned())
            });
            let found = found.or_else(|| {
                let ty = decl
                    .ty
                    .as_ref()
                    .filter(|ty| row.field_type.iter().any(|name| name == last(unit.text(ty.name))))?;
                ty.args.first().map(|arg| unit.text(arg.name).to_owned())
            });
            let Some(found) = found else { continue };
            if !row.attribute.is_empty() && row.call.is_empty() && col.pair.is_none() {
                col.pair = Some(found.clone());
            }
            self.settle(col, row, &found, decl.value.map(|value| (unit, value)));
            return;
        }
    }

    /// Takes what a row says of a column's target.
    fn settle(&self, col: &mut Col, row: &RelationRow, target: &str, value: Option<(&Unit, ExprId)>) {
        let known = col.target.is_some();
        if !known {
            col.wanted = Some(match row.names {
                TargetKind::Table => Wanted::Table(
                    target
                        .split('.')
                        .rev()
                        .nth(usize::from(target.contains('.')))
                        .unwrap_or(target)
                        .to_owned(),
                ),
                TargetKind::Entity => Wanted::Entity(target.to_owned()),
            });
        }
        col.why = Why::Relation;
        col.many |= row.many;
        let holds_key = !row.suffix.is_empty() || row.names == TargetKind::Table;
        col.navigation = !holds_key && (known || row.attribute.is_empty());
        if !row.call.is_empty() {
            col.by_call = holds_key;
            col.scalar = row.names == TargetKind::Table;
        }
        if let Some((unit, value)) = value
            && let Some(call) = find_call(unit, value, &row.call)
        {
            let named = if row.reverse.is_empty() {
                None
            } else {
                keyword(unit, call, &row.reverse)
            };
            col.way_back = match named.and_then(|value| text_of(unit, value)) {
                Some(name) if !name.ends_with('+') => Some(name.to_owned()),
                Some(_) => None,
                None if row.reverse_default.is_empty() => None,
                None => Some(row.reverse_default.clone()),
            };
        }
    }

    /// The target's name, from the argument that the row points at; sets the target where the name means an entity here.
    fn target_of_call(
        &self,
        col: &mut Col,
        (unit_id, owner): (UnitId, TypeId),
        call: ExprId,
        row: &RelationRow,
        rules: &Rules<'_>,
    ) -> Option<String> {
        let unit = self.program.unit(unit_id);
        let value = match row.target.split_once(':') {
            Some((_, name)) => keyword(unit, call, name),
            None if row.target == "type" => return col.target.map(|at| self.model.entities[at].name.clone()),
            None => positional(
                unit,
                call,
                row.target.strip_prefix("arg").and_then(|n| n.parse().ok()).unwrap_or(0),
            ),
        }?;
        let value = match &unit.body[value].kind {
            ExprKind::Lambda(lambda) => lambda.body,
            _ => value,
        };
        if let Some(ty) = super::links::type_of_expr(
            self.program,
            unit_id,
            Scope {
                function: None,
                owner: Some(owner),
            },
            value,
        ) && let Some(entity) = self.model.by_type.get(&ty)
        {
            col.target = Some(*entity);
        }
        match &unit.body[value].kind {
            ExprKind::Call { callee, .. } => tail(unit, *callee).map(str::to_owned),
            ExprKind::Lit(_) => text_of(unit, value).map(str::to_owned),
            _ => super::syntax::dotted(unit, value).filter(|path| !self.is_frameworks(unit_id, path, rules)),
        }
    }

    /// Whether a path leads into a framework: its types are none of the program's, whatever they are called. Who is a user there is one
    /// here as well.
    fn is_frameworks(&self, unit: UnitId, path: &str, rules: &Rules<'_>) -> bool {
        let program = self.program;
        let symbols: Option<Vec<_>> = path.split('.').map(|part| program.find(part)).collect();
        let resolved = symbols.and_then(|symbols| program.resolve(unit, Scope::default(), &symbols));
        let Some(Def::Import(found)) = resolved else {
            return false;
        };
        let found = program.text(found);
        let (head, last) = (found.split('.').next(), crate::words::last(found));
        let words = self.lexicon().words(last);
        let person = self.lexicon().user.within(&words);
        !person && rules.packages.iter().any(|package| package.split('.').next() == head)
    }

    /// A method that stands for a column: it carries an attribute, takes nothing, and returns a relation.
    fn method(&mut self, method: FnId, rules: &Rules<'_>) {
        let program = self.program;
        let decl = program.decl(method);
        let info = program.func(method);
        let (Some(body), Some(owner), false) = (decl.body, info.owner, decl.attributes.is_empty()) else {
            return;
        };
        if decl.params.len() > 1 {
            return;
        }
        let unit = program.unit(info.unit);
        let returned = match &unit.body[body].kind {
            ExprKind::Block { items, .. } => items.last().copied(),
            ExprKind::Return(_) => Some(body),
            _ => None,
        };
        let Some(ExprKind::Return(Some(value))) = returned.map(|at| &unit.body[at].kind) else {
            return;
        };
        let mut col = Col::new(unit.text(decl.name), self.lexicon(), info.unit, decl.name_span);
        for row in &rules.relations {
            if let Some(call) = find_call(unit, *value, &row.call)
                && let Some(target) = self.target_of_call(&mut col, (info.unit, owner), call, row, rules)
            {
                col.required = !value_says(unit, *value, &rules.null_marks);
                col.primary_key = value_says(unit, *value, &rules.key_marks);
                self.settle(&mut col, row, &target, Some((unit, *value)));
                self.put(col);
                return;
            }
        }
    }

    /// Attributes of the type that speak of its columns: keys, relations, and what the schema changes later.
    fn type_attributes(&mut self, ty: TypeId, rules: &Rules<'_>) {
        let program = self.program;
        for (unit_id, attribute) in program.attributes(ty) {
            let unit = program.unit(unit_id);
            for name in attribute_names(unit, attribute, &rules.key_marks) {
                self.change(name, |col| col.primary_key = true);
            }
            // of several columns together each may be shared
            if let ([name], true) = (
                &plain_args(unit, attribute)[..],
                attribute_says(unit, attribute, &rules.unique_marks),
            ) {
                self.change(name, |col| col.unique = true);
            }
            match unit.text(attribute.path) {
                FOREIGN_KEY => {
                    let table = attribute.args.get(1).and_then(|arg| text_of(unit, arg.value));
                    let columns = attribute
                        .args
                        .first()
                        .map(|arg| list(unit, arg.value))
                        .unwrap_or_default();
                    let alone = columns.len() == 1;
                    for name in columns.iter().filter(|_| !alone) {
                        self.change(name, |col| col.joint = true);
                    }
                    // Of several columns together, the tenant's is the one that any two tables share.
                    let shared = |name: &str| {
                        let words = self.lexicon().words(name);
                        let stem = self.lexicon().stem(&words).unwrap_or(&words);
                        let lexicon = self.lexicon();
                        lexicon.root.is(stem) || lexicon.weak_root.is(stem) || lexicon.user.is(stem)
                    };
                    let columns: Vec<&str> = columns.into_iter().filter(|name| alone || !shared(name)).collect();
                    for name in columns {
                        self.change(name, |col| {
                            col.wanted = table.map(|table| Wanted::Table(table.to_owned()));
                            col.why = Why::References;
                        });
                    }
                }
                PRIMARY_KEY => {
                    for name in attribute.args.iter().flat_map(|arg| list(unit, arg.value)) {
                        self.change(name, |col| col.primary_key = true);
                    }
                }
                RENAMED => {
                    let names: Vec<&str> = attribute
                        .args
                        .iter()
                        .filter_map(|arg| text_of(unit, arg.value))
                        .collect();
                    if let [from, to] = names.as_slice()
                        && let Some(old) = self.index.get(&squash(from)).map(|at| self.columns[*at].clone())
                    {
                        let mut new = Col::new(to, self.lexicon(), unit_id, attribute.span);
                        (new.wanted, new.why, new.required) = (old.wanted, old.why, old.required);
                        self.put(new);
                    }
                }
                _ => {}
            }
            for row in rules.relations.iter().filter(|row| !row.attribute.is_empty()) {
                self.type_relation(unit_id, attribute, row);
            }
        }
    }

    /// `belongs_to(Org, foreign_key = org_id)` on a type, as an attribute or inside of one.
    fn type_relation(&mut self, unit_id: UnitId, attribute: &partywall_ir::Attribute, row: &RelationRow) {
        let unit = self.program.unit(unit_id);
        let path = unit.text(attribute.path);
        let own = row.attribute.iter().any(|name| last(name) == last(path));
        let inner = attribute
            .args
            .iter()
            .filter_map(|arg| match &unit.body[arg.value].kind {
                ExprKind::Call { callee, args } if calls(unit, *callee, &row.attribute) => Some(args),
                _ => None,
            });
        for args in inner.map(|args| &**args).chain(own.then_some(&*attribute.args)) {
            let Some(target) = args.first().and_then(|arg| text_of(unit, arg.value)) else {
                continue;
            };
            let key = args
                .iter()
                .skip(1)
                .find(|arg| arg.name.is_some())
                .and_then(|arg| text_of(unit, arg.value));
            let stem = self.lexicon().words(target);
            let at = match key {
                Some(key) => self.index.get(&squash(key)).copied(),
                None => self
                    .columns
                    .iter()
                    .position(|col| self.model.lexicon.stem(&col.words).is_some_and(|of| of == stem)),
            };
            if let Some(at) = at {
                self.columns[at].wanted = Some(Wanted::Entity(target.to_owned()));
                self.columns[at].why = Why::Relation;
            }
        }
    }

    fn change(&mut self, name: &str, change: impl FnOnce(&mut Col)) {
        if let Some(at) = self.index.get(&squash(name)) {
            change(&mut self.columns[*at]);
        }
    }
}

/// The texts of a list of names or strings.
fn list(unit: &Unit, expr: ExprId) -> Vec<&str> {
    match &unit.body[expr].kind {
        ExprKind::Collection {
            kind: CollectionKind::List | CollectionKind::Tuple,
            items,
        } => items.iter().filter_map(|item| text_of(unit, *item)).collect(),
        _ => text_of(unit, expr).into_iter().collect(),
    }
}

/// Adds what another declaration of a column says to what is known of it.
fn merge(known: &mut Col, other: Col) {
    known.primary_key |= other.primary_key;
    known.unique |= other.unique;
    known.joint |= other.joint;
    if known.target.is_none() && known.wanted.is_none() {
        known.target = other.target;
        known.wanted = other.wanted;
        known.why = other.why;
        known.many |= other.many;
        known.navigation |= other.navigation;
        known.way_back = other.way_back;
    }
    known.required &= other.required;
    known.pair = known.pair.take().or(other.pair);
}

/// A column that no declaration holds.
pub fn added(model: &Model, name: &str, unit: UnitId, span: Span) -> Col {
    Col {
        why: Why::Fixed,
        ..Col::new(name, &model.lexicon, unit, span)
    }
}
