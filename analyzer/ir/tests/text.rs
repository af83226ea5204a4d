//! The text form: what is printed is read again, and prints the same.

use partywall_ir::pretty::{print, print_with_spans};
use partywall_ir::text::parse;
use partywall_ir::verify::verify;
use partywall_ir::walk::{Part, children, parts, pattern_parts};
use partywall_ir::*;

/// One of everything, in the text form. Each form that the printer can make stands in it.
const EVERYTHING: &str = r##"
; comments are passed over
(unit rust "a/b c.rs" a.b
  (lines 12)
  (import ..models.Invoice Invoice)@0..1
  (import a "" glob)
  (type class Box@1..2 a.Box (tparam T Entity (Into X)) (base Base) (base (Gen A "[]" ("()" B C)))
    (attr derive Debug (arg x 1))@1..3
    (attr Authorize (types Manage) "x")
    (field id : (Option Uuid) (flags public nullable readonly) (attr key))
    (field org = (call (. models ForeignKey) Org (arg null true)) (getter 2)))@0..90
  (type interface I I) (type enum E E) (type extension X X (owner 0)) (type alias A A) (type macro M M)
  (global G : T = 7 (flags static))
  (fn module "" (body (do (= G 8))))
  (fn plain f (flags public static async abstract override property nullable diverges generator test)
    (tparam T) (param self receiver) (param x extension : T = 1 (attr from)) (param y rest)
    (param "" rest-named (pattern (tuple a b))) (globals G "a b") (ret (Result T E)))
  (fn getter id (owner 0) (flags property) (body (do= (. this id))))
  (fn setter id (owner 0)) (fn constructor Box (owner 0) (parent 1)) (fn macro bail! (body (do)))
  (fn plain g
    (body
      (do
        null true false 42 -7 (number "1.5") "a \"quoted\" \\ \n\t\u{0} é" "" x (name "if") (name "a b") this base
        (. (. a b) "c d") ([] a 1 2) (<> f T "_" (G X))
        (call f 1 (arg n 2) (arg* rest) (arg* kw rest))
        (new T 1 (arg a 2) (arg* d) (field b 3)) (new _ (field "x y" 1)) (new "_")
        (tuple) (tuple 1 2) (list 1) (set 1) (dict "k" 1 (spread d) (spread d)) (template "a" x "b")
        (lambda x) (lambda (async) (attr A) (param a : T (attr B 1)) (param b = 2) (ret T) (do (return a)))
        (local-fn 1)
        (not a) (arith a) (invert a) (await a) (propagate a) (ref a) (deref a) (spread a)
        (== a b) (!= a b) (< a b) (in a b) (not-in a b) (and a b) (or a b) (?? a b) (& a b) (| a b) (+ a b) (op a b)
        (cast a (T U))
        (let x) (let x : T = 1 else (return)) (let (tuple a b) = (call f))
        (= a 1) (assign + a 1) (assign ?? (. a b) 1)
        (is a (record Some x)) (do) (do= 1)
        (if a b) (if a (do b) (do c))
        (match a (arm _ 1) (arm (value 1) if g 2) (arm (or (value "a") (bind n (value 2))) 3)
          (arm (and (not (value null)) (record P (field x y))) 4) (arm (record _ (field x _)) 5)
          (arm (tuple a (rest) (rest b)) 6) (arm (record (T A)) 7) (arm (bind "_") 8) (arm (gap) 9))
        (loop x) (loop post in c (do)) (loop for i in xs (do continue) else (break)) (loop in c (break 1))
        (comp (tuple k v) (for k a) (for v b c d))
        (try a) (try a (catch () b) (catch (E F) as e if g c) else d finally e) (try a finally b)
        (using (with a) (with b as f) (do)) (return) (return 1) (raise) (raise e) (yield) (yield 1)
        (gap goto_statement a b)@3..9)))
  (directive "allow(x) — \"reason\"")@4..8
  (gap goto_statement)@3..9
  (gap error))
"##;

#[test]
fn everything_is_printed_as_it_was_read() {
    let unit = parse(EVERYTHING).unwrap();
    for show in [print, print_with_spans] {
        let first = show(&unit);
        let again = parse(&first).unwrap_or_else(|error| panic!("{error}\n{first}"));
        assert_eq!(show(&again), first);
        let third = parse(&show(&again)).unwrap();
        assert_eq!(third, again);
    }
    let spans = print_with_spans(&unit);
    assert_eq!(parse(&spans).unwrap(), unit);
    assert!(spans.contains("(type class Box@1..2 a.Box"), "{spans}");
    assert!(spans.contains("(gap goto_statement a@0..0 b@0..0)@3..9"), "{spans}");
    assert!(!print(&unit).contains('@'));
}

