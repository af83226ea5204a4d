//! Filters that are registered in a loop over all entity types: which types the loop tests for, and which it leaves out.

use super::discover::main_decl;
use super::links::type_of_expr;
use super::syntax::inside;
use crate::program::{FnId, Program, Scope, TypeId};
use partywall_ir::{ExprId, ExprKind, Language, TypeKind, UnaryOp, Unit};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Types that one function names, at most.
const NAMED: usize = 64;

/// Places of one function that turn a test round, at most.
const TURNS: usize = 32;

/// The types and everything that derives from them.
pub fn derived(program: &Program, bounds: &[TypeId]) -> Vec<TypeId> {
    let mut all: BTreeSet<TypeId> = bounds.iter().copied().collect();
    for bound in bounds {
        all.extend(program.subtypes(*bound));
    }
    all.into_iter().collect()
}

/// The types that a function's loop registers something for: what derives from the types that it asks for; where it asks for none,
/// all; and never what derives from the types that it skips.
pub fn tested(program: &Program, function: FnId, language: Language) -> Vec<TypeId> {
    looped(program, function, language).0
}

/// The types that a function's loop over all types leaves out.
pub fn left_out(program: &Program, function: FnId, language: Language) -> Vec<TypeId> {
    looped(program, function, language).1
}

/// Which types a function's loop takes, and which it leaves out.
fn looped(program: &Program, function: FnId, language: Language) -> (Vec<TypeId>, Vec<TypeId>) {
    let info = program.func(function);
    let unit = program.unit(info.unit);
    let Some(body) = program.decl(function).body else {
        return (Vec::new(), Vec::new());
    };
    let within = Scope {
        function: Some(function),
        owner: info.owner,
    };
    let turns = turns(unit, body);
    let (mut asked, mut skipped): (Vec<TypeId>, Vec<TypeId>) = (Vec::new(), Vec::new());
    let mut loops = false;
    for expr in inside(unit, body) {
        let found = match &unit.body[expr].kind {
            ExprKind::Loop(_) => {
                loops = true;
                None
            }
            ExprKind::Name(_) | ExprKind::Member { .. } => type_of_expr(program, info.unit, within, expr),
            ExprKind::Generic { args, .. } => args
                .first()
                .and_then(|arg| program.resolve_type(info.unit, within, arg).decl()),
            _ => None,
        };
        let Some(ty) =
            found.filter(|ty| program.ty(*ty).kind == TypeKind::Interface || !program.subtypes(*ty).is_empty())
        else {
            continue;
        };
        let negated = turns.iter().filter(|turn| turn.contains(&expr)).count() % 2 == 1;
        let list = if negated { &mut skipped } else { &mut asked };
        if list.len() < NAMED && !list.contains(&ty) {
            list.push(ty);
        }
    }
    let left_out: BTreeSet<TypeId> = derived(program, &skipped).into_iter().collect();
    let mut types = match (asked.is_empty(), loops) {
        (false, _) => derived(program, &asked),
        (true, true) => classes(program, language),
        (true, false) => Vec::new(),
    };
    types.retain(|ty| !left_out.contains(ty));
    (types, left_out.into_iter().collect())
}

/// Places that turn a test round: a negation, and a condition whose branch goes on with the next type.
fn turns(unit: &Unit, body: ExprId) -> Vec<FxHashSet<ExprId>> {
    inside(unit, body)
        .into_iter()
        .filter_map(|expr| match &unit.body[expr].kind {
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => Some(*operand),
            ExprKind::If { cond, then, .. } if skips(unit, *then) => Some(*cond),
            _ => None,
        })
        .take(TURNS)
        .map(|place| inside(unit, place).into_iter().collect())
        .collect()
}

fn skips(unit: &Unit, branch: ExprId) -> bool {
    match &unit.body[branch].kind {
        ExprKind::Continue | ExprKind::Return(_) => true,
        ExprKind::Block { items, .. } => {
            matches!(items.as_ref(), [only] if matches!(unit.body[*only].kind, ExprKind::Continue | ExprKind::Return(_)))
        }
        _ => false,
    }
}

fn classes(program: &Program, language: Language) -> Vec<TypeId> {
    program
        .types()
        .filter(|ty| {
            main_decl(program, *ty)
                .is_some_and(|(unit, decl)| decl.kind == TypeKind::Class && program.unit(unit).language == language)
        })
        .collect()
}
