//! Snippets to units, in a compact text form.

mod declarations;
mod expressions;
mod hostile;
mod print;
mod statements;

use partywall_ir::{ExprId, ExprKind, Frontend, PatId, Unit};
use print::Printer;

use crate::Python;

fn unit(text: &str) -> Unit {
    let unit = Python.lower("shop/app.py", text);
    check(&unit, text);
    unit
}

/// What every unit must keep, whatever its text.
fn check(unit: &Unit, text: &str) {
    let size = u32::try_from(text.len()).unwrap();
    assert!(!unit.functions.is_empty());
    let inside = |span: partywall_ir::Span| span.start <= span.end && span.end <= size;
    for (at, expr) in unit.body.exprs.iter().enumerate() {
        assert!(inside(expr.span));
        let below = |id: &ExprId| assert!(id.index() < at, "a child comes after its parent: {expr:?}");
        match &expr.kind {
            ExprKind::Member { base, .. } => below(base),
            ExprKind::Call { callee, args } => {
                below(callee);
                args.iter().for_each(|arg| below(&arg.value));
            }
            ExprKind::Collection { items, .. } | ExprKind::Block { items, .. } | ExprKind::Template(items) => {
                items.iter().for_each(below);
            }
            ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(below),
            ExprKind::Gap { kind, parts } => {
                parts.iter().for_each(below);
                let kind = unit.text(*kind);
                assert!(
                    unit.gaps.iter().any(|gap| &*gap.kind == kind && gap.span == expr.span),
                    "{kind} is not noted"
                );
            }
            _ => {}
        }
    }
    assert!(unit.body.pats.iter().all(|pat| inside(pat.span)));
    assert!(unit.gaps.iter().all(|gap| inside(gap.span)));
    for (at, function) in unit.functions.iter().enumerate() {
        assert!(function.parent.is_none_or(|parent| parent.index() < at));
        assert!(function.owner.is_none_or(|owner| owner.index() < unit.types.len()));
    }
    for (at, ty) in unit.types.iter().enumerate() {
        assert!(ty.owner.is_none_or(|owner| owner.index() < at));
    }
    let last = PatId::new(unit.body.pats.len());
    assert!(
        unit.functions
            .iter()
            .flat_map(|f| &f.params)
            .all(|p| p.pattern.is_none_or(|pat| pat < last))
    );
}

/// The statements of a file, one a line.
fn module(text: &str) -> String {
    let unit = unit(text);
    assert!(unit.gaps.is_empty(), "{:?}", unit.gaps);
    let body = unit.functions[0].body.unwrap();
    let ExprKind::Block { items, .. } = &unit.body[body].kind else {
        panic!("a file is a block")
    };
    items
        .iter()
        .map(|item| Printer(&unit).expr(*item))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every function but the file's own, one a line.
fn functions(text: &str) -> String {
    let unit = unit(text);
    assert!(unit.gaps.is_empty(), "{:?}", unit.gaps);
    let printer = Printer(&unit);
    unit.functions
        .iter()
        .skip(1)
        .map(|function| printer.function(function))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every type with its bases and fields, one a line.
fn types(text: &str) -> String {
    let unit = unit(text);
    assert!(unit.gaps.is_empty(), "{:?}", unit.gaps);
    let printer = Printer(&unit);
    let show = |ty: &partywall_ir::TypeDecl| {
        let attributes: String = ty.attributes.iter().map(|a| printer.attribute(a) + " ").collect();
        let bases = ty
            .bases
            .iter()
            .map(|base| printer.ty(base))
            .collect::<Vec<_>>()
            .join(", ");
        let fields = ty
            .fields
            .iter()
            .map(|field| printer.field(field))
            .collect::<Vec<_>>()
            .join("; ");
        format!(
            "{attributes}{:?} {}({bases}) {{{fields}}}",
            ty.kind,
            printer.text(ty.path)
        )
    };
    unit.types.iter().map(show).collect::<Vec<_>>().join("\n")
}
