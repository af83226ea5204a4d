use partywall_ir::{Flags, Frontend as _};

use super::{functions, lower, print::Print, types};
use crate::Rust;

#[test]
fn each_leaf_of_a_use_tree_is_an_import() {
    let unit = lower(
        "use a::{self, b::{c as d, e::*}, r#type::f}; pub use super::x; extern crate serde as s; use self::y; use z;",
    );
    let imports: Vec<_> = unit
        .imports
        .iter()
        .map(|import| format!("{} {} {}", unit.text(import.path), unit.text(import.local), import.glob))
        .collect();
    assert_eq!(
        imports,
        [
            "a a false",
            "a.b.c d false",
            "a.b.e  true",
            "a.type.f f false",
            "super.x x false",
            "serde s false",
            "self.y y false",
            "z z false",
        ]
    );
}

#[test]
fn structs_enums_aliases() {
    let text = "
        #[derive(Debug, sqlx::FromRow)] #[diesel(table_name = docs, belongs_to(Org, foreign_key = org_id))]
        pub struct Doc<'a, T: Clone + Send> where T: Into<String> { pub id: Uuid, #[serde(rename = \"n\")] name: Option<&'a str>, t: T }
        struct Id(pub Uuid, Vec<u8>);
        enum Kind { A, B(u8, Doc), C { x: u8 } = 3 }
        type Rows<T> = Result<Vec<T>, Box<dyn Error + Send + 'static>>;
        mod inner { pub struct Deep; }
        mod outside;";
    assert_eq!(
        types(text),
        [
            "Class crate.app.Doc <T:Clone Into<String>> bases() attrs(@derive(Debug sqlx.FromRow) @diesel(table_name=docs \
             belongs_to(Org foreign_key=org_id))) fields(id:Uuid @serde(rename=\"n\")name:Option<str> t:T)",
            "Class crate.app.Id <> bases() attrs() fields(0:Uuid 1:Vec<u8>)",
            "Enum crate.app.Kind <> bases() attrs() fields(A B:()<u8 Doc> C:()<u8>=3)",
            "Alias crate.app.Rows <T:> bases(Result<Vec<T> Box<Error>>) attrs() fields()",
            "Class crate.app.inner.Deep <> bases() attrs() fields()",
        ]
    );
    let unit = lower(text);
    let flags: Vec<_> = unit.types[0]
        .fields
        .iter()
        .map(|field| (field.flags.has(Flags::PUBLIC), field.flags.has(Flags::NULLABLE)))
        .collect();
    assert_eq!(flags, [(true, false), (false, true), (false, false)]);
}

#[test]
fn traits_and_impls() {
    let text = "
        pub trait Repo<T>: Send + Base { type Row: Model; const N: u8 = 1; fn get(&self, id: u8) -> T; fn all() -> u8 { 1 } }
        impl<T: Clone> Repo<T> for db::Pg<T> { type Row = R; const N: u8 = 2; fn get(self: Arc<Self>, id: u8) -> T { x } }
        impl Pg { pub async fn new(pool: &Pool) -> Self { y } }";
    assert_eq!(
        types(text),
        [
            "Interface crate.app.Repo <T:> bases(Base) attrs() fields(Row:Model N:u8=1)",
            "Extension db.Pg <T:Clone> bases(Repo<T>) attrs() fields(Row:R N:u8=2)",
            "Extension crate.app.Pg <> bases() attrs() fields()",
        ]
    );
    assert_eq!(
        functions(text),
        [
            "abstract Repo.get(&self id:u8)->T",
            "static Repo.all()->u8",
            "Pg.get(&self:Arc<Self> id:u8)->T",
            "pub async static Pg.new(pool:Pool)->Self",
        ]
    );
}

#[test]
fn functions_and_their_parameters() {
    assert_eq!(
        functions(
            "pub(crate) async fn show(Path((org, id)): Path<(Uuid, Uuid)>, Json(body): Json<Body>, _: impl IntoIterator<Item = u8> + Send,
                f: fn(u8) -> u8, g: impl Fn(&str) -> bool, xs: &[u8], h: <T as Tr>::X) -> impl Responder + '_ {}
             fn stop() -> ! { loop {} }"
        ),
        [
            "pub async show(~Path((org id)):Path<()<Uuid Uuid>> body~Json(body):Json<Body> ~_:IntoIterator<u8> f:fn<u8 u8> \
             g:fn<str bool> xs:[]<u8> h:Tr.X)->Responder",
            "diverges stop()->!",
        ]
    );
}

