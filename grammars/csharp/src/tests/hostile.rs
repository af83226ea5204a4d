//! Text that nobody would write.

use super::show::{unit, whole};

/// Runs on a stack of the size that threads have by default, whatever the test runner gave.
fn small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn empty_and_blank_files() {
    for text in ["", " ", "\n\n", "\u{feff}", "\0", "// partywall"] {
        let unit = unit(text);
        assert_eq!((unit.types.len(), unit.functions.len()), (0, 0), "{text:?}");
    }
}

#[test]
fn deep_nesting_ends_in_gaps() {
    small_stack(|| {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{", "}"),
            ("F(", ")"),
            ("a[", "]"),
            ("x => ", ""),
            ("!", ""),
            ("-", ""),
            ("(int)", ""),
            ("new A { B = ", "}"),
            ("a ? b : ", ""),
            ("a ?? ", ""),
            ("a = ", ""),
            ("await ", ""),
            ("$\"{", "}\""),
            ("from x in ", " select x"),
            ("a is (", ")"),
            ("a is not ", ""),
            ("a is { B: ", "}"),
            ("(a, ", ")"),
            ("a switch { _ => ", "}"),
            ("new A[", "]"),
            ("typeof(A<", ">)"),
            ("(A<", ">)a"),
        ] {
            for count in [300, if matches!(open, "(" | "[" | "{") { 10_000 } else { 1_000 }] {
                let text = format!(
                    "class C {{ void M() {{ var v = {}1{}; }} }}",
                    open.repeat(count),
                    close.repeat(count)
                );
                assert_eq!(unit(&text).lines, 1);
            }
        }
    });
}

#[test]
fn deep_statements_and_declarations_end_in_gaps() {
    small_stack(|| {
        for (open, close) in [
            ("{", "}"),
            ("if (a) ", ";"),
            ("if (a) { ", "}"),
            ("if (a) ; else ", ";"),
            ("while (a) ", ";"),
            ("foreach (var x in y) {", "}"),
            ("try {", "} finally { }"),
            ("using (a) ", ";"),
            ("lock (a) {", "}"),
            ("switch (a) { default: ", "break; }"),
            ("void F() { ", "}"),
            ("a: ", ";"),
            ("#if A\n", "\n#endif\n"),
            ("unsafe {", "}"),
        ] {
            let text = format!(
                "class C {{ void M() {{ {}{} }} }}",
                open.repeat(10_000),
                close.repeat(10_000)
            );
            unit(&text);
        }
        for (open, close) in [
            ("class A {", "}"),
            ("namespace A {", "}"),
            ("#if A\n", "\n#endif\n"),
            ("enum A {", "}"),
        ] {
            unit(&format!("{}{}", open.repeat(1_500), close.repeat(1_500)));
        }
        for ty in ["[]", "?", "*", "[][,]"] {
            unit(&format!("class C {{ int{} x; }}", ty.repeat(10_000)));
        }
    });
}

#[test]
fn unclosed_nesting_is_survived() {
    small_stack(|| {
        for part in [
            "(", "[", "{", "<", "a<", "List<A<", "class A{", "if(a)", "\"", "$\"{", "/*", "#if A\n", "case a:", "x=>",
            "@",
        ] {
            unit(&part.repeat(3_000));
            unit(&format!("class C {{ void M() {{ var x = {}", part.repeat(3_000)));
        }
    });
}

#[test]
fn long_chains_on_the_left_are_read_whole() {
    small_stack(|| {
        for (first, link) in [
            ("a", ".B(1)"),
            ("a", " + b"),
            ("a", "?.B"),
            ("a", "[0]"),
            ("a", "!"),
            ("a", " && b"),
            ("a", " as T"),
        ] {
            let text = format!("class C {{ void M() {{ _ = {first}{}; }} }}", link.repeat(5_000));
            let unit = whole(&text);
            assert!(unit.body.exprs.len() > 5_000 || link == "!", "{link}");
        }
        let arms = "if (a) b(); else ".repeat(5_000);
        assert!(
            whole(&format!("class C {{ void M() {{ {arms} c(); }} }}"))
                .body
                .exprs
                .len()
                > 15_000
        );
        let alternatives = " or 1".repeat(5_000);
        assert!(
            whole(&format!("class C {{ bool M() => x is 0{alternatives}; }}"))
                .body
                .pats
                .len()
                > 5_000
        );
    });
}

#[test]
fn a_long_line_is_read() {
    let unit = whole(&format!("class C {{ string s = \"{}\"; }}", "x".repeat(1 << 20)));
    assert_eq!(unit.lines, 1);
    let fields = "int a; ".repeat(20_000);
    assert_eq!(whole(&format!("class C {{ {fields} }}")).types[0].fields.len(), 20_000);
}

#[test]
fn long_names_do_not_multiply() {
    let name = "N".repeat(100_000);
    let types = "class A { } ".repeat(1_000);
    let unit = whole(&format!("namespace {name} {{ {types} }}"));
    assert!(unit.names.texts().map(str::len).sum::<usize>() < 1_000_000);
}

#[test]
fn noise_gives_a_unit() {
    small_stack(|| {
        let words = [
            "class ",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "a",
            " ",
            ".",
            "?",
            "<",
            ">",
            ";",
            ":",
            ",",
            "=",
            "=>",
            "\"",
            "$\"",
            "'",
            "int ",
            "new ",
            "is ",
            "not ",
            "switch ",
            "case ",
            "from ",
            "in ",
            "select ",
            "where ",
            "#if A\n",
            "#endif\n",
            "async ",
            "await ",
            "record ",
            "enum ",
            "this",
            "base",
            "get",
            "set",
            "using ",
            "namespace ",
            "partywall:",
            "//",
            "\n",
            "é",
            "\0",
            "{{",
            "\"\"\"",
            "@",
            "..",
            "try ",
            "catch ",
            "operator ",
            "event ",
            "delegate ",
            "params ",
            "var ",
            "_",
            "nameof(",
        ];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..50 {
            let text: String = (0..400)
                .map(|_| words[(next() % words.len() as u64) as usize])
                .collect();
            unit(&text);
            let bytes: Vec<u8> = (0..2_000).map(|_| (next() & 0xff) as u8).collect();
            unit(&String::from_utf8_lossy(&bytes));
        }
    });
}

#[test]
fn equal_text_gives_an_equal_unit() {
    let text = "class C { int P => 1; void M() { a.b(x => x); ; } } class {";
    assert_eq!(unit(text), unit(text));
}

#[test]
fn parsing_alone_tells_of_errors() {
    use partywall_ir::Frontend;
    assert!(!crate::CSharp.parse_only("class C { }"));
    assert!(crate::CSharp.parse_only("class C {"));
    assert!(crate::CSharp.parse_only(&"a<".repeat(5_000)));
}
