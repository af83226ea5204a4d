//! What a predicate is put together of: what is written where it is registered, the locals that this names, and the methods that make
//! parts of it.

use super::captured::{Reader, Site};
use super::syntax::inside;
use crate::program::{FnId, Program, Sym, TypeId};
use partywall_ir::{ExprId, ExprKind, Unit};

/// Parts that are looked at, at most.
const PARTS: usize = 32;

/// The expressions that a predicate is put together of, the written one first.
pub fn parts(program: &Program, reader: &mut Reader<'_>, at: Site, expr: ExprId) -> Vec<(Site, ExprId)> {
    let mut found = vec![(at, expr)];
    let mut next = 0;
    while let Some((at, expr)) = found.get(next).copied() {
        next += 1;
        let unit = program.unit(at.unit);
        for inner in inside(unit, expr) {
            for part in named(program, reader, at, unit, inner) {
                let known = |(of, expr): &(Site, ExprId)| of.unit == part.0.unit && *expr == part.1;
                if found.len() < PARTS && !found.iter().any(known) {
                    found.push(part);
                }
            }
        }
    }
    found
}

/// What a name stands for: the values of a local, or the body of a method.
fn named(program: &Program, reader: &mut Reader<'_>, at: Site, unit: &Unit, expr: ExprId) -> Vec<(Site, ExprId)> {
    let (name, owner) = match &unit.body[expr].kind {
        ExprKind::Name(name) => {
            if let Some(values) = at.function.and_then(|function| {
                let locals = reader.locals(function);
                let (_, values) = locals.declared.get(name)?;
                Some(values.clone())
            }) {
                return values.into_iter().map(|value| (at, value)).collect();
            }
            (*name, at.owner)
        }
        ExprKind::Member { base, name } => match &unit.body[*base].kind {
            ExprKind::This | ExprKind::Base => (*name, at.owner),
            ExprKind::Name(_) => (*name, reader.type_named(at, *base)),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let Some(owner) = owner else { return Vec::new() };
    method(program, owner, program.sym(at.unit, name))
        .and_then(|function| Some((Site::of(program, function), program.decl(function).body?)))
        .into_iter()
        .collect()
}

/// The only method of that name.
fn method(program: &Program, owner: TypeId, name: Sym) -> Option<FnId> {
    match program.methods(owner, name)[..] {
        [only] => Some(only),
        _ => None,
    }
}
