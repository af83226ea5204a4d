//! Forms that take a reference to any row of a table, whoever's it is, and that look at it no further.
//!
//! What a form declares is read as it is written, as in [`crate::flow::forms`]: a field that says itself which rows it takes is one that
//! nobody narrows, unless code of the form or of whoever uses it speaks of it.

use crate::facts::{At, Offered, function_name};
use crate::flow::engine::Engine;
use crate::flow::entry::{last_of, named};
use crate::flow::forms::{declared, each, is_asked, is_save, texts};
use crate::program::{Def, FnId, Sym, TypeId, UnitId};
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{Catalog, FormRow, Predicate};
use partywall_ir::{Arg, ExprId, ExprKind, Flags, Lit, Unit};
use rustc_hash::FxHashMap;

/// The longest chain of calls that a field takes its rows from.
const MAX_CHAIN: usize = 6;

/// The most fields of one form that are named.
const MAX_FIELDS: usize = 8;

/// A form that takes any row, before it is known who uses it.
struct Form<'c> {
    row: &'c FormRow,
    place: At,
    fields: Vec<(String, EntityId)>,
}

/// The forms that take any row of a table, by place.
pub fn offered(eng: &Engine<'_>, catalog: &Catalog) -> Vec<Offered> {
    let forms = declared(
        eng,
        catalog,
        |row| !row.reference.is_empty(),
        |ty, row| form(eng, ty, row),
    );
    if forms.is_empty() {
        return Vec::new();
    }
    let mut used = users(eng, &forms);
    let mut found: Vec<Offered> = forms
        .into_iter()
        .filter_map(|(ty, form)| {
            Some(Offered {
                place: form.place,
                form: eng.program.text(eng.program.ty(ty).name).to_owned(),
                looks: looker(eng, ty, form.row),
                used: used.remove(&ty)?,
                fields: form.fields,
            })
        })
        .collect();
    found.sort_by_key(|offered| offered.place);
    found
}

/// What a class says that it takes, where nothing of it looks at that.
fn form<'c>(eng: &Engine<'_>, ty: TypeId, row: &'c FormRow) -> Option<Form<'c>> {
    let program = eng.program;
    let mut fields = Vec::new();
    let mut place = None;
    let mut own: Vec<_> = program.fields(ty).into_iter().collect();
    own.sort_by_key(|field| program.field_decl(*field).span.start);
    for field in own {
        let decl = program.field_decl(field);
        let (unit, Some(value)) = (program.unit(field.unit), decl.value) else {
            continue;
        };
        let Some(entity) = reference(eng, field.unit, value, row) else {
            continue;
        };
        let called = [vec![unit.text(decl.name)], keyword_text(unit, value, &row.renamed)].concat();
        if narrows(eng, ty, row) || looks(eng, ty, row, &called, entity) {
            continue;
        }
        if fields.len() < MAX_FIELDS {
            place.get_or_insert((field.unit, decl.span));
            fields.push((unit.text(decl.name).to_owned(), entity));
        }
    }
    Some(Form {
        row,
        place: place?,
        fields,
    })
}

/// The texts that a declaration gives one of these keywords.
fn keyword_text<'u>(unit: &'u Unit, value: ExprId, names: &[String]) -> Vec<&'u str> {
    let mut found = Vec::new();
    each(unit, value, &mut |_, expr| {
        if let ExprKind::Call { args, .. } = &expr.kind {
            found.extend(
                keyword(unit, args, names)
                    .map(|arg| texts(unit, arg.value))
                    .unwrap_or_default(),
            );
        }
    });
    found
}

fn keyword<'u>(unit: &Unit, args: &'u [Arg], names: &[String]) -> Option<&'u Arg> {
    let named = |arg: &&Arg| {
        arg.name
            .is_some_and(|name| names.iter().any(|one| one == unit.text(name)))
    };
    args.iter().find(named)
}

