//! Query syntax.

use partywall_ir::ExprKind;

use super::show::{expr, whole};

#[test]
fn clauses_are_the_methods_that_they_stand_for() {
    for (source, wanted) in [
        (
            "from x in db.Orders where x.Id == id select x",
            "db.Orders.Where(|x| (x.Id Eq id))",
        ),
        ("from x in db.Orders select x.Name", "db.Orders.Select(|x| x.Name)"),
        ("from Order x in all select x", "all.Cast<Order>()"),
        (
            "from a in A join b in B on a.Id equals b.AId select new { a, b.C }",
            "A.Join(B, |a| a.Id, |b| b.AId, |a, b| new (){a=a, C=b.C})",
        ),
        (
            "from a in A join b in B on a.Id equals b.AId where b.C select a",
            "A.Join(B, |a| a.Id, |b| b.AId, |a, b| Tuple[a, b]).Where(|(a, b)| b.C).Select(|(a, b)| a)",
        ),
        (
            "from a in A join b in B on a.Id equals b.AId into g from x in g.DefaultIfEmpty() select x",
            "A.GroupJoin(B, |a| a.Id, |b| b.AId, |a, g| Tuple[a, g]).SelectMany(|(a, g)| g.DefaultIfEmpty(), |(a, g), x| x)",
        ),
        (
            "from a in A from b in a.Bs select b",
            "A.SelectMany(|a| a.Bs, |a, b| b)",
        ),
        (
            "from a in A let n = a.N + 1 where n > 2 select n",
            "A.Select(|a| Tuple[a, (a.N Add 1)]).Where(|(a, n)| (n Gt 2)).Select(|(a, n)| n)",
        ),
        (
            "from a in A orderby a.X, a.Y descending, a.Z ascending select a",
            "A.OrderBy(|a| a.X).ThenByDescending(|a| a.Y).ThenBy(|a| a.Z)",
        ),
        ("from a in A group a.V by a.K", "A.GroupBy(|a| a.K, |a| a.V)"),
        (
            "from a in A group a by a.K into g where g.Any() select g.Key",
            "A.GroupBy(|a| a.K, |a| a).Where(|g| g.Any()).Select(|g| g.Key)",
        ),
    ] {
        assert_eq!(expr(source), wanted, "{source}");
    }
}

#[test]
fn lambdas_span_their_clause() {
    let text = "class C { void M() { _ = from x in xs where x.A select x.B; } }";
    let unit = whole(text);
    let lambdas: Vec<_> = unit
        .body
        .exprs
        .iter()
        .filter(|expr| matches!(expr.kind, ExprKind::Lambda(_)))
        .map(|expr| &text[expr.span.range()])
        .collect();
    assert_eq!(lambdas, ["where x.A", "select x.B"]);
}

#[test]
fn many_variables_stay_within_bounds() {
    let lets: String = (0..2_000).map(|n| format!("let v{n} = {n} ")).collect();
    let unit = super::show::unit(&format!(
        "class C {{ void M() {{ _ = from x in xs {lets} select x; }} }}"
    ));
    assert!(unit.gaps.iter().all(|gap| &*gap.kind == "too_deep"));
    assert!(unit.body.exprs.len() < 2_000 * 50);
}
