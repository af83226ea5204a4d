use super::{body, lower};

#[track_caller]
fn is(text: &str, lowered: &str) {
    assert_eq!(body(text), lowered, "{text}");
}

#[test]
fn paths_and_calls() {
    is("a::b::c(x, &y, &mut z)", "{a.b.c(x y Ref(z))}");
    is(
        "Vec::<u8>::new(); sqlx::query_as::<_, Doc>(q)",
        "{Vec<u8>.new(); sqlx.query_as<_ Doc>(q)}",
    );
    is(
        "<T as Into<U>>::into(x); <[u8]>::len(y); <models::Doc as Entity>::find()",
        "{T.into(x); []<u8>.len(y); models.Doc.find()}",
    );
    is(
        "self.db.collect::<Vec<_>>().await?",
        "{Propagate(Await(THIS.db.collect<Vec<_>>()))}",
    );
    is(
        "Self::new(self::x, super::y, crate::z, None)",
        "{Self.new(self.x super.y crate.z null)}",
    );
    is("(a.0).1.b[0]; a[1..]; a[..n]; a[..]", "{a.0.1.b[0]; a[1]; a[n]; a[]}");
    is("*p = -x as i64; !done", "{Deref(p) := (Arith(x) as i64); Not(done)}");
    is("a += 1; a |= b; a <<= 2;", "{a Add:= 1; a BitOr:= b; a Other:= 2;}");
}

#[test]
fn operators_keep_their_order() {
    is(
        "a + b + c == d && !e || f & g",
        "{(((((a Add b) Add c) Eq d) And Not(e)) Or (f BitAnd g))}",
    );
    is("a != b; a < b; a - b", "{(a Ne b); (a Lt b); (a Sub b)}");
}

#[test]
fn literals() {
    is(
        r##"f("a\n\u{e9}", r#"q"x"#, b"by", 'c', b'd', c"e")"##,
        r#"{f("a\né" "q\"x" "by" "c" "d" "e")}"#,
    );
    is(
        "f(1_000u32, 0xff, 1.5f32, true, 99999999999999999999, ())",
        "{f(1000 255 #1.5 true #99999999999999999999 null)}",
    );
}

#[test]
fn collections_and_construction() {
    is("(a, b); [a, b]; [0; n]; (a)", "{Tuple(a b); List(a b); List(0 n); a}");
    is(
        "models::Doc { id, name: n, ..Default::default() }",
        "{new models.Doc(..Default.default() id=id name=n)}",
    );
    is("0..n; ..=5; a..", "{List(0 n); List(5); List(a)}");
}

#[test]
fn lets_and_patterns() {
    is(
        "let x; let mut a: Option<u8> = b; let (p, _) = q;",
        "{let x =; let a:Option<u8> = b; let (p _) = q;}",
    );
    is(
        "let Some(x) = y else { return Err(e) };",
        "{let Some(x) = y else {return Err(e)};}",
    );
    is(
        "let Point { x, y: Some(z), .. } = p;",
        "{let Point(x:x y:Some(z)) = p;}",
    );
    is(
        "let [first, .., last] = a; let [x, rest @ ..] = b;",
        "{let (first .. last) = a; let (x ..rest) = b;}",
    );
    is(
        "match v { None => 1, Some(n @ 1..=5) if n > 2 => 2, A::B | C => 3, Other { .. } => 4, \"s\" => 5, &x => x }",
        "{match v [=null => 1, Some(n@=List(1 5)) if (n Gt 2) => 2, or(=A.B =C) => 3, Other() => 4, =\"s\" => 5, x => x]}",
    );
}

#[test]
fn branches_and_loops() {
    is(
        "if a { b } else if c { d; } else { e }",
        "{if a {b} else if c {d;} else {e}}",
    );
    is(
        "if let Some(x) = y && x.ok() { f(x) }",
        "{if ((y is Some(x)) And x.ok()) {f(x)}}",
    );
    is(
        "while let Some(x) = it.next() { continue; }",
        "{loop (it.next() is Some(x)) {continue;}}",
    );
    is(
        "for (i, x) in xs.iter() { break; }",
        "{loop (i x) in xs.iter() {break;}}",
    );
    is("'a: loop { break 'a 5; }", "{loop {break 5;}}");
    is(
        "let v = 'b: { if c { break 'b 1; } 2 };",
        "{let v = loop break {if c {break 1;}; 2};}",
    );
    is("unsafe { g() }; return;", "{{g()}; return;}");
}

#[test]
fn closures_and_async() {
    is(
        "xs.map(|x| x.id); f(move |(a, b): (u8, u8)| -> u8 { a })",
        "{xs.map(\\x.x.id); f(\\~(a b):()<u8 u8>.{a})}",
    );
    is(
        "spawn(async move { g().await?; }); h(async |x| x)",
        "{spawn(async\\.{Propagate(Await(g()));}); h(async\\x.x)}",
    );
}

#[test]
fn items_in_bodies() {
    let text = "fn f() { use a::b; fn g(x: u8) { struct S { y: u8 } } const N: u8 = 1; g(1); }";
    assert_eq!(super::functions(text), ["f()", "g(x:u8)"]);
    let unit = lower(text);
    assert_eq!(unit.functions[1].parent, Some(partywall_ir::FnIx(0)));
    assert_eq!((unit.imports.len(), unit.types.len(), unit.globals.len()), (1, 1, 1));
}

#[test]
fn spans_are_bytes_of_the_file() {
    for prefix in [
        "",
        "\u{feff}",
        "#!/usr/bin/env run\n",
        "\u{feff}#!x\r\n",
        "// é𝄞\n",
        "#![allow(x)]\n/* é */ ",
    ] {
        let text = format!("{prefix}fn naïve() {{ /* 𝄞 */ call(\"é\", x.y); }}");
        let unit = lower(&text);
        assert_eq!(&text[unit.functions[0].name_span.range()], "naïve");
        let texts: Vec<_> = unit.body.exprs.iter().map(|expr| &text[expr.span.range()]).collect();
        assert_eq!(texts[..5], ["call", "\"é\"", "x", "x.y", "call(\"é\", x.y)"]);
    }
}
