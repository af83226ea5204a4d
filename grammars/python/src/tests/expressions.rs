use super::module;

fn each(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(module(text), *expected, "{text}");
    }
}

#[test]
fn literals() {
    each(&[
        (
            "x(1, 0x1F, 1_000, 0b11, 2.5, 3j, True, False, None, ...)",
            "x(1, 31, 1000, 3, #2.5, #3j, true, false, null, null)",
        ),
        ("x(99999999999999999999)", "x(#99999999999999999999)"),
        ("x(-1, +y, ~z, not w)", "x(Arith(1), Arith(y), Invert(z), Not(w))"),
    ]);
}

#[test]
fn strings() {
    each(&[
        (
            r#"x('a', "b", '''c''', b"d", r"\d", "")"#,
            r#"x("a", "b", "c", "d", "\\d", "")"#,
        ),
        (r#"x("a\n\t\\\"\x41\u0042\101\q")"#, r#"x("a\n\t\\\"ABA\\q")"#),
        ("x(\"a\\\nb\")", "x(\"ab\")"),
        (r#"x("a" 'b' r"\c")"#, r#"x("ab\\c")"#),
        (r#"x(f"a {b} c")"#, r#"x(Template("a ", b, " c"))"#),
        (r#"x(f"{a.b!r:>{width}}{{c}}")"#, r#"x(Template(a.b, width, "{c}"))"#),
        (r#"x(f"plain")"#, r#"x("plain")"#),
        (
            r#"x("select " f"{a}" " from")"#,
            r#"x(Template("select ", a, " from"))"#,
        ),
        (r#"x(f"{a}, {b=}")"#, r#"x(Template(a, ", ", b))"#),
        ("x(f'''\n{a}\n''')", "x(Template(\"\\n\", a, \"\\n\"))"),
        (
            r#"x(rb"\x00", f"{'n' if a else "m"}")"#,
            r#"x("\\x00", Template(if a "n" else "m"))"#,
        ),
        (r#"x(f"{ {'a': 1}['a'] }")"#, r#"x(Template(Dict("a", 1)["a"]))"#),
    ]);
}

#[test]
fn operators() {
    each(&[
        ("x(a + b - c | d & e)", "x((((a Add b) Sub c) BitOr (d BitAnd e)))"),
        ("x(a or b or c and d)", "x(((a Or b) Or (c And d)))"),
        (
            "x(a == b, a != b, a is b, a is not b)",
            "x((a Eq b), (a Ne b), (a Eq b), (a Ne b))",
        ),
        (
            "x(a in b, a not in b, a < b, a >= b)",
            "x((a In b), (a NotIn b), (a Lt b), (a Ge b))",
        ),
        ("x(a < b < c)", "x(((a Lt b) And (b Lt c)))"),
        (
            "x(a.b < c.d <= f(e) < 3)",
            "x((((a.b Lt c.d) And (c.d Le <middle> = f(e))) And (<middle> Lt 3)))",
        ),
        ("x(a == b in c != d)", "x((((a Eq b) And (b In c)) And (c Ne d)))"),
        ("x(a if b else c if d else e)", "x(if b a else if d c else e)"),
        ("x(n := f())", "x(n = f())"),
    ]);
}

#[test]
fn chains() {
    each(&[
        ("a.b(c).d[0][1:2, ::3].e()", "a.b(c).d[0][1, 2, 3].e()"),
        ("(a).b", "a.b"),
        ("(\n  q.filter(x=1)\n   .first()\n)", "q.filter(x=1).first()"),
        ("f(a, *b, c=d, **e)", "f(a, *b, c=d, *e)"),
        ("f(x for x in y)", "f([x for x in y])"),
        ("(await a.b()).c", "Await(a.b()).c"),
        ("print('x')", "print(\"x\")"),
    ]);
}

#[test]
fn displays() {
    each(&[
        (
            "x((), (a,), (a, b), [a, *b], {a, b})",
            "x(Tuple(), Tuple(a), Tuple(a, b), List(a, Spread(b)), Set(a, b))",
        ),
        (
            "x({}, {'a': 1, **b})",
            "x(Dict(), Dict(\"a\", 1, Spread(null), Spread(b)))",
        ),
        (
            "x(lambda: 0, lambda a, b=1, *c, d, **e: a)",
            "x(\\ -> 0, \\a, b = 1, *c, d, **e -> a)",
        ),
    ]);
}

#[test]
fn comprehensions() {
    each(&[
        (
            "[a for a in b if a if c for d in a]",
            "[a for a in b if a if c for d in a]",
        ),
        ("{a: b for a, b in c}", "[Tuple(a, b) for (a, b) in c]"),
        ("{a async for a in b}", "[a for a in b]"),
        ("[x for x in 1, 2]", "[x for x in Tuple(1, 2)]"),
    ]);
}
