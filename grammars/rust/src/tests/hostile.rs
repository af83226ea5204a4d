use partywall_ir::{Frontend as _, Unit};

use super::verify;
use crate::Rust;

/// Lowers on a thread with the stack that callers give.
fn on_a_thread(text: String) -> Unit {
    let worker = move || {
        let unit = Rust.lower("src/a.rs", &text);
        verify(&unit, &text);
        Rust.parse_only(&text);
        unit
    };
    std::thread::Builder::new()
        .stack_size(16 << 20)
        .spawn(worker)
        .unwrap()
        .join()
        .unwrap()
}

fn is_too_deep(unit: &Unit) -> bool {
    unit.gaps.iter().any(|gap| &*gap.kind == "too_deep")
}

#[test]
fn nothing_overflows_the_stack() {
    let n = 10_000;
    for (before, repeated, after) in [
        ("fn f() { ", "(", ""),
        ("fn f() { let x = ", "[", ""),
        ("fn f() ", "{", ""),
        ("fn f() { m!", "(", ""),
        ("fn f() { let x = ", "!", "y; }"),
        ("fn f() { let x = ", "&", "y; }"),
        ("fn f() { let x = ", "|a, a| ", "y; }"),
        ("fn f() { let x = ", "|| ", "y; }"),
        ("fn f() { ", "x = ", "y; }"),
        ("fn f() { ", "x {} = ", "y; }"),
        ("fn f() { ", "return ", "y; }"),
        ("fn f() { ", "..", "y; }"),
        ("fn f() { ", "x + |a| ", "y; }"),
        ("fn f() { ", "if ", "y {} }"),
        ("fn f() { ", "match x { _ => ", "y }"),
        ("fn f(x: ", "A<", "B"),
        ("fn f(x: ", "A<B, ", "B"),
        ("fn f(x: ", "<", "B"),
        ("fn f(x: ", "&", "B) {}"),
        ("fn f(x: ", "fn() -> ", "B) {}"),
        ("fn f(x: ", "impl Fn() -> ", "B) {}"),
        ("use ", "a::", "b;"),
        ("use ", "a::{", "b;"),
        ("fn f() { let ", "x @ ", "y; }"),
        ("fn f() { let ", "&", "y = 1; }"),
        ("fn f() { let ", "Some(", "y = 1; }"),
        ("", "mod a { ", ""),
        ("", "impl A for ", "B {}"),
        ("fn f() { ", "'a: loop { ", ""),
        ("fn f() { ", "async move ", "{} }"),
        ("#![a", "(a", ")]"),
    ] {
        let unit = on_a_thread(format!("{before}{}{after}", repeated.repeat(n)));
        assert!(is_too_deep(&unit), "{before}{repeated}…{after} {:?}", unit.gaps);
    }
}

#[test]
fn what_is_only_long_is_lowered() {
    let n = 1_000;
    for (before, repeated, after) in [
        ("fn f() { x", ".a()", "; }"),
        ("fn f() { x", "?", "; }"),
        ("fn f() { x", " + y", "; }"),
        ("fn f() { x", " && y == z", "; }"),
        ("fn f() { x", "[0]", "; }"),
        ("fn f() { x", " as u8", "; }"),
        ("fn f() { if a {} ", "else if a == b { c() } ", " }"),
        ("fn f() { ", "if a { b } ", " }"),
        ("fn f() { ", "let x = !&*y; ", " }"),
        ("fn f() { match x { ", "A::B(&x) if x < 5 => { y() } ", " } }"),
        ("fn f() { match x { ", "(Some(&A), b) if !x => { y() } ", " } }"),
        ("fn f() { g(", "h(|a, b| &a < &b), ", "); }"),
        ("fn f() { match x { ", "'a' | ", "'b' => 1 } }"),
        ("enum E { ", "A = 1 << 4, B(Vec<u8>), ", "}"),
        (
            "",
            "#[a(b = \"c\")] fn f<T: A<B>>(x: &mut Vec<T>) -> Option<&T> { x }\n",
            "",
        ),
        ("json!({", "\"a\": [1, 2, {\"b\": !c}], ", "});"),
    ] {
        let unit = on_a_thread(format!("{before}{}{after}", repeated.repeat(n)));
        assert!(unit.gaps.is_empty(), "{before}{repeated}…{after} {:?}", unit.gaps);
    }
}

