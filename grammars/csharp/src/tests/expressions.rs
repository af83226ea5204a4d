//! Expressions.

use partywall_ir::ExprKind;

use super::show::{body, expr, whole};

fn each(cases: &[(&str, &str)]) {
    for (source, wanted) in cases {
        assert_eq!(expr(source), *wanted, "{source}");
    }
}

#[test]
fn literals() {
    each(&[
        ("1_000", "1000"),
        ("0xFFul", "255"),
        ("0b11", "3"),
        ("1.5m", "1.5m"),
        ("99999999999999999999", "99999999999999999999"),
        ("true", "true"),
        ("null", "null"),
        ("default", "null"),
        ("default(Guid)", "null"),
        ("'\\n'", "\"\\n\""),
        ("\"a\\tb\\\"c\\u0041\\x41\"", "\"a\\tb\\\"cAA\""),
        ("@\"a\\b\"\"c\"", "\"a\\\\b\\\"c\""),
        ("\"x\"u8", "\"x\""),
        ("\"\"\"a \"b\" c\"\"\"", "\"a \\\"b\\\" c\""),
        ("\"\"\"\n    select\n      x\n    \"\"\"", "\"select\\n  x\""),
    ]);
}

#[test]
fn interpolated_strings_are_templates() {
    each(&[
        ("$\"a{b:N2}{{c}}{d,5}\\n\"", "Template[\"a\", b, \"{c}\", d, \"\\n\"]"),
        ("$@\"a\"\"{b}\\\"", "Template[\"a\\\"\", b, \"\\\\\"]"),
        ("$\"plain\"", "\"plain\""),
        (
            "$\"\"\"\n    select {a}\n    from {b.C}\n    \"\"\"",
            "Template[\"select \", a, \"\\nfrom \", b.C]",
        ),
        ("$$\"\"\"{a} {{b}}\"\"\"", "Template[\"{a} \", b]"),
    ]);
}

#[test]
fn names_members_and_calls() {
    each(&[
        ("a.B.C", "a.B.C"),
        ("a?.B?.C(1)?[2]", "a.B.C(1)[2]"),
        ("a!.B!", "a.B"),
        ("this.A(base.B)", "this.A(base.B)"),
        ("F(this)", "F(this)"),
        ("a.B<int, List<C>>(x)", "a.B<int, List<C>>(x)"),
        ("F<T>(n: 1)", "F<T>(n: 1)"),
        ("global::A.B.C()", "A.B.C()"),
        ("string.Join(a, b)", "string.Join(a, b)"),
        ("d[\"k\", 1]", "d[\"k\", 1]"),
        ("d[1..^2]", "d[1, Arith(2)]"),
        ("(a)", "a"),
        ("p->Q", "p.Q"),
    ]);
}

#[test]
fn arguments_by_reference() {
    each(&[
        (
            "F(out var x, out int y, ref z, in w, out _)",
            "F(Ref(let x), Ref(let y: int), Ref(z), Ref(w), Ref(_))",
        ),
        ("F(id: out var x)", "F(id: Ref(let x))"),
    ]);
}

#[test]
fn operators() {
    each(&[
        ("a + b - c * d", "((a Add b) Sub (c Other d))"),
        ("a == b && c != d || e < f", "(((a Eq b) And (c Ne d)) Or (e Lt f))"),
        ("a ?? b ?? c", "(a Coalesce (b Coalesce c))"),
        ("a & b | c", "((a BitAnd b) BitOr c)"),
        ("!a", "Not(a)"),
        ("~-a", "Invert(Arith(a))"),
        ("await a.B()", "Await(a.B())"),
        ("a ? b : c", "if a then b else c"),
        ("a ?? throw new E()", "(a Coalesce raise new E(){})"),
        ("(T)a.B", "(a.B as T)"),
        ("a as T?", "(a as T)"),
        ("checked(a + b)", "(a Add b)"),
        ("1..2", "(1 Other 2)"),
        ("..a", "(null Other a)"),
        ("a++", "Arith(a)"),
    ]);
}

#[test]
fn assignments() {
    assert_eq!(
        body("a = b = c; a.B += 1; x ??= y; n <<= 2;"),
        "a = b = c; a.B Add= 1; x Coalesce= y; n Other= 2"
    );
    assert_eq!(
        body("(a, b.C) = d; (var e, int f) = g; var (h, (i, _)) = j;"),
        "Tuple[a, b.C] = d; let (e, f) = g; let (h, (i, _)) = j"
    );
}