/// The owned entity any row of which a field's declaration takes, where it can be written.
fn reference(eng: &Engine<'_>, id: UnitId, value: ExprId, row: &FormRow) -> Option<EntityId> {
    let unit = eng.program.unit(id);
    let mut found = None;
    let mut kept = false;
    each(unit, value, &mut |_, expr| {
        let ExprKind::Call { callee, args } = &expr.kind else {
            return;
        };
        kept |= keyword(unit, args, &row.read_only)
            .is_some_and(|arg| matches!(unit.body[arg.value].kind, ExprKind::Lit(Lit::Bool(true))));
        let takes = last_of(unit, *callee).is_some_and(|name| row.reference.iter().any(|one| one == name));
        if takes && let Some(rows) = keyword(unit, args, &row.rows) {
            found = whole(eng, id, rows.value);
        }
    });
    found.filter(|_| !kept)
}

/// The owned entity all of whose rows an expression stands for.
fn whole(eng: &Engine<'_>, id: UnitId, mut expr: ExprId) -> Option<EntityId> {
    let unit = eng.program.unit(id);
    for _ in 0..MAX_CHAIN {
        match &unit.body[expr].kind {
            ExprKind::Call { callee, args } => {
                let ExprKind::Member { base, name } = &unit.body[*callee].kind else {
                    return None;
                };
                let mut rows = eng.index.step.get(unit.language, unit.text(*name)).peekable();
                rows.peek()?;
                let narrows = rows.any(|row| row.empty || (row.predicate != Predicate::None && !args.is_empty()));
                if narrows {
                    return None;
                }
                expr = *base;
            }
            ExprKind::Member { base, name } => {
                eng.index.query_member.get(unit.language, unit.text(*name)).next()?;
                let Some(Def::Type(ty)) = named(eng.program, id, *base) else {
                    return None;
                };
                let entity = eng.tenancy.of_type(ty)?;
                let info = eng.tenancy.entity(entity);
                return (info.standing == Standing::Owned && info.filters.is_empty()).then_some(entity);
            }
            _ => return None,
        }
    }
    None
}

/// The methods of a class and of what it derives from.
fn methods<'p>(eng: &'p Engine<'_>, ty: TypeId) -> impl Iterator<Item = FnId> + 'p {
    let types = std::iter::once(ty).chain(eng.program.supertypes(ty));
    types.flat_map(|ty| eng.program.own_methods(ty).iter().copied())
}

/// Whether a class says which rows its fields take when it is made.
fn narrows(eng: &Engine<'_>, ty: TypeId, row: &FormRow) -> bool {
    let gives = |method: FnId| {
        let unit = eng.program.unit(eng.program.func(method).unit);
        let mut found = false;
        if let Some(body) = eng.program.decl(method).body {
            each(unit, body, &mut |_, expr| {
                if let ExprKind::Assign { target, .. } = &expr.kind {
                    found |= matches!(&unit.body[*target].kind, ExprKind::Member { name, .. } if row.rows.iter().any(|rows| rows == unit.text(*name)));
                }
            });
        }
        found
    };
    methods(eng, ty).any(gives)
}

/// The fields of which a class says, when it is made, which rows they take: `self.fields["project"].queryset = …`.
pub(super) fn narrowed(eng: &Engine<'_>, ty: TypeId, row: &FormRow) -> Vec<Sym> {
    let mut found = Vec::new();
    for method in methods(eng, ty) {
        let unit = eng.program.unit(eng.program.func(method).unit);
        let Some(body) = eng.program.decl(method).body else {
            continue;
        };
        each(unit, body, &mut |_, expr| {
            if let ExprKind::Assign { target, .. } = &expr.kind
                && let ExprKind::Member { base, name } = &unit.body[*target].kind
                && row.rows.iter().any(|rows| rows == unit.text(*name))
                && let ExprKind::Index { args, .. } = &unit.body[*base].kind
                && let [field] = args[..]
                && let ExprKind::Lit(Lit::Str(text)) = &unit.body[field].kind
                && let Some(field) = eng.program.find(unit.text(*text))
                && !found.contains(&field)
                && found.len() < MAX_FIELDS
            {
                found.push(field);
            }
        });
    }
    found
}