#[test]
fn the_deepest_that_is_allowed_fits_the_stack() {
    for (before, open, inner, close, after, n) in [
        ("fn f() { let x = ", "(", "1", ")", "; }", 120),
        ("fn f() ", "{ ", "", " }", "", 120),
        ("fn f() { let x = ", "g(|a| !&", "1", ")", "; }", 100),
        ("fn f() ", "{ if let Some(x) = &y ", "{}", " }", "", 60),
        ("fn f() ", "{ m! ", "{}", " }", "", 60),
        ("fn f() { let x = ", "!", "1", "", "; }", 500),
        ("fn f() { ", "x = ", "1", "", "; }", 500),
        ("fn f(x: ", "A<", "B", ">", ") {}", 250),
        ("", "mod a { ", "fn f() {}", " }", "", 100),
    ] {
        let unit = on_a_thread(format!("{before}{}{inner}{}{after}", open.repeat(n), close.repeat(n)));
        assert!(unit.gaps.is_empty(), "{before}{open}…{close}{after} {:?}", unit.gaps);
    }
}

#[test]
fn broken_text_gives_a_unit_that_says_so() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let words = [
        "fn",
        "f",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "<",
        ">",
        "\"",
        "'a",
        "'",
        "r#\"",
        "/*",
        "*/",
        "//",
        "\n",
        "é",
        "\0",
        ";",
        ",",
        "=>",
        "::",
        "..",
        "|",
        "let",
        "match",
        "if",
        "else",
        "x!",
        "#[",
        "macro_rules!",
        "impl",
        "struct",
        "use",
        "1.",
        "0x",
        "b'",
        "\\",
        "&&",
        "\u{feff}",
        "#!",
        "\r",
        "partywall:",
        "async",
        "->",
        "=",
        "table! { a (b) { c -> D } }",
    ];
    for round in 0..400 {
        let text = if round % 4 == 0 {
            let bytes: Vec<u8> = (0..300).map(|_| random().to_le_bytes()[0]).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            (0..60)
                .map(|_| words[(random() % words.len() as u64) as usize])
                .collect::<Vec<_>>()
                .join(if round % 2 == 0 { " " } else { "" })
        };
        let unit = Rust.lower("src/a.rs", &text);
        verify(&unit, &text);
        assert!(!Rust.parse_only(&text) || !unit.gaps.is_empty(), "{text:?}");
    }
}

#[test]
fn odd_sizes() {
    for text in ["", "\n", "\u{feff}", "#!", "#!x", "\0", "'", "\"", "/*", "fn", "{", "}"] {
        let unit = on_a_thread(text.to_owned());
        assert_eq!(unit.lines as usize, partywall_ir::LineIndex::new(text).lines());
    }
    let line = format!(
        "fn f() {{ g(\"{}\"); {} }}",
        "é".repeat(500_000),
        "h(1, \"é\"); ".repeat(8_000)
    );
    let unit = on_a_thread(line);
    assert!(unit.gaps.is_empty());
    let unbalanced = "fn f() { x(\n}\n\nfn g() { y() }\n\nstruct S { a: u8 }\n".to_owned();
    let unit = on_a_thread(unbalanced);
    assert_eq!((unit.functions.len(), unit.types.len()), (1, 1));
    assert!(!unit.gaps.is_empty());
}

#[test]
fn macros_in_macros_cost_no_more_than_they_are_long() {
    let nested = format!("fn f() {{ {} 1 {} }}", "m! { x: ".repeat(100), "}".repeat(100));
    on_a_thread(nested);
    let walked = format!("fn f() {{ m! {{ {} }} }}", "a ! ( b : ) [ fn ] ".repeat(4_000));
    assert!(!on_a_thread(walked).gaps.is_empty());
}
