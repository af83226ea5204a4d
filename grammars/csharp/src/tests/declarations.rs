//! Files, namespaces, types, attributes and directives.

use partywall_ir::{FnKind, TypeIx};

use super::show::{attribute, decl, head, inside, unit, whole};

fn paths(text: &str) -> Vec<String> {
    let unit = whole(text);
    unit.types.iter().map(|ty| unit.text(ty.path).to_owned()).collect()
}

#[test]
fn paths_hold_the_namespace_and_the_outer_types() {
    assert_eq!(
        paths("namespace A.B { class C { struct D { enum E { } } } namespace F { interface G { } } } class H { }"),
        ["A.B.C", "A.B.C.D", "A.B.C.D.E", "A.B.F.G", "H"]
    );
    assert_eq!(paths("namespace A.B;\nrecord C; class D { }"), ["A.B.C", "A.B.D"]);
    let unit = whole("class C { class D { } }");
    assert_eq!(unit.types[1].owner, Some(TypeIx(0)));
}

#[test]
fn imports_say_what_they_bring_and_under_which_name() {
    let unit = whole(
        "using A.B; global using static A.C; using X = A.B.D<int>; using Y = global::A.E; namespace N { using Z; }",
    );
    let imports: Vec<_> = unit
        .imports
        .iter()
        .map(|i| (unit.text(i.path), unit.text(i.local), i.glob))
        .collect();
    assert_eq!(
        imports,
        [
            ("A.B", "", true),
            ("A.C", "", true),
            ("A.B.D", "X", false),
            ("A.E", "Y", false),
            ("Z", "", true)
        ]
    );
}

#[test]
fn a_type_has_its_bases_parameters_and_bounds() {
    let unit = whole(
        "abstract partial class C<T, U> : Base<T>, A.B<U>.I where T : Entity, IHas<U>, new() where U : struct { }",
    );
    assert_eq!(decl(&unit, 0), "Class C<T: Entity + IHas<U>, U> : Base<T>, A.B.I<U>");
    let unit = whole(
        "interface I<in T> : J { } struct S : I<int> { } delegate Task<bool> Handler(Order order, CancellationToken stop);",
    );
    assert_eq!(decl(&unit, 0), "Interface I<T> : J");
    assert_eq!(decl(&unit, 1), "Class S : I<int>");
    assert_eq!(
        decl(&unit, 2),
        "Alias Handler : fn<Order, CancellationToken, Task<bool>>"
    );
}

#[test]
fn partial_classes_are_types_of_the_same_path() {
    assert_eq!(
        paths("namespace N; partial class C { } partial class C { }"),
        ["N.C", "N.C"]
    );
}

#[test]
fn an_enum_has_its_members_as_fields() {
    let unit = whole("[Flags] enum E : byte { [Old] A = 1, B = A << 1, C, }");
    assert_eq!(
        decl(&unit, 0),
        "[Flags] Enum E : byte; [Old] public static readonly A = 1; public static readonly B = (A Other 1); \
         public static readonly C"
    );
}

#[test]
fn a_record_has_its_parameters_as_public_fields_and_as_parameters() {
    let unit = whole(
        "record R([property: J(1)] string? Name, [FromRoute] Guid Id = default) : Base(Id), I { public int Own { get; init; } }",
    );
    assert_eq!(
        decl(&unit, 0),
        "Class R : Base, I; [J(1)] public property nullable Name: string; [FromRoute] public property Id: Guid; \
         public property Own: int"
    );
    assert_eq!(
        head(&unit, 0),
        "public Constructor R(Name: string, [FromRoute] Id: Guid = null)"
    );
    assert_eq!(inside(&unit, "R"), "{base(Id)}");
    let unit = whole("readonly record struct P(int X, int Y);");
    assert_eq!(
        decl(&unit, 0),
        "Class P : ; public property X: int; public property Y: int"
    );
}