#[test]
fn new_objects() {
    each(&[
        (
            "new Foo(1, n: 2) { A = b, C = { D = e } }",
            "new Foo(1, n: 2){A=b, C=new (){D=e}}",
        ),
        ("new A.B<C>()", "new A.B<C>(){}"),
        ("new() { A = 1 }", "new (){A=1}"),
        ("new { A = b, c.D, e, f?.G }", "new (){A=b, D=c.D, e=e, G=f.G}"),
        ("new List<int> { 1, 2 }", "new List<int>(...List[1, 2]){}"),
        (
            "new D<string, int> { [\"a\"] = 1, [\"b\"] = 2 }",
            "new D<string, int>(...Dict[\"a\", 1, \"b\", 2]){}",
        ),
        (
            "new D<string, int> { { \"a\", 1 } }",
            "new D<string, int>(...Dict[\"a\", 1]){}",
        ),
        ("x with { A = 1, B = y }", "new (...x){A=1, B=y}"),
    ]);
}

#[test]
fn collections() {
    each(&[
        ("new int[] { 1, 2 }", "List[1, 2]"),
        ("new[] { a, b }", "List[a, b]"),
        ("new int[n, 3]", "new []<int>(n, 3){}"),
        ("[a, ..b]", "List[a, Spread(b)]"),
        ("(a, n: b)", "Tuple[a, b]"),
        ("stackalloc int[] { 1 }", "List[1]"),
    ]);
    assert_eq!(body("int[] a = { 1, 2 };"), "let a: []<int> = List[1, 2]");
}

#[test]
fn lambdas() {
    each(&[
        ("x => x.Id == id", "|x| (x.Id Eq id)"),
        ("(a, int b) => { return a; }", "|a, b: int| {return a}"),
        ("static async (x) => await x", "async |x| Await(x)"),
        ("delegate (int a) { F(a); }", "|a: int| {F(a)}"),
        ("int (string s) => 1", "|s: string|: int 1"),
        (
            "([FromBody] Dto d, int n = 1) => d",
            "|[FromBody] d: Dto, n: int = 1| d",
        ),
        ("_ => 1", "|_| 1"),
    ]);
}

#[test]
fn words_about_types_and_names() {
    each(&[
        ("typeof(A.B)", "A.B"),
        ("typeof(Repo<Order>)", "Repo<Order>"),
        ("nameof(a.B.C)", "\"C\""),
        ("nameof(List<int>)", "\"List\""),
        ("nameof(a!)", "\"a\""),
    ]);
}

#[test]
fn what_is_not_known_is_a_gap_with_its_parts() {
    let unit = super::show::unit("class C { void M() { goto end; var r = __makeref(a); end: return; } }");
    let kinds: Vec<_> = unit.gaps.iter().map(|gap| &*gap.kind).collect();
    assert_eq!(kinds, ["goto_statement", "makeref_expression"]);
}

#[test]
fn an_expression_spans_its_own_text() {
    let text = "class C { void M() { db.Set<A>().Where(x => x.Id == 1).First(); } }";
    let unit = whole(text);
    let spans: Vec<_> = unit
        .body
        .exprs
        .iter()
        .filter(|expr| {
            matches!(
                expr.kind,
                ExprKind::Call { .. } | ExprKind::Lambda(_) | ExprKind::Member { .. }
            )
        })
        .map(|expr| &text[expr.span.range()])
        .collect();
    assert_eq!(
        spans,
        [
            "db.Set",
            "db.Set<A>()",
            "db.Set<A>().Where",
            "x.Id",
            "x => x.Id == 1",
            "db.Set<A>().Where(x => x.Id == 1)",
            "db.Set<A>().Where(x => x.Id == 1).First",
            "db.Set<A>().Where(x => x.Id == 1).First()",
        ]
    );
}

#[test]
fn a_conditional_section_inside_an_expression_keeps_both_values() {
    assert_eq!(
        body("var a = F(\n#if X\n1\n#else\n2\n#endif\n);"),
        "let a = F(if X then 1 else 2)"
    );
}
