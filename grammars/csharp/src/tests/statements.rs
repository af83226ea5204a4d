//! Statements.

use super::show::{body, unit};

fn each(cases: &[(&str, &str)]) {
    for (source, wanted) in cases {
        assert_eq!(body(source), *wanted, "{source}");
    }
}

#[test]
fn locals() {
    each(&[
        (
            "var a = 1; int? b; const int c = 2, d = 3;",
            "let a = 1; let b: int; let c: int = 2; let d: int = 3",
        ),
        ("ref var a = ref b;", "let a: var = Ref(b)"),
        (";", ""),
    ]);
}

#[test]
fn conditions() {
    each(&[
        (
            "if (a) b(); else if (c) { d(); } else e();",
            "if a then b() else if c then {d()} else e()",
        ),
        ("if (a) return;", "if a then return"),
        ("if (a) { } else { throw; }", "if a then {} else {raise}"),
        ("if (a) var x = 1, y = 2;", "if a then {let x = 1; let y = 2}"),
    ]);
}

#[test]
fn loops() {
    each(&[
        ("while (a) { b(); break; }", "loop a {b(); break}"),
        ("do b(); while (a);", "do a b()"),
        ("foreach (var x in xs) { continue; }", "loop x in xs {continue}"),
        ("foreach (Order x in xs) f(x);", "loop x@Order(){} in xs f(x)"),
        ("await foreach (var x in xs) f(x);", "loop x in xs f(x)"),
        ("foreach (var (k, v) in d) f(k);", "loop (k, v) in d f(k)"),
        ("foreach ((string k, var v) in d) f(k);", "loop (k, v) in d f(k)"),
        (
            "for (int i = 0, j = 1; i < n; i++, j--) f(i);",
            "{let i: int = 0; let j: int = 1; loop (i Lt n) {f(i); Arith(i); Arith(j)}}",
        ),
        ("for (;;) { }", "loop {}"),
        ("for (i = 0; ; ) { }", "{i = 0; loop {}}"),
    ]);
}

#[test]
fn leaving() {
    each(&[
        ("return a;", "return a"),
        ("throw new E(a);", "raise new E(a){}"),
        (
            "try { a(); } catch (E e) when (e.B) { } catch (F) { throw; } catch { } finally { c(); }",
            "try {a()} catch(E e if e.B) {} catch(F) {raise} catch() {} finally {c()}",
        ),
    ]);
}

#[test]
fn resources() {
    each(&[
        ("using (var a = b()) c();", "using(a = b()) c()"),
        ("await using (b()) { }", "using(b()) {}"),
        ("using (A a = b(), d = e()) { }", "using(a = b(), d = e()) {}"),
        (
            "x(); using var a = b(); c(a); await using var d = e(); f();",
            "x(); using(a = b()) {c(a); using(d = e()) {f()}}",
        ),
        ("using var a = b();", "using(a = b()) {}"),
        ("lock (a) { b(); }", "using(a) {b()}"),
    ]);
}

#[test]
fn blocks_of_other_sorts() {
    each(&[
        (
            "checked { a(); } unchecked { b(); } unsafe { c(); }",
            "{a()}; {b()}; {c()}",
        ),
        ("{ a(); { b(); } }", "{a(); {b()}}"),
        ("fixed (int* p = &x) { q(); }", "{let p: int = Ref(x); {q()}}"),
        ("again: a();", "a()"),
    ]);
}

#[test]
fn switch_sections_are_arms() {
    each(&[
        (
            "switch (x) { case 1: a(); break; case \"b\" when c: return; default: { d(); break; } case E.F: case null: break; }",
            "match x {=1 => a() | =\"b\" if c => return | or(=E.F, =null) => {} | _ => {d(); {}}}",
        ),
        (
            "switch (x) { case Order o when o.A: b(); break; case Item i: c(); break; }",
            "match x {o@Order(){} if o.A => b() | i@Item(){} => c()}",
        ),
        (
            "switch (x) { case 1: if (a) { b(); break; } else { c(); break; } }",
            "match x {=1 => if a then {b(); {}} else {c(); {}}}",
        ),
        (
            "switch (a, b) { case (1, _): break; }",
            "match Tuple[a, b] {(=1, _) => {}}",
        ),
        (
            "switch (x) { case 1 when a: case 2 when b: c(); break; }",
            "match x {or(=1, =2) if (a Or b) => c()}",
        ),
    ]);
}

#[test]
fn a_break_in_the_middle_of_a_section_leaves_the_switch_only() {
    each(&[
        (
            "while (w) switch (x) { case 1: if (a) break; b(); break; }",
            "loop w loop {match x {=1 => {if a then break; b()}}; break}",
        ),
        (
            "switch (x) { case 1: foreach (var y in z) break; break; }",
            "match x {=1 => loop y in z break}",
        ),
        (
            "while (w) { switch (x) { case 1: F(() => { while (v) break; }); break; } break; }",
            "loop w {match x {=1 => F(|| {loop v break})}; break}",
        ),
    ]);
}

#[test]
fn switch_expressions() {
    each(&[(
        "return x switch { 1 or 2 => a, Order { Total: > 5 } o when o.B => c, _ => throw e };",
        "return match x {or(=1, =2) => a | o@Order(){Total: =(null Other 5)} if o.B => c | _ => raise e}",
    )]);
}

#[test]
fn both_branches_of_a_conditional_section_are_read() {
    assert_eq!(
        body("a();\n#if X\nb();\n#else\nc();\n#endif\nd();"),
        "a(); b(); c(); d()"
    );
}

#[test]
fn broken_statements_leave_the_others() {
    let unit = unit("class C { void M() { a(); b( ; c.D(); } void N() { } }");
    assert!(!unit.gaps.is_empty());
    let shown = super::show::inside(&unit, "M");
    assert!(shown.contains("a()") && shown.contains("c.D()"), "{shown}");
}