#[test]
fn a_primary_constructors_parameters_are_private_fields_unless_declared() {
    let unit = whole(
        "class C(Db db, int? n, params string[] rest) : B(db) { private readonly int n = n; void M() { db.Go(); } }",
    );
    assert_eq!(decl(&unit, 0), "Class C : B; db: Db; readonly n: int = n");
    assert_eq!(
        head(&unit, 0),
        "public Constructor C(db: Db, n: int, Rest rest: []<string>)"
    );
    assert_eq!(unit.functions[0].kind, FnKind::Constructor);
    assert_eq!(inside(&unit, "C"), "{base(db)}");
    let unit = whole("class D(int x);");
    assert_eq!(unit.functions[0].body, None);
}

#[test]
fn attributes_keep_their_path_type_arguments_and_arguments() {
    let unit = whole(
        "[ApiController, Route(\"x/{id}\", Name = \"a\")] [A.Authorize<ManageUsers>] [X(typeof(Y), nameof(C.D), order: 2)]
         class C { [HttpGet(\"{id}\")] [return: NotNull] public int M([FromBody] Dto dto, [Range(1, 2)] int n) => 1; }",
    );
    let shown: Vec<_> = unit.types[0].attributes.iter().map(|a| attribute(&unit, a)).collect();
    assert_eq!(
        shown,
        [
            "ApiController",
            "Route(\"x/{id}\", Name: \"a\")",
            "A.Authorize<ManageUsers>",
            "X(Y, \"D\", order: 2)"
        ]
    );
    assert_eq!(
        head(&unit, 0),
        "[HttpGet(\"{id}\")] public Plain M([FromBody] dto: Dto, [Range(1, 2)] n: int): int"
    );
}

#[test]
fn the_files_own_statements_and_attributes_are_one_function() {
    let unit = whole(
        "using A;\n[assembly: ApiController]\nvar app = Build(args);\napp.MapGet(\"/x\", (int id) => id);\nint Twice(int n) => n * 2;\nclass C { }",
    );
    assert_eq!(unit.functions[0].kind, FnKind::Module);
    assert_eq!(
        inside(&unit, ""),
        "{let app = Build(args); app.MapGet(\"/x\", |id: int| id); fn Plain Twice(n: int): int (n Other 2)}"
    );
    assert_eq!(attribute(&unit, &unit.functions[0].attributes[0]), "ApiController");
    assert_eq!(unit.functions[1].parent, Some(partywall_ir::FnIx(0)));
}

#[test]
fn both_branches_of_a_conditional_section_are_read() {
    let unit = whole(
        "#if A\nclass C { }\n#elif B\nclass D { }\n#else\nclass E {\n#if F\nint x;\n#else\nint y;\n#endif\n}\n#endif\n",
    );
    let names: Vec<_> = unit.types.iter().map(|ty| unit.text(ty.name)).collect();
    assert_eq!(names, ["C", "D", "E"]);
    assert_eq!(decl(&unit, 2), "Class E : ; x: int; y: int");
}

#[test]
fn directives_are_comments_that_begin_with_our_name() {
    let unit = whole(
        "// partywall: one\nclass C { /* partywall: two\n */ void M() { /// partywall:three\n // not partywall: four\n } }",
    );
    let texts: Vec<_> = unit.directives.iter().map(|d| &*d.text).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

#[test]
fn names_drop_the_sign_that_lets_them_be_keywords() {
    let unit = whole("class @class { int @int; void M(int @in) { @in = @int; } }");
    assert_eq!(decl(&unit, 0), "Class class : ; int: int");
    assert_eq!(inside(&unit, "M"), "{in = int}");
}

#[test]
fn broken_text_is_a_gap_and_the_rest_is_read() {
    let unit = unit("class C { public int A; public void M( { } void N() { x.Save(); } } class D { }");
    assert!(unit.gaps.iter().all(|gap| &*gap.kind == "error") && !unit.gaps.is_empty());
    assert!(unit.types.iter().any(|ty| unit.text(ty.name) == "C"));
    assert_eq!(inside(&unit, "N"), "{x.Save()}");
}

#[test]
fn a_byte_order_mark_and_line_ends_are_no_trouble() {
    let unit = whole("\u{feff}using A;\r\nclass C { }\r\n");
    assert_eq!((unit.imports.len(), unit.types.len(), unit.lines), (1, 1, 3));
}
