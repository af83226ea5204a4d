//! Where the grammar would read valid code wrongly.

use super::show::{body, expr, whole};

#[test]
fn operators_bind_as_the_language_says() {
    for (source, wanted) in [
        ("!a?.B", "Not(a.B)"),
        ("x == a?.B", "(x Eq a.B)"),
        ("(T)a?.B", "(a.B as T)"),
        ("await a?.B()", "Await(a.B())"),
        ("a && b?.C == d", "(a And (b.C Eq d))"),
        ("a ?? b?.C", "(a Coalesce b.C)"),
        ("x ? a?.B : c", "if x then a.B else c"),
        ("x ? .5 : c", "if x then .5 else c"),
        ("-a?[0]", "Arith(a[0])"),
        ("a == b?[0]", "(a Eq b[0])"),
        ("a?.B?[c]!.D", "a.B[c].D"),
        ("a is not null && b", "((a is not(=null)) And b)"),
        (
            "a is > 5 and < 10 && b",
            "((a is and(=(null Other 5), =(null Other 10))) And b)",
        ),
        ("x is A or B || c", "((x is or(A(){}, B(){})) Or c)"),
        (
            "a is B && c is D || e is F",
            "(((a is B(){}) And (c is D(){})) Or (e is F(){}))",
        ),
        (
            "m && n && a is not null || b || c",
            "((((m And n) And (a is not(=null))) Or b) Or c)",
        ),
        (
            "m || a is not null && b || c",
            "((m Or ((a is not(=null)) And b)) Or c)",
        ),
        ("a is null == b", "((a is =null) Eq b)"),
        ("a is 1 + 2 && c", "((a is =(1 Add 2)) And c)"),
        ("a is { B: 1 } && c", "((a is (){B: =1}) And c)"),
        ("a is B ? c : d", "if (a is B(){}) then c else d"),
        ("a is not null ? b : c", "if (a is not(=null)) then b else c"),
        ("a is var (b, _)", "(a is (b, _))"),
        ("(a) - b", "(a Sub b)"),
        ("(a) + b", "(a Add b)"),
        ("(int)-a", "(Arith(a) as int)"),
        ("async ? b : c", "if async then b else c"),
        ("F(async, required)", "F(async, required)"),
        ("async = required", "async = required"),
        (
            "F<(bool ok, string why)>((true, b))",
            "F<()<bool, string>>(Tuple[true, b])",
        ),
        ("F<(bool, A.B)>(b)", "F<()<bool, A.B>>(b)"),
        (
            "F<(List<int> c, int[] d, A.B? e, string)>(b)",
            "F<()<List<int>, []<int>, A.B, string>>(b)",
        ),
    ] {
        assert_eq!(expr(source), wanted, "{source}");
    }
}

#[test]
fn spans_of_parts_given_back_are_their_own() {
    let text = "class C { bool M() => a is not null && b.D; }";
    let unit = whole(text);
    let spans: Vec<_> = unit.body.exprs.iter().map(|expr| &text[expr.span.range()]).collect();
    assert_eq!(
        spans,
        ["a", "null", "a is not null", "b", "b.D", "a is not null && b.D"]
    );
}

#[test]
fn a_conditional_access_is_a_place_to_assign_to() {
    assert_eq!(body("a?.B = c; a?.B?.C += 1;"), "a.B = c; a.B.C Add= 1");
}

#[test]
fn text_in_strings_keeps_its_marks() {
    assert_eq!(
        expr("F(\"a?.b async)\", $\"{a?.B}?.c\")"),
        "F(\"a?.b async)\", Template[a.B, \"?.c\"])"
    );
}

#[test]
fn a_directive_may_be_the_last_line() {
    let unit = whole("#region A\nclass C { }\n#endregion");
    assert_eq!(unit.types.len(), 1);
}
