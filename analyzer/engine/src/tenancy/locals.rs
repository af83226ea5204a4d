//! What a function's locals are given, and what a call hands to a parameter.

use super::syntax::inside;
use partywall_ir::walk::{Part, bound, parts};
use partywall_ir::{Arg, ExprId, ExprKind, Function, Name, ParamKind, PatId, PatKind, TypeRef, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a function's locals are given.
#[derive(Default)]
pub struct Locals {
    /// Those that are declared, with their type and all their values.
    pub declared: FxHashMap<Name, (Option<TypeRef>, Vec<ExprId>)>,
    /// Names that something else binds.
    pub bound: FxHashSet<Name>,
}

impl Locals {
    /// Of a function's body.
    pub fn of(unit: &Unit, body: ExprId) -> Self {
        let mut this = Self::default();
        gather(unit, body, &mut this);
        this
    }
}

fn gather(unit: &Unit, body: ExprId, locals: &mut Locals) {
    let all = inside(unit, body);
    for expr in &all {
        match &unit.body[*expr].kind {
            ExprKind::Let { pattern, ty, value, .. } => match &unit.body[*pattern].kind {
                PatKind::Bind { name, inner: None } => {
                    let of = locals.declared.entry(*name).or_default();
                    of.0 = ty.as_deref().cloned().or(of.0.take());
                    of.1.extend(*value);
                }
                _ => binds(unit, *pattern, locals),
            },
            ExprKind::Lambda(lambda) => locals.bound.extend(lambda.params.iter().map(|param| param.name)),
            _ => parts(&unit.body[*expr].kind, &mut |part| {
                if let Part::Pat(pattern) = part {
                    binds(unit, pattern, locals);
                }
            }),
        }
    }
    for expr in all {
        if let ExprKind::Assign { target, value, .. } = &unit.body[expr].kind
            && let ExprKind::Name(name) = &unit.body[*target].kind
            && let Some(of) = locals.declared.get_mut(name)
        {
            of.1.push(*value);
        }
    }
}

fn binds(unit: &Unit, pattern: PatId, locals: &mut Locals) {
    bound(&unit.body, pattern, &mut |name| _ = locals.bound.insert(name));
}

/// What a call hands to a parameter of a function.
pub fn argument(unit: &Unit, call: ExprId, of: &Function, index: usize) -> Option<ExprId> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    let param = of.params.get(index)?;
    let named = |arg: &&Arg| arg.name == Some(param.name);
    if let Some(arg) = args.iter().find(named) {
        return Some(arg.value);
    }
    let extends = of
        .params
        .first()
        .is_some_and(|first| first.kind == ParamKind::Extension);
    let shift = usize::from(extends && args.len() < of.params.len());
    let at = index.checked_sub(shift)?;
    args.get(at)
        .filter(|arg| arg.name.is_none() && !arg.spread)
        .map(|arg| arg.value)
}