/// Whether a class looks at what a field of it took: a method speaks of the field and does more than write it, or reads rows of the
/// entity that it refers to.
fn looks(eng: &Engine<'_>, ty: TypeId, row: &FormRow, called: &[&str], entity: EntityId) -> bool {
    methods(eng, ty).any(|method| {
        let program = eng.program;
        let id = program.func(method).unit;
        let (unit, name) = (program.unit(id), program.text(program.func(method).name));
        let writes = row.writes.iter().any(|one| one == name);
        let own = called
            .iter()
            .any(|called| name.strip_suffix(called).is_some_and(|front| front.ends_with('_')));
        own || program.decl(method).body.is_some_and(|body| {
            let mut spoken = false;
            let mut reads = false;
            each(unit, body, &mut |at, expr| match &expr.kind {
                ExprKind::Lit(Lit::Str(text)) => spoken |= called.contains(&unit.text(*text)),
                ExprKind::Member { name, .. } => {
                    spoken |= called.contains(&unit.text(*name));
                    reads |= whole(eng, id, at) == Some(entity);
                }
                _ => {}
            });
            reads || spoken && !writes
        })
    })
}

/// The method of a class in which what was sent would be looked at.
fn looker(eng: &Engine<'_>, ty: TypeId, row: &FormRow) -> Option<(At, String)> {
    let program = eng.program;
    let own = program.own_methods(ty).iter().copied();
    let mut own = own.filter(|method| {
        row.looks
            .iter()
            .any(|one| one == program.text(program.func(*method).name))
    });
    own.next().map(|method| {
        let place = (program.func(method).unit, program.decl(method).name_span);
        (place, function_name(program, method))
    })
}

/// Who writes rows with such forms and does not look at what they took either.
fn users(eng: &Engine<'_>, forms: &FxHashMap<TypeId, Form>) -> FxHashMap<TypeId, (At, String)> {
    let program = eng.program;
    let mut used: FxHashMap<TypeId, (At, String)> = FxHashMap::default();
    let mut looked: Vec<TypeId> = Vec::new();
    for function in program.functions() {
        let decl = program.decl(function);
        let Some(body) = decl.body.filter(|_| !decl.flags.has(Flags::TEST)) else {
            continue;
        };
        let id = program.func(function).unit;
        let unit = program.unit(id);
        let mut made: Vec<(TypeId, At)> = Vec::new();
        let mut saves = false;
        each(unit, body, &mut |at, expr| {
            let ExprKind::Call { callee, args } = &expr.kind else {
                return;
            };
            if let ExprKind::Name(_) | ExprKind::Member { .. } = &unit.body[*callee].kind
                && let Some(Def::Type(ty)) = named(program, id, *callee)
                && let Some(form) = forms.get(&ty)
            {
                let sent = args
                    .iter()
                    .any(|arg| arg.name.is_some_and(|name| unit.text(name) == form.row.payload));
                let placed = args
                    .iter()
                    .filter(|arg| arg.name.is_none())
                    .nth(form.row.payload_at.unwrap_or(usize::MAX));
                if sent || placed.is_some() {
                    made.push((ty, (id, unit.body[at].span)));
                }
            }
            saves |= forms.values().any(|form| is_save(unit, *callee, form.row));
        });
        made.sort_by_key(|(_, place)| *place);
        for (ty, place) in made.into_iter().filter(|_| saves) {
            let Some(form) = forms.get(&ty) else { continue };
            let operator = eng.entries.get(&function).is_some_and(|entry| entry.operator);
            let owner = program.func(function).owner;
            let field = |(name, _): &(String, EntityId)| {
                owner.is_some_and(|owner| is_asked(eng, owner, form.row.stem(name), form.row))
                    || takes(unit, body, name)
            };
            if operator || form.fields.iter().any(field) {
                looked.push(ty);
                continue;
            }
            let what = format!(
                "`{}` writes a row with what the request sends",
                function_name(program, function)
            );
            used.entry(ty).or_insert((place, what));
        }
    }
    used.retain(|ty, _| !looked.contains(ty));
    used
}

/// Whether a function takes a member of this name out of something.
fn takes(unit: &Unit, body: ExprId, name: &str) -> bool {
    let is = |at: ExprId| matches!(&unit.body[at].kind, ExprKind::Lit(Lit::Str(text)) if unit.text(*text) == name);
    let mut found = false;
    each(unit, body, &mut |_, expr| match &expr.kind {
        ExprKind::Index { args, .. } => found |= args.iter().any(|at| is(*at)),
        ExprKind::Call { args, .. } => found |= args.len() <= 2 && args.first().is_some_and(|arg| is(arg.value)),
        _ => {}
    });
    found
}
