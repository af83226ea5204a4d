use partywall_ir::{ExprKind, Frontend, Unit};

use super::{check, unit};
use crate::Python;

fn kinds(unit: &Unit) -> Vec<&str> {
    unit.gaps.iter().map(|gap| &*gap.kind).collect()
}

/// Lowers on a thread with the smallest stack that the analyzer promises to live with.
fn on_small_stack(text: String) -> Unit {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let unit = Python.lower("a.py", &text);
            check(&unit, &text);
            unit
        })
        .unwrap()
        .join()
        .unwrap()
}

#[test]
fn an_empty_file_is_an_empty_module() {
    for text in ["", "\n", "\u{feff}", "# x", "\0", "\r\n\r\n"] {
        let unit = unit(text);
        assert_eq!(unit.functions.len(), 1);
        assert!(unit.types.is_empty());
    }
    assert_eq!(unit("a\r\nb\rc\n").lines, 4);
}

#[test]
fn byte_order_mark_tabs_and_carriage_returns_are_fine() {
    let text = "\u{feff}class A:\r\n\tdef f(self):\r\n\t\treturn self.x\r\n";
    let unit = unit(text);
    assert!(unit.gaps.is_empty(), "{:?}", unit.gaps);
    assert_eq!(&text[unit.functions[1].name_span.range()], "f");
}

#[test]
fn errors_leave_what_can_be_read() {
    let unit = unit("def f(a):\n    x = = q(a)\n    return g(a)\n\nclass B:\n    y = h(\n\ndef k(): return 1\n");
    assert!(kinds(&unit).contains(&"error"));
    assert!(unit.functions.iter().any(|function| unit.text(function.name) == "f"));
    let called = |name: &str| {
        unit.body.exprs.iter().any(|expr| match expr.kind {
            ExprKind::Call { callee, .. } => {
                matches!(unit.body[callee].kind, ExprKind::Name(n) if unit.text(n) == name)
            }
            _ => false,
        })
    };
    assert!(called("g"));
    assert!(called("q"));
}

#[test]
fn long_left_chains_are_ordinary() {
    for text in [
        format!("x = a{}", ".b(1)[0]".repeat(5_000)),
        format!("x = a{}", " + b".repeat(20_000)),
        format!("x = a{}", " or b".repeat(20_000)),
        format!("x = a{}", " < b".repeat(5_000)),
        format!("x: a{} = 1", " | b".repeat(2_000)),
        format!("if a: b\n{}", "elif c: d\n".repeat(3_000)),
        format!("x = {}1", "a = ".repeat(3_000)),
        format!("x = {}1{}", "(".repeat(3_000), ")".repeat(3_000)),
        format!("x = ({})", "'a'\n".repeat(3_000)),
    ] {
        let unit = on_small_stack(text);
        assert!(unit.gaps.is_empty(), "{:?}", unit.gaps.first());
    }
}

#[test]
fn deep_nesting_becomes_a_gap() {
    for text in [
        format!("x = {}1{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("x = {}1{}", "f(".repeat(10_000), ")".repeat(10_000)),
        format!("x = {}1", "not ".repeat(10_000)),
        format!("x = {}1", "lambda: ".repeat(2_000)),
        format!("x = {}d", "a if b else ".repeat(2_000)),
        format!("x = {}1", "a ** ".repeat(2_000)),
        format!("def f(x: {}int{}): pass", "a[".repeat(2_000), "]".repeat(2_000)),
        format!("for {}x{} in y: pass", "(".repeat(1_000), ",)".repeat(1_000)),
        format!("match x:\n case {}y{}: pass", "[".repeat(1_000), "]".repeat(1_000)),
        (0..500)
            .map(|depth| format!("{}if a:\n", " ".repeat(depth)))
            .collect::<String>()
            + &" ".repeat(500)
            + "b\n",
        (0..500)
            .map(|depth| format!("{}class A:\n", " ".repeat(depth)))
            .collect::<String>()
            + &" ".repeat(500)
            + "b\n",
        (0..500)
            .map(|depth| format!("{}def f(a):\n", " ".repeat(depth)))
            .collect::<String>()
            + &" ".repeat(500)
            + "b\n",
        "x = ".to_owned() + &"[[(".repeat(3_000),
        "x: ".to_owned() + &"a[".repeat(3_000),
    ] {
        let start: String = text.chars().take(30).collect();
        let unit = on_small_stack(text);
        assert!(
            kinds(&unit).iter().any(|kind| matches!(*kind, "too_deep" | "error")),
            "{start}"
        );
    }
    let unit = on_small_stack(format!("x: '{}' = 1", "a[".repeat(10_000)));
    assert!(unit.globals[0].ty.is_none());
}

#[test]
fn long_lines_are_read_whole() {
    let unit = on_small_stack(format!("x = [{}]", "'a', b(1), ".repeat(100_000)));
    assert!(unit.gaps.is_empty());
    assert!(unit.body.exprs.len() > 400_000);
}

#[test]
fn random_text_never_panics() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let words = [
        "def ", "class ", "f", "(", ")", "[", "]", "{", "}", ":", "\n", "\n    ", "\n  ", "=", "self", ".", ",", "if ",
        "else", "lambda ", "*", "**", "'", "\"", "f'{", "}'", "for ", " in ", "@", "match ", "case ", "_", "|", "->",
        "import ", "from ", "await ", "yield ", "with ", " as ", "try:", "except ", "1", "\\", "#", "é", "\u{feff}",
        "not ", "is ", ":=", "del ",
    ];
    for round in 0..400 {
        let length = usize::try_from(next() % 200).unwrap();
        let text = if round % 4 == 0 {
            let bytes: Vec<u8> = (0..length).map(|_| next().to_le_bytes()[0]).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            (0..length)
                .map(|_| words[usize::try_from(next()).unwrap_or(0) % words.len()])
                .collect()
        };
        let first = unit(&text);
        assert_eq!(first, Python.lower("shop/app.py", &text));
    }
}
