use super::{functions, module};

fn each(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(module(text), *expected, "{text}");
    }
}

#[test]
fn assignments() {
    each(&[
        ("a = b", "a = b"),
        ("a = b = c", "a = b = c"),
        ("a, (b, *c) = d", "Tuple(a, Tuple(b, Spread(c))) = d"),
        ("[a, b] = d, e", "Tuple(a, b) = Tuple(d, e)"),
        ("a.b = a[0] = c", "a.b = a[0] = c"),
        (
            "a += b\na |= b\na &= c\na -= d",
            "a Add= b\na BitOr= b\na BitAnd= c\na Sub= d",
        ),
        ("a: int = b\nc: int", "a = b"),
        ("x = yield_()", "x = yield_()"),
        ("type(a).b = c()", "a.b = c()"),
    ]);
    assert_eq!(
        functions("def f():\n  a: Set[T] = b\n  c: int\n  d.e: int = 1\n"),
        "Plain f() {let a: Set<T> = b; let c: int =; d.e = 1}"
    );
}

#[test]
fn branches_and_loops() {
    each(&[
        (
            "if a:\n  b\nelif c:\n  d\nelif e: f\nelse:\n  g",
            "if a {b} else if c {d} else if e {f} else {g}",
        ),
        ("for a, b in c:\n  d\nelse:\n  e", "loop (a, b) in c {d} else {e}"),
        ("for a in b, c: pass", "loop a in Tuple(b, c) {}"),
        ("while a:\n  break\nelse:\n  b", "loop a {break} else {b}"),
        ("while True:\n  continue", "loop {continue}"),
        ("pass; a; b", "a\nb"),
    ]);
}

#[test]
fn leaving() {
    assert_eq!(
        functions(
            "def f():\n  return\n  return a, b\n  raise\n  raise X(1) from e\n  yield\n  x = yield a\n  yield from b\n"
        ),
        "generator Plain f() {return; return Tuple(a, b); raise; raise X(1); yield; x = yield a; yield b}"
    );
    each(&[
        ("assert a", "if Not(a) raise"),
        ("assert a, 'b'", "if Not(a) raise \"b\""),
        ("del a, b[0]", "{a; b[0]}"),
    ]);
}

#[test]
fn exceptions() {
    each(&[
        (
            "try:\n  a\nexcept X:\n  b\nexcept (Y, m.Z) as e:\n  c\nexcept:\n  d\nelse:\n  f\nfinally:\n  g",
            "try {a} except X {b} except Y|m.Z as e {c} except  {d} else {f} finally {g}",
        ),
        ("try:\n  a\nexcept* X as e:\n  b", "try {a} except X as e {b}"),
    ]);
}

#[test]
fn resources() {
    each(&[
        ("with a() as b, c: d", "using b = a(), c {d}"),
        (
            "with (a() as b, c() as (d, e)):\n  f",
            "using b = a(), (d, e) = c() {f}",
        ),
        ("with (a, b):\n  f", "using a, b {f}"),
    ]);
    assert_eq!(
        functions("async def f():\n  async with a as b:\n    pass\n  async for x in y:\n    await x\n"),
        "async Plain f() {using b = a {}; loop x in y {Await(x)}}"
    );
}

#[test]
fn matches() {
    each(&[
        (
            "match a:\n  case 1 | -2 | 'x': b\n  case _: c",
            "match a [or(=1, =Arith(2), =\"x\") => {b}, _ => {c}]",
        ),
        (
            "match a, b:\n  case [x, *_], (y): c\n  case None, True: d",
            "match Tuple(a, b) [((x, *), y) => {c}, (=null, =true) => {d}]",
        ),
        (
            "match a:\n  case P(x, _, k=y, l=-1) if z: c",
            "match a [P(x, _){k: y l: =Arith(1)} if z => {c}]",
        ),
        ("match a:\n  case {'k': v, **rest}: c", "match a [(*rest){k: v} => {c}]"),
        (
            "match a:\n  case m.X as y: c\n  case (p, q): d",
            "match a [y@=m.X => {c}, (p, q) => {d}]",
        ),
    ]);
}

#[test]
fn old_statements() {
    each(&[
        ("print a, b", "print(a, b)"),
        ("print >>f, a", "print(a)"),
        ("exec code in d", "exec(code, d)"),
    ]);
}
