//! Classes that bind what a request sends to the columns of an entity, and let it write the one that says whose a row is.
//!
//! Such a class is reported where something writes rows with it and nothing on the way there speaks of that column. What it says is
//! read as it is written: no function is followed here.

use crate::facts::{At, Bound, function_name};
use crate::flow::engine::Engine;
use crate::flow::entry::named;
use crate::program::{Def, FieldRef, FnId, TypeId, UnitId};
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{Catalog, FormRow, FrameworkFile};
use partywall_ir::{CollectionKind, Expr, ExprId, ExprKind, Language, Lit, PatKind, Unit};
use rustc_hash::FxHashMap;

/// The most expressions of one declaration or function that are looked at.
const MAX_PARTS: usize = 20_000;

/// A class that lets a request write whose a row is, before it is known who uses it.
struct Form<'c> {
    row: &'c FormRow,
    place: At,
    entity: EntityId,
    column: String,
}

/// The classes that let a request write whose a row is, by place.
pub fn bound(eng: &Engine<'_>, catalog: &Catalog) -> Vec<Bound> {
    let forms = declared(eng, catalog, |_| true, |ty, row| form(eng, ty, row));
    if forms.is_empty() {
        return Vec::new();
    }
    let mut used: FxHashMap<TypeId, (At, String)> = FxHashMap::default();
    calls(eng, &forms, &mut used);
    classes(eng, &forms, &mut used);
    let mut found: Vec<Bound> = forms
        .into_iter()
        .filter_map(|(ty, form)| {
            Some(Bound {
                place: form.place,
                form: eng.program.text(eng.program.ty(ty).name).to_owned(),
                entity: form.entity,
                column: form.column,
                used: used.remove(&ty)?,
            })
        })
        .collect();
    found.sort_by_key(|bound| bound.place);
    found
}

/// What classes declare that are forms by the first row that fits, of the rows that are asked for.
pub(super) fn declared<'c, T>(
    eng: &Engine<'_>,
    catalog: &'c Catalog,
    asked: impl Fn(&FormRow) -> bool,
    read: impl Fn(TypeId, &'c FormRow) -> Option<T>,
) -> FxHashMap<TypeId, T> {
    let of_file = |file: &'c FrameworkFile| {
        let language = Language::from_id(&file.framework.language);
        file.form.iter().map(move |row| (language, row))
    };
    let rows: Vec<(Option<Language>, &FormRow)> = catalog
        .files()
        .iter()
        .flat_map(of_file)
        .filter(|(_, row)| asked(row))
        .collect();
    let mut forms = FxHashMap::default();
    for ty in eng.program.types().filter(|_| !rows.is_empty()) {
        let Some((unit, _)) = eng.program.ty(ty).decls.first() else {
            continue;
        };
        let language = eng.program.unit(*unit).language;
        let fits = rows
            .iter()
            .find(|(of, row)| of.is_none_or(|of| of == language) && eng.program.derives(ty, &row.base));
        if let Some(form) = fits.and_then(|(_, row)| read(ty, row)) {
            forms.insert(ty, form);
        }
    }
    forms
}

/// What a class says that it binds, where the column that says whose a row is can be written by it.
fn form<'c>(eng: &Engine<'_>, ty: TypeId, row: &'c FormRow) -> Option<Form<'c>> {
    let program = eng.program;
    let options = program.nested(ty, program.find(&row.options)?)?;
    let member = |name: &String| program.field(options, program.find(name)?);
    let model = member(&row.model)?;
    let value = program.field_decl(model).value?;
    let Some(Def::Type(model)) = named(program, model.unit, value) else {
        return None;
    };
    let entity = eng.tenancy.of_type(model)?;
    let info = eng.tenancy.entity(entity);
    let root = |id: EntityId| eng.tenancy.entity(id).standing == Standing::Root { user: false };
    let path = info
        .paths
        .iter()
        .find(|path| path.steps.len() == 1 && root(path.root))?;
    let column = path.steps.first()?;
    let stem = row.stem(column);
    let fields = member(&row.fields);
    let listed = fields.and_then(|fields| program.field_decl(fields).value.map(|value| (fields, value)));
    let (place, written) = match listed {
        Some((fields, value)) => {
            let texts = texts(program.unit(fields.unit), value);
            let written = texts
                .iter()
                .find(|text| **text == stem || *text == column || row.all.iter().any(|all| all == *text));
            let all = written.is_none() && named_all(program.unit(fields.unit), value, row);
            (fields, written.is_some() || all)
        }
        // without a list, everything but what is taken out is bound
        None => (row.except.iter().find_map(member)?, true),
    };
    let spoken = row
        .except
        .iter()
        .filter_map(member)
        .any(|field| takes_out(eng, field, stem, column));
    let declared = [stem, column.as_str()]
        .iter()
        .any(|name| program.find(name).is_some_and(|name| program.field(ty, name).is_some()));
    let methods = std::iter::once(ty).chain(program.supertypes(ty));
    let mut methods = methods.flat_map(|ty| program.own_methods(ty).iter().copied());
    if !written
        || spoken
        || declared
        || kept(eng, model, stem, row)
        || methods.any(|method| speaks(eng, method, stem, row, false))
    {
        return None;
    }
    let span = program.field_decl(place).span;
    Some(Form {
        row,
        place: (place.unit, span),
        entity,
        column: stem.to_owned(),
    })
}

