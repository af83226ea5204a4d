//! What the key of a cache is made from, as its code spells it: where the key is put together, and whether anything in it may say
//! whose the value is.
//!
//! This is a second opinion beside the sources of the key's value ([`crate::flow::kept`]): names are enough to keep silent, never to
//! report.

use crate::facts::At;
use crate::flow::engine::Engine;
use crate::flow::entry::named;
use crate::memo::Memo;
use crate::program::{Around, Def, FnId, Program, Scope, TypeId, UnitId};
use crate::tenancy::Standing;
use partywall_ir::{ExprId, ExprKind, Lit, Name, TypeKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The most expressions that are looked at for one key.
const MAX_PARTS: usize = 600;

/// How many calls of the program's functions deep.
const MAX_DEPTH: usize = 3;

/// How many names for one value are looked behind.
const MAX_NAMES: usize = 8;

/// What was found out of names and units, kept for all threads.
#[derive(Default)]
pub struct Keys {
    spoken: Memo<Box<str>, bool>,
    around: Memo<UnitId, Arc<Around>>,
}

/// What a key is made from.
pub(super) struct Made {
    /// Where it is put together.
    pub(super) place: At,
    /// Something in it may say whose the value is.
    pub(super) speaks: bool,
    /// It is, or holds, a digest of something.
    pub(super) digest: bool,
}

/// An expression and the function that it stands in.
#[derive(Clone, Copy)]
struct Part {
    function: FnId,
    expr: ExprId,
    depth: usize,
}

/// Reads what a key is made from.
pub(super) fn made(eng: &Engine<'_>, function: FnId, key: ExprId) -> Made {
    let mut made = Made {
        place: composed(eng, function, key),
        speaks: false,
        digest: false,
    };
    let first = Part {
        function,
        expr: key,
        depth: 0,
    };
    let mut stack = vec![first];
    let mut seen: FxHashSet<(FnId, ExprId)> = FxHashSet::default();
    for _ in 0..MAX_PARTS {
        let Some(part) = stack.pop() else { return made };
        if seen.insert((part.function, part.expr)) {
            look(eng, part, &mut made, &mut stack);
        }
        if made.speaks {
            return made;
        }
    }
    // whatever was not looked at may speak
    made.speaks = true;
    made
}

/// Looks at one expression, and leaves its parts for later.
fn look(eng: &Engine<'_>, part: Part, made: &mut Made, stack: &mut Vec<Part>) {
    let program = eng.program;
    let unit_id = program.func(part.function).unit;
    let unit = program.unit(unit_id);
    let kind = &unit.body[part.expr].kind;
    match kind {
        ExprKind::Name(name) => {
            made.speaks |= eng.speaks_of_owner(unit.text(*name));
            if let Some(expr) = eng.local(part.function, *name, part.expr) {
                stack.push(Part { expr, ..part });
            }
            return;
        }
        ExprKind::Member { base, name } => {
            if is_constant(eng, unit_id, *base, *name) {
                return;
            }
            made.speaks |= eng.speaks_of_owner(unit.text(*name));
        }
        ExprKind::Call { callee, .. } => {
            let last = crate::flow::entry::last_of(unit, *callee);
            let lexicon = eng.tenancy.lexicon();
            made.digest |= last.is_some_and(|name| lexicon.digest.within(&lexicon.words(name)));
            if let Some(function) = called(eng, part.function, *callee)
                && let Some(body) = program.decl(function).body
            {
                if part.depth >= MAX_DEPTH {
                    made.speaks = true;
                    return;
                }
                stack.push(Part {
                    function,
                    expr: body,
                    depth: part.depth + 1,
                });
            }
        }
        ExprKind::LocalFn(_) | ExprKind::Gap { .. } => {
            made.speaks = true;
            return;
        }
        _ => {}
    }
    partywall_ir::walk::children(kind, &mut |expr| stack.push(Part { expr, ..part }));
}

/// Where a key is put together: behind the names that it goes by, in the function that makes it.
fn composed(eng: &Engine<'_>, mut function: FnId, mut expr: ExprId) -> At {
    let program = eng.program;
    for _ in 0..MAX_NAMES {
        let unit = program.unit(program.func(function).unit);
        match &unit.body[expr].kind {
            ExprKind::Name(name) => match eng.local(function, *name, expr) {
                Some(value) => expr = value,
                None => break,
            },
            ExprKind::Unary { operand, .. } => expr = *operand,
            ExprKind::Call { callee, args } => {
                let base = match unit.body[*callee].kind {
                    ExprKind::Member { base, name } if args.is_empty() => {
                        let mut rows = eng.index.neutral.get(unit.language, unit.text(name));
                        let same = rows.any(|row| row.gives_back());
                        same.then_some(base)
                    }
                    _ => None,
                };
                if let Some(base) = base {
                    expr = base;
                    continue;
                }
                let Some(made) = called(eng, function, *callee) else {
                    break;
                };
                let Some(result) = result(eng, made) else { break };
                (function, expr) = (made, result);
            }
            _ => break,
        }
    }
    let unit = program.func(function).unit;
    (unit, program.unit(unit).body[expr].span)
}

/// The calls that an expression's value comes from, through the locals that it names.
pub(super) fn calls(eng: &Engine<'_>, function: FnId, expr: ExprId) -> Vec<At> {
    let id = eng.program.func(function).unit;
    let unit = eng.program.unit(id);
    let mut calls = Vec::new();
    let mut seen: FxHashSet<ExprId> = FxHashSet::default();
    let mut stack = vec![expr];
    for _ in 0..MAX_PARTS {
        let Some(at) = stack.pop() else { break };
        if !seen.insert(at) {
            continue;
        }
        match &unit.body[at].kind {
            ExprKind::Name(name) => stack.extend(eng.local(function, *name, at)),
            kind => {
                if matches!(kind, ExprKind::Call { .. }) {
                    calls.push((id, unit.body[at].span));
                }
                partywall_ir::walk::children(kind, &mut |child| stack.push(child));
            }
        }
    }
    calls
}

/// Where a function makes what it gives back.
pub(super) fn result_span(eng: &Engine<'_>, function: FnId) -> partywall_ir::Span {
    let unit = eng.program.unit(eng.program.func(function).unit);
    let place = result(eng, function).map(|expr| unit.body[expr].span);
    place.unwrap_or(eng.program.decl(function).name_span)
}

/// What a function gives back, where that is one expression.
fn result(eng: &Engine<'_>, function: FnId) -> Option<ExprId> {
    let decl = eng.program.decl(function);
    let unit = eng.program.unit(eng.program.func(function).unit);
    let mut at = decl.body?;
    for _ in 0..MAX_NAMES {
        match &unit.body[at].kind {
            ExprKind::Block { items, .. } => at = *items.last()?,
            ExprKind::Return(Some(value)) => return Some(*value),
            _ => return Some(at),
        }
    }
    None
}

/// The function of the program that a call within another names.
pub(super) fn called(eng: &Engine<'_>, within: FnId, callee: ExprId) -> Option<FnId> {
    let program = eng.program;
    let info = program.func(within);
    let unit = program.unit(info.unit);
    let of_type = |ty: TypeId, name: Name| program.methods(ty, program.sym(info.unit, name)).first().copied();
    match &unit.body[callee].kind {
        ExprKind::Generic { base, .. } => called(eng, within, *base),
        ExprKind::Member { base, name } => match &unit.body[*base].kind {
            ExprKind::This => of_type(info.owner?, *name),
            _ if is_own_type(program, within, *base) => of_type(info.owner?, *name),
            _ => match named(program, info.unit, callee) {
                Some(Def::Function(function)) => Some(function),
                _ => match named(program, info.unit, *base) {
                    Some(Def::Type(ty)) => of_type(ty, *name),
                    _ => None,
                },
            },
        },
        ExprKind::Name(name) => match named(program, info.unit, callee) {
            Some(Def::Function(function)) => Some(function),
            _ => of_type(info.owner?, *name),
        },
        _ => None,
    }
}

/// Whether a name means the type that a function belongs to, and nothing but that.
fn is_own_type(program: &Program, function: FnId, expr: ExprId) -> bool {
    let info = program.func(function);
    let ExprKind::Name(name) = program.unit(info.unit).body[expr].kind else {
        return false;
    };
    let within = Scope {
        function: Some(function),
        owner: info.owner,
    };
    let means = program.resolve(info.unit, within, &[program.sym(info.unit, name)]);
    matches!(means, Some(Def::Type(ty)) if info.owner == Some(ty))
}

/// Whether a member is what the code fixes: a variant, or a constant of a type.
fn is_constant(eng: &Engine<'_>, unit: UnitId, base: ExprId, name: Name) -> bool {
    let program = eng.program;
    let Some(Def::Type(ty)) = named(program, unit, base) else {
        return false;
    };
    if program.ty(ty).kind == TypeKind::Enum {
        return true;
    }
    let Some(field) = program.field(ty, program.sym(unit, name)) else {
        return false;
    };
    let value = program.field_decl(field).value;
    value.is_some_and(|value| matches!(program.unit(field.unit).body[value].kind, ExprKind::Lit(Lit::Str(_))))
}

impl Engine<'_> {
    /// The value that a local of a function was given last before an expression.
    pub(super) fn local(&self, function: FnId, name: Name, before: ExprId) -> Option<ExprId> {
        let id = self.program.func(function).unit;
        let unit = self.program.unit(id);
        let around = match self.keys.around.get(&id) {
            Some(known) => known,
            None => self.keys.around.keep(id, Arc::new(Around::new(unit))),
        };
        around.local(name, unit.body[before].span, self.program.decl(function).span)
    }

    /// Whether a name may speak of whom a value belongs to: of a tenant or a person, of somebody's identity or secret, of a row's own
    /// key, or of what keeps owners apart.
    pub(super) fn speaks_of_owner(&self, name: &str) -> bool {
        if let Some(known) = self.keys.spoken.get(name) {
            return known;
        }
        self.keys.spoken.keep(name.into(), self.speaks_now(name))
    }

    fn speaks_now(&self, name: &str) -> bool {
        let lexicon = self.tenancy.lexicon();
        let words = lexicon.words(name);
        let root = self
            .tenancy
            .refers(name)
            .or_else(|| self.tenancy.of_name(name))
            .is_some_and(|entity| matches!(self.tenancy.entity(entity).standing, Standing::Root { .. }));
        let key = words.last().is_some_and(|last| last != "key") && lexicon.key.suffix(&words).is_some();
        root || key
            || lexicon.root.within(&words)
            || lexicon.user.within(&words)
            || lexicon.identity.within(&words)
            || lexicon.partition.within(&words)
            || lexicon.secret.suffix(&words).is_some()
            || self.vocab.has(crate::flow::vocab::List::Personal, name)
    }
}
