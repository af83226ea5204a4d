use partywall_ir::{Flags, FnKind, Frontend as _, Macros, Reading};

use super::{body, lower, print::Print, types};
use crate::Rust;

#[track_caller]
fn is(text: &str, lowered: &str) {
    assert_eq!(body(text), format!("{{{lowered}}}"), "{text}");
}

#[test]
fn arguments_named_and_not() {
    is(
        "sqlx::query_as!(Doc, \"select 1\", id, org = x,)",
        "sqlx.query_as!(Doc \"select 1\" id org=x)",
    );
    is("vec![0; n]; vec![]; vec![a, b]", "vec!(0 n); vec!(); vec!(a b)");
    is(
        "info!(id = %user.id, http.path = ?p, \"seen\")",
        "info!(id=user.id http.path=p \"seen\")",
    );
    is(
        "format!(\"{id} {0} {{no}} {x:?}\", y)",
        "format!(\"{id} {0} {{no}} {x:?}\" y id=id x=x)",
    );
    is("format!(\"{id}\", id = other)", "format!(\"{id}\" id=other)");
}

#[test]
fn pattern_tests() {
    is(
        "matches!(role, Role::Admin | Role::Owner)",
        "(role is or(=Role.Admin =Role.Owner))",
    );
    is("matches!(r, Some(x) if x > 1)", "((r is Some(x)) And (x Gt 1))");
    is(
        "assert_matches!(r, Err(E::Bad(m)) if m == \"s\")",
        "assert_matches!(((r is Err(E.Bad(m))) And (m Eq \"s\")))"
            .replace("E::Bad", "E.Bad")
            .as_str(),
    );
}

#[test]
fn statements_and_keyed_blocks() {
    is("run! { let x = f(); x.g() }", "run!({let x = f(); x.g()})");
    is(
        "db_run! { conn: { docs.load(conn) } }",
        "db_run!(conn {docs.load(conn)})",
    );
    is(
        "db_run! { conn: sqlite, mysql { a.b(conn); Ok(()) } postgresql { c.d(conn) } }",
        "db_run!(conn sqlite mysql {a.b(conn); Ok(null)} postgresql {c.d(conn)})",
    );
    is("join!(a(), b())", "join!(a() b())");
    is("sql! { fn lower(x: Text) -> Text } lower(y)", "sql!(); lower(y)");
}

#[test]
fn values_and_arms() {
    is(
        "json!({ \"a\": x.id, \"b\": [1, { \"c\": null }], key: f(y) })",
        "json!(Dict(\"a\" x.id \"b\" List(1 Dict(\"c\" null)) key f(y)))",
    );
    is("json!([{ \"a\": 1 }])", "json!(List(Dict(\"a\" 1)))");
    is(
        "select! { v = f() => { g(v) } Some(x) = h(), if ok => x, else => break, }",
        "select!({let v = f(); {g(v)}} {let Some(x) = h(); ok; x} {break})",
    );
}

#[test]
fn what_cannot_be_read_is_a_gap_and_its_strings_survive() {
    let text = "fn f() { odd!(fn \"select 1\" => (\"two\") + ); }";
    let unit = lower(text);
    let body = Print(&unit).expr(unit.functions[0].body.unwrap());
    assert!(
        body.contains("\"select 1\"") && body.contains("\"two\"") && body.contains("gap[macro odd!]"),
        "{body}"
    );
    assert_eq!(unit.gaps.len(), 1);
    assert_eq!(&*unit.gaps[0].kind, "macro odd!");
}