/// Whether a list is the name that stands for everything.
fn named_all(unit: &Unit, value: ExprId, row: &FormRow) -> bool {
    matches!(&unit.body[value].kind, ExprKind::Name(name) | ExprKind::Member { name, .. } if row.all.iter().any(|all| all == unit.text(*name)))
}

/// Whether a member takes a column out, or says more than can be read here.
fn takes_out(eng: &Engine<'_>, field: FieldRef, stem: &str, column: &str) -> bool {
    let program = eng.program;
    let unit = program.unit(field.unit);
    let Some(value) = program.field_decl(field).value else {
        return false;
    };
    let mut refers = false;
    let mut says = false;
    each(unit, value, &mut |_, expr| match &expr.kind {
        ExprKind::Lit(Lit::Str(text)) => says |= [stem, column].contains(&unit.text(*text)),
        ExprKind::Name(_) | ExprKind::Member { .. } => refers = true,
        _ => {}
    });
    refers || says
}

/// Whether a column's own declaration keeps it from being bound.
fn kept(eng: &Engine<'_>, model: TypeId, stem: &str, row: &FormRow) -> bool {
    let program = eng.program;
    let Some(field) = program.find(stem).and_then(|name| program.field(model, name)) else {
        return false;
    };
    let unit = program.unit(field.unit);
    let Some(ExprKind::Call { args, .. }) = program.field_decl(field).value.map(|value| &unit.body[value].kind) else {
        return false;
    };
    args.iter().any(|arg| {
        let named = arg
            .name
            .is_some_and(|name| row.unless.iter().any(|unless| unless == unit.text(name)));
        named && matches!(unit.body[arg.value].kind, ExprKind::Lit(Lit::Bool(false)))
    })
}

/// Where forms are made over what a request sent, in functions that then write and do not speak of the column.
fn calls(eng: &Engine<'_>, forms: &FxHashMap<TypeId, Form>, used: &mut FxHashMap<TypeId, (At, String)>) {
    let program = eng.program;
    for function in program.functions() {
        let decl = program.decl(function);
        let Some(body) = decl.body.filter(|_| !decl.flags.has(partywall_ir::Flags::TEST)) else {
            continue;
        };
        let id = program.func(function).unit;
        let unit = program.unit(id);
        let mut made: Vec<(TypeId, At)> = Vec::new();
        let mut saved: Vec<ExprId> = Vec::new();
        each(unit, body, &mut |at, expr| {
            let ExprKind::Call { callee, args } = &expr.kind else {
                return;
            };
            saved.push(*callee);
            let sends = |row: &FormRow| {
                let named = args
                    .iter()
                    .find(|arg| arg.name.is_some_and(|name| unit.text(name) == row.payload));
                let mut given = args.iter().filter(|arg| arg.name.is_none());
                let sent = named.or_else(|| given.nth(row.payload_at?));
                sent.is_some_and(|sent| !is_chosen(unit, body, sent.value))
            };
            if let ExprKind::Name(_) | ExprKind::Member { .. } = &unit.body[*callee].kind
                && args.iter().any(|arg| !arg.spread)
                && let Some(Def::Type(ty)) = named(program, id, *callee)
                && forms.get(&ty).is_some_and(|form| sends(form.row))
            {
                made.push((ty, (id, unit.body[at].span)));
            }
        });
        made.sort_by_key(|(_, place)| *place);
        for (ty, place) in made {
            let Some(form) = forms.get(&ty) else { continue };
            let saves = saved.iter().any(|callee| is_save(unit, *callee, form.row));
            let operator = eng.entries.get(&function).is_some_and(|entry| entry.operator);
            let owner = program.func(function).owner;
            let asked = operator || owner.is_some_and(|owner| is_asked(eng, owner, &form.column, form.row));
            if saves && !asked && !used.contains_key(&ty) && !speaks(eng, function, &form.column, form.row, true) {
                let what = format!(
                    "`{}` writes a row with what the request sends",
                    function_name(program, function)
                );
                used.insert(ty, (place, what));
            }
        }
    }
}