#[test]
fn nothing_is_lost_on_the_way() {
    let unit = parse(EVERYTHING).unwrap();
    let (mut forms, mut shapes) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let variant = |text: String| {
        text.split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    forms.extend(unit.body.exprs.iter().map(|found| variant(format!("{:?}", found.kind))));
    shapes.extend(unit.body.pats.iter().map(|found| variant(format!("{:?}", found.kind))));
    assert_eq!(forms.len(), 32, "{forms:?}");
    assert_eq!(shapes.len(), 10, "{shapes:?}");
    assert_eq!(unit.types.len(), 6);
    assert_eq!(unit.functions.len(), 7);
    assert_eq!(unit.gaps.len(), 2);
    let flags = unit.functions[1].flags.with(unit.types[0].fields[0].flags);
    assert_eq!(flags, Flags(0x7ff));
}

#[test]
fn statements_stand_on_lines_of_their_own() {
    let source = r#"(unit python "v.py" v
  (lines 3)
  (import shop.models.Invoice Invoice)
  (type class Invoice shop.models.Invoice
    (base models.Model)
    (field org = (call (. models ForeignKey) Org) (flags public)))
  (fn plain show
    (flags public)
    (param request : HttpRequest)
    (param pk)
    (body
      (do
        (let invoice = (call (. (. Invoice objects) get) (arg pk pk)))
        (if (!= (. invoice org_id) (. (. request user) org_id))
          (do
            (raise (call PermissionDenied))))
        (return
          (call render request "a template whose name is long enough to make this call break over lines"
            (dict "invoice" invoice)))))))
"#;
    let unit = parse(source).unwrap();
    assert_eq!(print(&unit), source);
}

#[test]
fn what_cannot_be_read_is_said_with_its_line() {
    for (text, line) in [
        ("", 1),
        ("(unit", 1),
        ("(unit python \"a\" b)\n)", 2),
        ("(unit klingon \"a\" b)", 1),
        ("(unit python \"a\" b\n(fn plain f (body\n(frob))))", 3),
        ("(unit python \"a\" b\n(type class))", 2),
        ("(unit python \"a\" b (fn plain f (body \"x\\q\")))", 1),
        ("(unit python \"a\" b (fn plain f (body x@9..3)))", 1),
        ("(unit python \"a\" b (fn plain f (flags shiny)))", 1),
        ("(unit python \"a\" b (fn plain f (body (return 1 2))))", 1),
        ("(unit python \"a\" b) (unit python \"a\" b)", 1),
        ("\"x", 1),
        ("@", 1),
    ] {
        assert_eq!(parse(text).unwrap_err().line, line, "{text}");
    }
    let deep = format!(
        "(unit python \"a\" b (fn plain f (body {}x{})))",
        "(not ".repeat(50_000),
        ")".repeat(50_000)
    );
    assert!(parse(&deep).is_err());
}

#[test]
fn a_deep_unit_is_shown_as_far_as_it_goes() {
    let mut unit = parse("(unit python \"a\" b (fn plain f))").unwrap();
    let name = unit.names.intern("x");
    let mut at = unit.body.expr(ExprKind::Name(name), Span::default());
    for _ in 0..100_000 {
        at = unit.body.expr(
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand: at,
            },
            Span::default(),
        );
    }
    unit.functions[0].body = Some(at);
    assert_eq!(verify(&unit), [""; 0]);
    let text = print(&unit);
    assert!(text.contains("too deep to show"));
    assert_eq!(parse(&text).unwrap().functions.len(), 1);
}

#[test]
fn a_sound_unit_has_no_violations() {
    let unit = parse(&print(&parse(EVERYTHING).unwrap())).unwrap();
    assert_eq!(verify(&unit), [""; 0]);
}

fn violation(change: impl FnOnce(&mut Unit)) -> String {
    let text = "(unit python \"a\" b (lines 1) (type class T T (field f = 1@20..21)@20..25)@20..30
        (global g = 5@30..31)@30..31
        (fn plain f (param p)@1..2 (body (do (let x = (call f a@3..4)@2..5)@2..6 (return x@8..9)@7..9)@1..10))@0..12)";
    let mut unit = parse(text).expect("the text is a unit");
    // The names and the zero spans that the text leaves out.
    for found in &mut unit.body.exprs {
        if found.span == Span::default() {
            found.span = Span::new(3, 3);
        }
    }
    unit.body.pats[0].span = Span::new(3, 3);
    unit.types[0].name_span = Span::new(20, 20);
    assert_eq!(verify(&unit), [""; 0]);
    change(&mut unit);
    verify(&unit).join("; ")
}

