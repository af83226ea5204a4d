//! Snippets and what they lower to.

mod bodies;
mod declarations;
mod hostile;
mod macros;
mod print;

use partywall_ir::{ExprKind, Frontend as _, Unit};

use crate::Rust;
use print::Print;

fn lower(text: &str) -> Unit {
    let unit = Rust.lower("src/app/mod.rs", text);
    verify(&unit, text);
    unit
}

/// What holds of every unit.
fn verify(unit: &Unit, text: &str) {
    for (at, expr) in unit.body.exprs.iter().enumerate() {
        assert!(
            expr.span.start <= expr.span.end && expr.span.end as usize <= text.len(),
            "{expr:?} is outside of the text"
        );
        children(&expr.kind, |child| {
            assert!(child < at, "{expr:?} comes before its child")
        });
        if let ExprKind::Gap { kind, .. } = &expr.kind {
            let told = unit
                .gaps
                .iter()
                .any(|gap| gap.span == expr.span && *gap.kind == *unit.text(*kind));
            assert!(told, "{expr:?} is not among the gaps");
        }
    }
    for (at, function) in unit.functions.iter().enumerate() {
        assert!(function.parent.is_none_or(|parent| parent.index() < at));
        assert!(function.owner.is_none_or(|owner| owner.index() < unit.types.len()));
        assert!(text.is_char_boundary(function.name_span.start as usize));
    }
}

fn children(kind: &ExprKind, mut seen: impl FnMut(usize)) {
    match kind {
        ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => seen(base.index()),
        ExprKind::Call { callee, args } => {
            seen(callee.index());
            args.iter().for_each(|arg| seen(arg.value.index()));
        }
        ExprKind::Block { items, .. } | ExprKind::Collection { items, .. } => {
            items.iter().for_each(|id| seen(id.index()))
        }
        ExprKind::Binary { left, right, .. } => [left, right].iter().for_each(|id| seen(id.index())),
        ExprKind::If { cond, then, els } => {
            [Some(*cond), Some(*then), *els]
                .iter()
                .flatten()
                .for_each(|id| seen(id.index()));
        }
        _ => {}
    }
}

/// The body of the first function of `fn f() { … }`.
fn body(text: &str) -> String {
    let text = format!("fn f() {{ {text} }}");
    let unit = lower(&text);
    let gaps: Vec<_> = unit
        .gaps
        .iter()
        .map(|gap| (&gap.kind, &text[gap.span.range()]))
        .collect();
    assert!(gaps.is_empty(), "{gaps:?}");
    Print(&unit).expr(unit.functions[0].body.unwrap())
}

fn types(text: &str) -> Vec<String> {
    let unit = lower(text);
    unit.types.iter().map(|decl| Print(&unit).decl(decl)).collect()
}

fn functions(text: &str) -> Vec<String> {
    let unit = lower(text);
    unit.functions
        .iter()
        .map(|function| Print(&unit).function(function))
        .collect()
}
