//! Tables of guards: what runs in front of every handler, finds the handler's name in a table, and checks what the row there says.
//!
//! A handler has its name from the call that registers it. The texts of its row name the inputs that are checked; where a handler is
//! registered more than once, only what every one of its rows names is checked on each way to it.

use crate::flow::entry::{Entry, Rule, last_of, named};
use crate::flow::index::Index;
use crate::flow::registered::inner;
use crate::flow::vocab::{List, Vocab};
use crate::program::{Def, FnId, Program, UnitId};
use partywall_catalog::{GuardRow, OriginWord};
use partywall_ir::{Arg, CollectionKind, ExprId, ExprKind, Lit, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// The most texts of one row.
const MAX_TEXTS: usize = 32;

/// The most expressions of one row that are looked at.
const MAX_STEPS: usize = 400;

/// For each name of a handler, the texts of its row.
type Table = FxHashMap<String, Vec<String>>;

/// Notes in the entry points which of their inputs a table of guards has checked.
pub fn look(
    program: &Program,
    index: &Index<'_>,
    vocab: &Vocab,
    rules: &[Rule<'_>],
    entries: &mut BTreeMap<FnId, Entry>,
) {
    let (table, rows) = tables(program, index, vocab);
    if table.is_empty() {
        return;
    }
    let keywords: FxHashSet<&str> = rows.iter().flat_map(|row| &row.names).map(String::as_str).collect();
    let calls: FxHashSet<&str> = rules
        .iter()
        .flat_map(|rule| &rule.row.call)
        .map(|name| crate::words::last(name))
        .collect();
    let mut checked: BTreeMap<FnId, Option<Vec<String>>> = BTreeMap::new();
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            if !last_of(unit, *callee).is_some_and(|name| calls.contains(name)) {
                continue;
            }
            let row = name_given(unit, args, &keywords).and_then(|name| table.get(name));
            for function in args.iter().flat_map(|arg| handlers(program, id, arg.value)) {
                let known = checked.entry(function).or_insert_with(|| row.cloned());
                match (known, row) {
                    (Some(known), Some(row)) => known.retain(|text| row.contains(text)),
                    (known, _) => *known = None,
                }
            }
        }
    }
    for (function, texts) in checked {
        if let (Some(entry), Some(texts)) = (entries.get_mut(&function), texts) {
            entry.login = true;
            entry.role = true;
            entry.checked = texts;
        }
    }
}

/// The name that a call gives to the handler that it registers.
fn name_given<'u>(unit: &'u Unit, args: &[Arg], keywords: &FxHashSet<&str>) -> Option<&'u str> {
    let arg = args
        .iter()
        .find(|arg| arg.name.is_some_and(|name| keywords.contains(unit.text(name))))?;
    text(unit, arg.value)
}

fn text(unit: &Unit, expr: ExprId) -> Option<&str> {
    match &unit.body[expr].kind {
        ExprKind::Lit(Lit::Str(text)) => Some(unit.text(*text)),
        _ => None,
    }
}

/// The functions that an argument registers: itself, or the methods of the type that it is made of.
fn handlers(program: &Program, unit: UnitId, arg: ExprId) -> Vec<FnId> {
    let mut found = Vec::new();
    for expr in inner(program.unit(unit), arg, 0) {
        match named(program, unit, expr) {
            Some(Def::Function(function)) => found.push(function),
            Some(Def::Type(ty)) => {
                for ty in std::iter::once(ty).chain(program.supertypes(ty)) {
                    found.extend(program.own_methods(ty));
                }
            }
            _ => {}
        }
    }
    found
}

/// All tables that are looked into in front of every handler by something that checks for the caller.
fn tables<'a>(program: &Program, index: &Index<'a>, vocab: &Vocab) -> (Table, Vec<&'a GuardRow>) {
    let mut table = Table::default();
    let mut rows = Vec::new();
    for (language, row) in &index.guard_everywhere {
        let functions = row.everywhere.iter().filter_map(|name| program.find(name));
        for function in functions.flat_map(|name| program.by_name(name)) {
            let id = program.func(*function).unit;
            let unit = program.unit(id);
            let span = program.decl(*function).span;
            if language.is_some_and(|language| language != unit.language) {
                continue;
            }
            let own = |expr: &&partywall_ir::Expr| span.contains(expr.span);
            if !unit
                .body
                .exprs
                .iter()
                .filter(own)
                .any(|expr| checks(unit, index, vocab, &expr.kind))
            {
                continue;
            }
            let before = table.len();
            for expr in unit.body.exprs.iter().filter(own) {
                let of = match &expr.kind {
                    ExprKind::Index { base, .. } => *base,
                    ExprKind::Call { callee, .. } => match unit.body[*callee].kind {
                        ExprKind::Member { base, .. } => base,
                        _ => continue,
                    },
                    _ => continue,
                };
                if let Some(Def::Global(unit, at)) = named(program, id, of) {
                    read(program, unit, at, &mut table);
                }
            }
            if table.len() > before {
                rows.push(*row);
            }
        }
    }
    (table, rows)
}

/// Whether an expression checks something for the caller.
fn checks(unit: &Unit, index: &Index<'_>, vocab: &Vocab, kind: &ExprKind) -> bool {
    let ExprKind::Call { callee, args } = kind else {
        return false;
    };
    let caller = |arg: &Arg| {
        let ExprKind::Member { name, .. } = &unit.body[arg.value].kind else {
            return false;
        };
        let mut rows = index.source_member.get(unit.language, unit.text(*name));
        rows.any(|row| row.origin == OriginWord::Identity)
    };
    last_of(unit, *callee).is_some_and(|name| vocab.has(List::Guard, name)) && args.iter().any(caller)
}

/// Reads the rows that a variable is given, where it is declared and where it is added to.
fn read(program: &Program, unit: UnitId, global: usize, table: &mut Table) {
    let file = program.unit(unit);
    let Some(decl) = file.globals.get(global) else { return };
    let mut dicts: Vec<ExprId> = decl.value.into_iter().collect();
    for expr in &file.body.exprs {
        let ExprKind::Call { callee, args } = &expr.kind else {
            continue;
        };
        if let ExprKind::Member { base, .. } = &file.body[*callee].kind
            && matches!(&file.body[*base].kind, ExprKind::Name(name) if *name == decl.name)
        {
            dicts.extend(args.iter().map(|arg| arg.value));
        }
    }
    for dict in dicts {
        let ExprKind::Collection {
            kind: CollectionKind::Dict,
            items,
        } = &file.body[dict].kind
        else {
            continue;
        };
        for pair in items.chunks_exact(2) {
            if let [key, row] = pair
                && let Some(key) = text(file, *key)
            {
                let known = table.entry(key.to_owned()).or_default();
                texts(file, *row, known);
            }
        }
    }
}

/// The texts inside of a row.
fn texts(unit: &Unit, row: ExprId, found: &mut Vec<String>) {
    let mut stack = vec![row];
    let mut steps = 0;
    while let Some(expr) = stack.pop() {
        steps += 1;
        if steps > MAX_STEPS || found.len() >= MAX_TEXTS {
            return;
        }
        match &unit.body[expr].kind {
            ExprKind::Collection { items, .. } => stack.extend(items.iter()),
            ExprKind::Call { args, .. } => stack.extend(args.iter().map(|arg| arg.value)),
            _ => found.extend(text(unit, expr).map(str::to_owned)),
        }
    }
}