#[test]
fn attributes_keep_their_arguments() {
    let unit = lower(
        "#[get(\"/x/<id>?<q>\", data = \"<d>\", rank = 2)] #[doc = \"no\"] #[tracing::instrument(skip_all, fields(id = %x.id))]
         #[must_use = \"why\"] #[cfg(not(test))] #[strange(=> +)] fn f() {}",
    );
    let attributes: Vec<_> = unit.functions[0]
        .attributes
        .iter()
        .map(|attribute| Print(&unit).attribute(attribute))
        .collect();
    assert_eq!(
        attributes,
        [
            "@get(\"/x/<id>?<q>\" data=\"<d>\" rank=2)",
            "@tracing.instrument(skip_all \"fields(id = %x.id)\")",
            "@must_use(\"why\")",
            "@cfg(not(test))",
            "@strange(\"=> +\")",
        ]
    );
    assert!(!unit.functions[0].flags.has(Flags::TEST));
}

#[test]
fn tests_are_told_from_the_rest() {
    assert_eq!(
        functions(
            "#[cfg(all(test, unix))] mod tests { fn a() { fn b() {} } impl S { fn c() {} } } #[tokio::test] async fn d() {}
             #[cfg(not(test))] fn e() {} #[cfg(test)] impl S { fn g(&self) {} }"
        ),
        ["test a()", "test b()", "static test S.c()", "async test d()", "e()", "test S.g(&self)"]
    );
}

#[test]
fn constants_are_globals() {
    let unit = lower("pub const A: &str = \"x\"; static mut B: u8 = 1; extern \"C\" { fn c(x: u8); static D: u8; }");
    let globals: Vec<_> = unit.globals.iter().map(|field| Print(&unit).field(field)).collect();
    assert_eq!(globals, ["A:str=\"x\"", "B:u8=1", "D:u8"]);
    assert!(unit.globals[0].flags.has(Flags::READONLY) && !unit.globals[1].flags.has(Flags::READONLY));
}

#[test]
fn comments_that_speak_to_us_are_directives() {
    let text = "// partywall: allow(x) y\n/* partywall:z */ // other\nfn f() { \"// partywall: no\"; /* /* partywall: no */ */ }\n//partywall: last";
    let unit = lower(text);
    let said: Vec<_> = unit
        .directives
        .iter()
        .map(|directive| (&*directive.text, &text[directive.span.range()]))
        .collect();
    assert_eq!(
        said,
        [
            ("allow(x) y", "// partywall: allow(x) y"),
            ("z", "/* partywall:z */"),
            ("last", "//partywall: last")
        ]
    );
}

#[test]
fn what_parses_alone_survives_what_does_not() {
    let text = "use a::b;\nfn good() { x(); }\nfn bad( {}\nimpl S { fn one(&self) { y() } fn two(&self) { let = ; z(); } const = 1; fn three() {} }\nstruct T { a: u8 }";
    let unit = lower(text);
    let names: Vec<_> = unit.functions.iter().map(|function| unit.text(function.name)).collect();
    assert_eq!(names, ["good", "one", "two", "three"]);
    assert!(unit.gaps.iter().all(|gap| &*gap.kind == "error") && !unit.gaps.is_empty());
    let text = text.replace("fn bad( {}", "fn bad() { ok(); x. ; last() }");
    let unit = lower(&text);
    let names: Vec<_> = unit.functions.iter().map(|function| unit.text(function.name)).collect();
    assert_eq!(names, ["good", "bad", "one", "two", "three"]);
    assert_eq!((unit.imports.len(), unit.types.len()), (1, 2));
    assert_eq!(Print(&unit).expr(unit.functions[1].body.unwrap()), "{ok(); last()}");
    let lost: Vec<_> = unit.gaps.iter().map(|gap| &text[gap.span.range()]).collect();
    assert_eq!(lost.len(), 4, "{lost:?}");
    assert!(
        lost.contains(&"x. ;") && lost.contains(&"let = ;") && lost.contains(&"const = 1;"),
        "{lost:?}"
    );
}

#[test]
fn parse_only_says_whether_there_was_an_error() {
    assert!(!Rust.parse_only("fn f() {}"));
    assert!(Rust.parse_only("fn f( {}"));
    assert!(Rust.parse_only("\""));
}