/// Whether what is handed over was put together here, member by member.
fn is_chosen(unit: &Unit, body: ExprId, value: ExprId) -> bool {
    let dict = |at: ExprId| {
        matches!(
            unit.body[at].kind,
            ExprKind::Collection {
                kind: CollectionKind::Dict,
                ..
            }
        )
    };
    let ExprKind::Name(local) = unit.body[value].kind else {
        return dict(value);
    };
    let mut chosen = false;
    each(unit, body, &mut |_, expr| match &expr.kind {
        ExprKind::Assign { target, value, .. } => {
            let same = matches!(unit.body[*target].kind, ExprKind::Name(name) if name == local);
            chosen |= same && dict(*value);
        }
        ExprKind::Let {
            pattern,
            value: Some(value),
            ..
        } => {
            let same = matches!(unit.body[*pattern].kind, PatKind::Bind { name, .. } if name == local);
            chosen |= same && dict(*value);
        }
        _ => {}
    });
    chosen
}

/// Whether a guard that the class of a handler names speaks of a column: it looks at what was sent.
pub(super) fn is_asked(eng: &Engine<'_>, ty: TypeId, column: &str, row: &FormRow) -> bool {
    let program = eng.program;
    let types = std::iter::once(ty).chain(program.supertypes(ty));
    for field in types.flat_map(|ty| program.fields(ty)) {
        let unit = program.unit(field.unit);
        let decl = program.field_decl(field);
        let mut rows = eng.index.guard_field.get(unit.language, unit.text(decl.name));
        let (Some(value), true) = (decl.value, rows.next().is_some()) else {
            continue;
        };
        let mut asked = false;
        each(unit, value, &mut |at, expr| {
            if let ExprKind::Name(_) | ExprKind::Member { .. } = &expr.kind
                && let Some(Def::Type(guard)) = named(program, field.unit, at)
            {
                let guards = std::iter::once(guard).chain(program.supertypes(guard));
                let mut methods = guards.flat_map(|guard| program.own_methods(guard));
                asked |= methods.any(|method| takes(eng, *method, column, row));
            }
        });
        if asked {
            return true;
        }
    }
    false
}

/// Whether a function takes something of a column's name out of what was sent: by a text that it hands to a method or to a function of the
/// program, or that it looks up. A text that asks what an object has is none.
fn takes(eng: &Engine<'_>, function: FnId, stem: &str, row: &FormRow) -> bool {
    let program = eng.program;
    let id = program.func(function).unit;
    let unit = program.unit(id);
    let Some(body) = program.decl(function).body else {
        return false;
    };
    let is = |at: ExprId| {
        matches!(&unit.body[at].kind, ExprKind::Lit(Lit::Str(text))
            if row.stem(unit.text(*text)) == stem)
    };
    let mut found = false;
    each(unit, body, &mut |_, expr| match &expr.kind {
        ExprKind::Index { args, .. } => found |= args.iter().any(|at| is(*at)),
        ExprKind::Call { callee, args } if args.iter().any(|arg| is(arg.value)) => {
            let method = matches!(unit.body[*callee].kind, ExprKind::Member { .. });
            found |= method || named(program, id, *callee).is_some();
        }
        _ => {}
    });
    found
}

/// Where the classes of handlers hold forms that a base of theirs writes rows with.
fn classes(eng: &Engine<'_>, forms: &FxHashMap<TypeId, Form>, used: &mut FxHashMap<TypeId, (At, String)>) {
    let program = eng.program;
    for ty in program.types() {
        let Some((unit, declared)) = program.ty(ty).decls.first().copied() else {
            continue;
        };
        let place = (unit, program.unit(unit).types[declared.index()].name_span);
        for held in held(eng, ty, forms) {
            let Some(form) = forms.get(&held) else { continue };
            let (row, column) = (form.row, &form.column);
            // its own methods decide where it has some: they write what was bound as it is, or not at all
            let as_bound = |names: &[String]| {
                let names = names.iter().filter_map(|name| program.find(name));
                let methods: Vec<FnId> = names.flat_map(|name| program.methods(ty, name)).collect();
                methods.is_empty()
                    || methods.iter().any(|method| saves(eng, *method, row))
                        && !methods.iter().any(|method| speaks(eng, *method, column, row, true))
            };
            if is_asked(eng, ty, column, row) {
                continue;
            }
            let creates = program.derives(ty, &row.creates) && as_bound(&row.create_by);
            let updates = program.derives(ty, &row.updates) && as_bound(&row.update_by);
            let what = match (creates, updates) {
                (true, _) => "adds rows",
                (false, true) => "changes rows",
                (false, false) => continue,
            };
            let name = program.text(program.ty(ty).name);
            used.entry(held)
                .or_insert_with(|| (place, format!("`{name}` {what} with what the request sends")));
        }
    }
}

