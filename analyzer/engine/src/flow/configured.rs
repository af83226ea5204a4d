//! Policies that are configured where the application starts. What one asks for is written there: one that asks for nothing but what
//! the framework brings along is decided without the program's own code, which then vouches for nothing.

use crate::flow::entry::{last_of, named};
use crate::flow::index::Index;
use crate::program::{Def, Program, UnitId};
use partywall_ir::{Arg, ExprId, ExprKind, Lit, Unit};
use rustc_hash::FxHashSet;

/// The names of policies of which every configuration asks for nothing of the program's own.
pub(super) fn plain_policies(program: &Program, index: &Index<'_>) -> FxHashSet<String> {
    let (mut plain, mut own) = (FxHashSet::default(), FxHashSet::default());
    let spoken = |unit: &Unit| index.guard_configures.speak_of(unit.language);
    for (at, unit) in program.units().iter().enumerate().filter(|(_, unit)| spoken(unit)) {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let Some(name) = last_of(unit, *callee) else { continue };
            if index.guard_configures.get(unit.language, name).next().is_none() {
                continue;
            }
            let (Some(first), Some(last)) = (args.first(), args.last()) else {
                continue;
            };
            let Some(policy) = text_of(program, id, first.value) else {
                continue;
            };
            match asks_for_own(program, id, last) {
                true => own.insert(policy),
                false => plain.insert(policy),
            };
        }
    }
    plain.retain(|policy| !own.contains(policy));
    plain
}

/// The text that an expression is: a literal, or a constant of the program that is one.
pub(super) fn text_of(program: &Program, unit: UnitId, expr: ExprId) -> Option<String> {
    let literal = |file: &Unit, expr: ExprId| match file.body[expr].kind {
        ExprKind::Lit(Lit::Str(text)) => Some(file.text(text).to_owned()),
        _ => None,
    };
    literal(program.unit(unit), expr).or_else(|| match named(program, unit, expr)? {
        Def::Global(unit, at) => literal(program.unit(unit), program.unit(unit).globals[at].value?),
        Def::Field(_, field) => literal(program.unit(field.unit), program.field_decl(field).value?),
        _ => None,
    })
}

/// Whether what says what a policy asks for may ask for code of the program: it makes an object, calls what the program writes, hands
/// code over, or passes what is not written there.
fn asks_for_own(program: &Program, unit: UnitId, says: &Arg) -> bool {
    let file = program.unit(unit);
    let ExprKind::Lambda(lambda) = &file.body[says.value].kind else {
        return true;
    };
    let around = file.body[lambda.body].span;
    let written = |name: &str| {
        let sym = program.find(name);
        sym.is_some_and(|sym| !program.by_name(sym).is_empty())
    };
    // what is written in a library's class is no code of the program either
    let outside =
        |expr: ExprId| matches!(file.body[expr].kind, ExprKind::Member { .. }) && named(program, unit, expr).is_none();
    let fixed = |arg: &Arg| {
        let literal = matches!(file.body[arg.value].kind, ExprKind::Lit(_));
        literal || outside(arg.value) || text_of(program, unit, arg.value).is_some()
    };
    // what is inside of an expression is added before it
    let before = file.body.exprs[..=lambda.body.index()].iter().rev();
    let mut inside = before.take_while(|expr| around.start <= expr.span.start);
    inside.any(|expr| match &expr.kind {
        ExprKind::New(_) | ExprKind::Lambda(_) | ExprKind::Generic { .. } => true,
        ExprKind::Call { callee, args } => last_of(file, *callee).is_none_or(written) || !args.iter().all(fixed),
        _ => false,
    })
}