#[test]
fn every_violation_is_reported() {
    let body = |unit: &Unit| unit.functions[0].body.unwrap().index();
    assert!(violation(|unit| unit.functions[0].body = Some(ExprId::new(99))).contains("does not exist"));
    assert!(violation(|unit| unit.functions[0].span = Span::new(0, 5)).contains("outside of"));
    assert!(violation(|unit| unit.body.exprs[0].span = Span { start: 3, end: 1 }).contains("inverted"));
    assert!(violation(|unit| unit.types[0].owner = Some(TypeIx(0))).contains("owner does not precede"));
    assert!(violation(|unit| unit.functions[0].parent = Some(FnIx(0))).contains("parent does not precede"));
    assert!(violation(|unit| unit.functions[0].owner = Some(TypeIx(9))).contains("no type of the unit"));
    assert!(violation(|unit| unit.functions[0].kind = FnKind::Module).contains("module function"));
    assert!(violation(|unit| unit.functions[0].kind = FnKind::Macro).contains("ends in `!`"));
    assert!(violation(|unit| unit.functions[0].kind = FnKind::Setter).contains("no owner"));
    assert!(violation(|unit| unit.functions[0].name = Name(999)).contains("not in the table"));
    assert!(violation(|unit| unit.types[0].fields[0].getter = Some(FnIx(0))).contains("getter is none"));
    assert!(violation(|unit| unit.body.exprs[0].kind = ExprKind::LocalFn(FnIx(9))).contains("none of the unit"));
    let cycle = |unit: &mut Unit| {
        let at = body(unit);
        unit.body.exprs[at].kind = ExprKind::Return(Some(ExprId::new(at)));
    };
    assert!(violation(cycle).contains("does not precede it"));
    let shared = |unit: &mut Unit| {
        let at = body(unit);
        unit.body.exprs[at].kind = ExprKind::Block {
            items: Box::new([ExprId::new(3), ExprId::new(3)]),
            value: false,
        };
    };
    assert!(violation(shared).contains("parents"));
    let gap = |unit: &mut Unit| {
        let kind = unit.names.intern("goto");
        unit.body.exprs[0].kind = ExprKind::Gap {
            kind,
            parts: Box::default(),
        };
    };
    assert!(violation(gap).contains("not among the unit's"));
    let pattern = |unit: &mut Unit| unit.body.pats[0].kind = PatKind::Not(PatId::new(0));
    assert!(violation(pattern).contains("pattern 0"));
}

#[test]
fn a_global_may_be_shared_with_the_module_once() {
    let mut unit = parse("(unit python \"a\" b (global g = 5) (fn module \"\" (body (do 1 2))))").unwrap();
    let value = unit.globals[0].value.unwrap();
    let body = unit.functions[0].body.unwrap();
    unit.body.exprs[body.index()].kind = ExprKind::Block {
        items: Box::new([value]),
        value: false,
    };
    assert_eq!(verify(&unit), [""; 0]);
    unit.body.exprs[body.index()].kind = ExprKind::Block {
        items: Box::new([value, value]),
        value: false,
    };
    assert_eq!(verify(&unit).len(), 1);
}

#[test]
fn a_field_may_be_shared_with_the_constructor_once() {
    let text = "(unit python \"a\" b (type class C b.C (field x = 5)) (fn constructor C (owner 0) (body (do 1 2))))";
    let mut unit = parse(text).unwrap();
    let value = unit.types[0].fields[0].value.unwrap();
    let body = unit.functions[0].body.unwrap();
    let items: [&[ExprId]; 2] = [&[value], &[value, value]];
    let faults = items.map(|items| {
        unit.body.exprs[body.index()].kind = ExprKind::Block {
            items: items.into(),
            value: false,
        };
        verify(&unit).len()
    });
    assert_eq!(faults, [0, 1]);
}

#[test]
fn parts_come_in_the_order_of_evaluation() {
    let order = |text: &str| {
        let unit = parse(&format!("(unit python \"a\" b (fn plain f (body {text})))")).unwrap();
        let name = |id: ExprId| match &unit.body[id].kind {
            ExprKind::Name(name) => unit.text(*name).to_owned(),
            other => format!("{other:?}"),
        };
        let mut seen = Vec::new();
        parts(
            &unit.body[unit.functions[0].body.unwrap()].kind,
            &mut |part| match part {
                Part::Expr(id) => seen.push(name(id)),
                Part::Pat(id) => pattern_parts(&unit.body[id].kind, &mut |part| {
                    if let Part::Expr(id) = part {
                        seen.push(format!("p{}", name(id)));
                    }
                }),
            },
        );
        let mut count = 0;
        children(&unit.body[unit.functions[0].body.unwrap()].kind, &mut |_| count += 1);
        assert_eq!(count, seen.iter().filter(|name| !name.starts_with('p')).count());
        seen.join(" ")
    };
    assert_eq!(order("(call f a b)"), "f a b");
    assert_eq!(order("(= t v)"), "v t");
    assert_eq!(order("(assign + t v)"), "t v");
    assert_eq!(order("(let (value q) = v else e)"), "v pq e");
    assert_eq!(order("(match v (arm (value a) if g b) (arm _ c))"), "v pa g b c");
    assert_eq!(order("(loop for _ in h b else e)"), "h b e");
    assert_eq!(order("(loop post in h b)"), "b h");
    assert_eq!(order("(comp x (for _ a c) (for _ d))"), "a c d x");
    assert_eq!(order("(try a (catch () if g b) else c finally d)"), "a g b c d");
    assert_eq!(order("(lambda (param x = d) b)"), "d b");
    assert_eq!(order("(using (with a as _) b)"), "a b");
}