/// The forms that members or methods of a class name.
fn held(eng: &Engine<'_>, ty: TypeId, forms: &FxHashMap<TypeId, Form>) -> Vec<TypeId> {
    let program = eng.program;
    let mut names: Vec<&String> = forms.values().flat_map(|form| &form.row.held_by).collect();
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    for name in names.into_iter().filter_map(|name| program.find(name)) {
        let own = program.fields(ty).into_iter();
        let field = own.filter(|field| program.sym(field.unit, program.field_decl(*field).name) == name);
        let value = |field: FieldRef| Some((field.unit, program.field_decl(field).value?));
        let methods = program.own_methods(ty).iter().copied();
        let method = methods.filter(|method| program.func(*method).name == name);
        let body = |method: FnId| Some((program.func(method).unit, program.decl(method).body?));
        let places = field.filter_map(value).chain(method.filter_map(body));
        for (id, value) in places.collect::<Vec<(UnitId, ExprId)>>() {
            let unit = program.unit(id);
            let mut here: Vec<TypeId> = Vec::new();
            each(unit, value, &mut |at, expr| {
                if let ExprKind::Name(_) | ExprKind::Member { .. } = &expr.kind
                    && let Some(Def::Type(of)) = named(program, id, at)
                    && !here.contains(&of)
                {
                    here.push(of);
                }
            });
            // one that chooses among several may well choose by what is asked for
            if let [only] = here[..]
                && forms.contains_key(&only)
                && !found.contains(&only)
            {
                found.push(only);
            }
        }
    }
    found
}

/// Whether a function gives a column something: as a keyword, a member, a text. With `saving`, only keywords of what writes the row by
/// the form count.
fn speaks(eng: &Engine<'_>, function: FnId, stem: &str, row: &FormRow, saving: bool) -> bool {
    let program = eng.program;
    let unit = program.unit(program.func(function).unit);
    let Some(body) = program.decl(function).body else {
        return false;
    };
    let is = |text: &str| row.stem(text) == stem;
    let mut found = false;
    each(unit, body, &mut |_, expr| match &expr.kind {
        ExprKind::Lit(Lit::Str(text)) => found |= is(unit.text(*text)),
        ExprKind::Call { callee, args } => {
            let named = args.iter().any(|arg| arg.name.is_some_and(|name| is(unit.text(name))));
            found |= named && (!saving || is_save(unit, *callee, row));
        }
        ExprKind::Assign { target, .. } => {
            found |= matches!(&unit.body[*target].kind, ExprKind::Member { name, .. } if is(unit.text(*name)));
        }
        _ => {}
    });
    found
}

/// Whether a function writes a row by a form.
fn saves(eng: &Engine<'_>, function: FnId, row: &FormRow) -> bool {
    let program = eng.program;
    let unit = program.unit(program.func(function).unit);
    let mut found = false;
    if let Some(body) = program.decl(function).body {
        each(unit, body, &mut |_, expr| {
            if let ExprKind::Call { callee, .. } = &expr.kind {
                found |= is_save(unit, *callee, row);
            }
        });
    }
    found
}

pub(super) fn is_save(unit: &Unit, callee: ExprId, row: &FormRow) -> bool {
    matches!(&unit.body[callee].kind, ExprKind::Member { name, .. } if row.save.iter().any(|save| save == unit.text(*name)))
}

/// The texts in an expression.
pub(super) fn texts(unit: &Unit, value: ExprId) -> Vec<&str> {
    let mut found = Vec::new();
    each(unit, value, &mut |_, expr| {
        if let ExprKind::Lit(Lit::Str(text)) = &expr.kind {
            found.push(unit.text(*text));
        }
    });
    found
}

/// Looks at an expression and everything inside of it.
pub(super) fn each<'u>(unit: &'u Unit, value: ExprId, look: &mut dyn FnMut(ExprId, &'u Expr)) {
    let mut stack = vec![value];
    for _ in 0..MAX_PARTS {
        let Some(at) = stack.pop() else { break };
        look(at, &unit.body[at]);
        partywall_ir::walk::children(&unit.body[at].kind, &mut |child| stack.push(child));
    }
}
