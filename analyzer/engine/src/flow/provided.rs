//! Handlers that a class has without writing them: a base provides them, and they read rows through a member of the class.

use crate::facts::At;
use crate::flow::chosen::Handling;
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::{Entry, Rule, named, rules};
use crate::flow::guards::look_at_type;
use crate::flow::query::Pred;
use crate::flow::summary::Summary;
use crate::flow::value::{Root, Shape, Val};
use crate::program::{Def, FnId, TypeId, UnitId};
use partywall_catalog::{Catalog, Operation, QueryRow};
use partywall_ir::{CollectionKind, ExprKind, FnIx, Lit, TypeKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The handlers that classes of the program inherit from outside: for each a function to speak of and the class, what stands in front of it,
/// and what it does.
pub fn handlers(eng: &Engine<'_>, catalog: &Catalog) -> Vec<((FnId, At), Entry, Summary)> {
    let program = eng.program;
    let mut found = Vec::new();
    let mut rows = rules(catalog);
    rows.retain(|rule| !rule.row.provides.is_empty() && !rule.row.reads.is_empty());
    if rows.is_empty() {
        return found;
    }
    let routed = routed(eng, &rows);
    for ty in program.types() {
        if program.ty(ty).kind != TypeKind::Class {
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        for rule in &rows {
            let row = rule.row;
            let Some((unit, _)) = program.ty(ty).decls.first() else {
                continue;
            };
            let speaks = rule
                .language
                .is_none_or(|language| language == program.unit(*unit).language);
            if !speaks || seen.contains(&row.reads.as_str()) || !program.derives(ty, &row.base) {
                continue;
            }
            // what the class writes itself is an entry point of its own
            let inherits = |name: &String| {
                let reached = routed.get(&ty).is_none_or(|named| named.contains(name));
                let written = program
                    .find(name)
                    .is_some_and(|name| !program.methods(ty, name).is_empty());
                (reached || row.routed_by.is_empty()) && !written
            };
            if !row.provides.iter().any(inherits) {
                continue;
            }
            let queries = eng.index.query_call.get(program.unit(*unit).language, &row.reads);
            let Some(query) = queries.copied().next() else { continue };
            if let Some(handler) = provided(eng, ty, rule, query) {
                seen.push(&row.reads);
                found.push(handler);
            }
        }
    }
    found
}

/// The handlers that calls on a class name as those that the outside reaches.
fn routed(eng: &Engine<'_>, rows: &[Rule<'_>]) -> FxHashMap<TypeId, Vec<String>> {
    let program = eng.program;
    let mut found: FxHashMap<TypeId, Vec<String>> = FxHashMap::default();
    let asked: Vec<&String> = rows.iter().flat_map(|rule| &rule.row.routed_by).collect();
    if asked.is_empty() {
        return found;
    }
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let ExprKind::Member { base, name } = unit.body[*callee].kind else {
                continue;
            };
            let Some(ExprKind::Collection {
                kind: CollectionKind::Dict,
                items,
            }) = args.first().map(|arg| &unit.body[arg.value].kind)
            else {
                continue;
            };
            if !asked.iter().any(|asked| *asked == unit.text(name)) {
                continue;
            }
            if let Some(Def::Type(ty)) = named(program, id, base) {
                let values = items.iter().skip(1).step_by(2);
                let names = values.filter_map(|value| match &unit.body[*value].kind {
                    ExprKind::Lit(Lit::Str(text)) => Some(unit.text(*text).to_owned()),
                    _ => None,
                });
                found.entry(ty).or_default().extend(names);
            }
        }
    }
    found
}

fn provided(eng: &Engine<'_>, ty: TypeId, rule: &Rule<'_>, read: &QueryRow) -> Option<((FnId, At), Entry, Summary)> {
    let program = eng.program;
    let (unit, declared) = *program.ty(ty).decls.first()?;
    let at = program.unit(unit).types[declared.index()].name_span;
    let host = match program.own_methods(ty).first() {
        Some(method) => *method,
        None => {
            let count = program.unit(unit).functions.len();
            program.fn_id(unit, FnIx(u32::try_from(count.checked_sub(1)?).ok()?))
        }
    };
    let mut cx = Cx::new(eng, host);
    cx.owner = Some(ty);
    cx.is_entry = true;
    cx.provided = true;
    let receiver = Val {
        ty: program.instance(ty, Vec::new()),
        ..cx.val(Root::This, &[])
    };
    let entry = entry(eng, ty, rule);
    cx.enter_own(ty);
    cx.pass_before(&entry.before);
    if let Some(method) = overridden(eng, ty, rule) {
        // what the class writes itself is what the base's handler calls
        let expr = program.unit(unit).functions[program.func(host).ix.index()].body?;
        let val = cx.apply(expr, method, Some(&receiver), &[], &[]);
        let val = cx.through(&rule.row.through, ty, val);
        let val = cx.settle(val, program.decl(method).name_span);
        cx.exit(Val {
            shape: Shape::Plain,
            ..val
        });
        return Some(((host, (unit, at)), entry, crate::flow::summarise::summarise(cx)));
    }
    let query = cx.class_query(read, Some(&receiver))?;
    let through = cx.through(&rule.row.through, ty, Val::shaped(Shape::Query(Arc::new(query))));
    let Shape::Query(query) = through.shape else {
        return None;
    };
    let mut query = (*query).clone();
    query.ready = true;
    if !read.implicit_key.is_empty() {
        let key = read.implicit_key.iter().find_map(|name| program.find(name));
        query.preds.push(Pred::Key(cx.val(Root::Request, key.as_slice()).srcs));
        query.operation = Operation::One;
        query.fails_closed = true;
    } else {
        query.operation = Operation::List;
    }
    let span = query.place.1;
    cx.unit_id = query.place.0;
    let val = cx.run(&query, span);
    if read.shows {
        cx.show_record(ty, &handling(rule), &val);
    }
    cx.exit(Val {
        shape: Shape::Plain,
        ..val
    });
    let summary = crate::flow::summarise::summarise(cx);
    Some(((host, (unit, at)), entry, summary))
}

fn entry(eng: &Engine<'_>, ty: TypeId, rule: &Rule<'_>) -> Entry {
    Entry {
        kind: rule.row.kind,
        framework: Some(rule.framework.into()),
        ..look_at_type(eng, ty, &handling(rule))
    }
}

/// The handlers of a row, as guards are told of them.
fn handling(rule: &Rule<'_>) -> Handling {
    let called: Vec<&str> = rule.row.provides.iter().map(String::as_str).collect();
    Handling::of(&called)
}

/// What a class of the program writes in place of the member through which a base's handler reads a row.
fn overridden(eng: &Engine<'_>, ty: TypeId, rule: &Rule<'_>) -> Option<FnId> {
    let program = eng.program;
    let methods = program.methods(ty, program.find(&rule.row.reads)?);
    methods
        .iter()
        .copied()
        .find(|method| program.decl(*method).body.is_some())
}