#[test]
fn items_in_macros_are_items() {
    let text = "db_object! { #[derive(Queryable)] pub struct Doc { id: u8 } impl Doc { fn f(&self) {} } }
        lazy_static! { static ref A: u8 = 1; } thread_local! { static B: u8 = 2 } task_local! { pub static C: u8; } sql! { fn lower(x: Text) -> Text }";
    assert_eq!(
        types(text),
        [
            "Class crate.app.Doc <> bases() attrs(@derive(Queryable) @db_object!()) fields(id:u8)",
            "Extension crate.app.Doc <> bases() attrs(@db_object!()) fields()",
        ]
    );
    let unit = lower(text);
    let globals: Vec<_> = unit.globals.iter().map(|field| Print(&unit).field(field)).collect();
    assert_eq!(
        globals,
        ["@lazy_static!()A:u8=1", "@thread_local!()B:u8=2", "@task_local!()C:u8"]
    );
    assert_eq!(Print(&unit).function(&unit.functions[1]), "lower(x:Text)->Text");
    assert!(unit.gaps.is_empty());
}

#[test]
fn tables_are_types() {
    let text = "diesel::table! { use diesel::sql_types::*; use crate::x::Y;
            /// Docs.
            #[sql_name = \"documents\"] public.docs (id, org_id) { /// The id.
                id -> Int4, #[max_length = 5] name -> Nullable<Varchar>, #[sql_name = \"type\"] kind -> a::Kind, } }
        table! { bare { id -> Int4 } }
        joinable!(docs -> orgs (org_id)); allow_tables_to_appear_in_same_query!(docs, orgs,);";
    assert_eq!(
        types(text),
        [
            "Macro crate.app.docs <> bases() attrs(@table!(\"id\" \"org_id\") @sql_name(\"documents\")) \
             fields(id:Int4 @max_length(5)name:Nullable<Varchar> @sql_name(\"type\")kind:a.Kind)",
            "Macro crate.app.bare <> bases() attrs(@table!()) fields(id:Int4)",
        ]
    );
    let unit = lower(text);
    assert_eq!(unit.functions[0].kind, FnKind::Module);
    assert_eq!(
        Print(&unit).expr(unit.functions[0].body.unwrap()),
        "{joinable!(docs orgs org_id); allow_tables_to_appear_in_same_query!(docs orgs);}"
    );
}

