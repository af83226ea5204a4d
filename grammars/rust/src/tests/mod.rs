//! Snippets and what they lower to.

mod bodies;
mod declarations;
mod hostile;
mod macros;
mod print;

use partywall_ir::{Frontend as _, Unit};

use crate::Rust;
use print::Print;

fn lower(text: &str) -> Unit {
    let unit = Rust.lower("src/app/mod.rs", text);
    verify(&unit, text);
    unit
}

/// What holds of every unit.
fn verify(unit: &Unit, text: &str) {
    assert_eq!(partywall_ir::verify::verify(unit), [""; 0], "{text}");
    for expr in &unit.body.exprs {
        assert!(text.get(expr.span.range()).is_some(), "{expr:?} is no part of the text");
    }
    for gap in &unit.gaps {
        assert!(text.get(gap.span.range()).is_some(), "{gap:?} is no part of the text");
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