#[test]
fn a_macro_diverges_when_each_arm_leaves() {
    let text = "
        macro_rules! err { ($m:expr) => {{ error!(\"{}\", $m); return Err($crate::E::new($m).into()); }}; ($m:expr, $n:expr) => { err!($m) }; }
        macro_rules! also { ($m:expr) => { $crate::util::err!($m) } }
        macro_rules! fails { () => { std::panic!(\"x\") }; (q) => { Err(e)? } }
        macro_rules! some { ($m:expr) => { if $m { return; } }; }
        macro_rules! one { (a) => { return 1 }; (b) => { 2 }; }
        macro_rules! own { () => { own!() } }
        macro_rules! quits { () => {{ log(); std::process::exit(1) }}; }";
    let unit = lower(text);
    let macros: Vec<_> = unit
        .functions
        .iter()
        .map(|function| (unit.text(function.name), function.flags.has(Flags::DIVERGES)))
        .collect();
    assert_eq!(
        macros,
        [
            ("err!", true),
            ("also!", true),
            ("fails!", true),
            ("some!", false),
            ("one!", false),
            ("own!", false),
            ("quits!", true)
        ]
    );
    assert!(
        unit.functions
            .iter()
            .all(|function| function.kind == FnKind::Macro && function.body.is_none())
    );
}

#[test]
fn macros_of_the_program_are_what_they_stand_for() {
    let whole = |rules: &str, call: &str| {
        let text = format!("macro_rules! m {{ {rules} }} fn f() {{ {call} }}");
        let unit = lower(&text);
        assert!(unit.gaps.is_empty(), "{text}: {:?}", unit.gaps);
        let function = unit
            .functions
            .iter()
            .find(|function| function.kind == FnKind::Plain)
            .unwrap();
        Print(&unit).expr(function.body.unwrap())
    };
    let guard =
        "($a:expr, $b:expr $(,)?) => { if $a != $b { return Err(x); } }; ($($rest:tt)*) => { other($($rest)*) };";
    assert_eq!(
        whole(guard, "m!(a.b, c);"),
        whole(guard, "if a.b != c { return Err(x); };")
    );
    assert_eq!(
        whole(guard, "m!(a, b + 1,);"),
        whole(guard, "if a != b + 1 { return Err(x); };")
    );
    assert_eq!(whole(guard, "m!(1, 2, 3);"), "{other(1 2 3);}");
    // an expression stays together
    assert_eq!(
        whole("($a:expr) => { $a * 2 };", "m!(a + b)"),
        whole("() => {};", "(a + b) * 2")
    );
    let turns = "($($name:ident = $value:expr),* $(,)?) => {{ $( let $name = f($value); )* g($($name),*) }};";
    assert_eq!(
        whole(turns, "m!(a = 1, b = 2)"),
        whole(turns, "{ let a = f(1); let b = f(2); g(a, b) }")
    );
    let nested = "(@one $a:expr) => { f($a) }; ($($a:expr),+) => { [$(m!(@one $a)),+] };";
    assert_eq!(whole(nested, "m!(1, 2)"), whole(nested, "[f(1), f(2)]"));
    // code that is handed over is read as it stands
    assert_eq!(
        whole("($b:block) => { run($b) };", "m!({ a(); b() })"),
        "{m!({a(); b()})}"
    );
    // one that no rule takes is read by its tokens
    assert_eq!(whole("(only) => { 1 };", "m!(a, b)"), "{m!(a b)}");
}

#[test]
fn macros_make_items_and_members() {
    let unit = lower(
        "macro_rules! get { ($name:ident, $ty:ty) => { pub fn $name(id: $ty) -> Self { load(id) } }; }
        macro_rules! ids { ($($name:ident),*) => { $( pub struct $name(pub i64); impl $name { get!(read, i64); } )* }; }
        struct Doc; impl Doc { get!(one, DocId); } macro_rules! asked { ($name:ident) => { fn $name(&self); }; } trait T { asked!(two); }
        ids!(DocId, OrgId);",
    );
    let names: Vec<&str> = unit.functions.iter().map(|function| unit.text(function.name)).collect();
    assert_eq!(names, ["get!", "ids!", "one", "asked!", "two", "read", "read"]);
    assert!(unit.types.iter().any(|ty| unit.text(ty.name) == "OrgId"));
    assert!(unit.gaps.is_empty());
}

#[test]
fn a_macro_of_another_file_is_the_nearest_one() {
    let other = "#[macro_export] macro_rules! same { ($a:expr, $b:expr) => { if $a != $b { return None; } }; }";
    let reading = Reading {
        macros: Macros::new(Rust.macros("src/other.rs", other)),
        ..Reading::default()
    };
    let text = "fn f() { same!(a, b); }";
    let unit = Rust.lower_with("src/a.rs", text, &reading);
    super::verify(&unit, text);
    let function = &unit.functions[0];
    assert_eq!(
        Print(&unit).expr(function.body.unwrap()),
        body("if a != b { return None; };")
    );
}

#[test]
fn a_long_call_is_read_by_its_tokens() {
    let expanded = |items: usize| {
        let list = vec!["1"; items].join(", ");
        let unit = lower(&format!(
            "macro_rules! m {{ ($($a:expr),*) => {{ f(&[$($a),*]) }}; }} fn g() {{ m!({list}); }}"
        ));
        unit.names.texts().any(|text| text == "f")
    };
    assert!(expanded(100) && !expanded(1000));
}

#[test]
fn macros_that_write_themselves_come_to_an_end() {
    for rules in [
        "($($t:tt)*) => { m!($($t)* $($t)*) };",
        "($($t:tt)*) => { m!(m!($($t)*) m!($($t)*)) };",
        "() => { m!() };",
        "($($a:tt)*) => { $($($a)*)* };",
        "($a:expr) => { $($a)* };",
        "($",
        "($a:nothing) => { $b };",
        "$a:expr => $a",
    ] {
        let text = format!("macro_rules! m {{ {rules} }} m!(a b); fn f() {{ m!(a); m!(); m!(1 2 3) }}");
        let text = text.replace("($ }", "($) }");
        drop(lower(&text));
    }
}
