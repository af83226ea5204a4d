//! Members and their functions.

use super::show::{decl, head, inside, whole};

fn members(text: &str) -> Vec<String> {
    let unit = whole(&format!("class C {{ {text} }}"));
    let mut shown = vec![
        decl(&unit, 0)
            .trim_start_matches("Class C : ")
            .trim_start_matches("; ")
            .to_owned(),
    ];
    shown.extend((0..unit.functions.len()).map(|index| head(&unit, index)));
    shown
}

#[test]
fn fields_have_types_values_and_flags() {
    assert_eq!(
        members(
            "public static readonly List<int[]> A = new(), B; const string? S = \"x\"; (int, A.B)? t; required int q;"
        ),
        [
            "public static readonly A: List<[]<int>> = new (){}; public static readonly B: List<[]<int>>; \
         static readonly nullable S: string = \"x\"; nullable t: ()<int, A.B>; q: int"
        ]
    );
}

#[test]
fn properties_are_fields_and_their_bodies_functions() {
    assert_eq!(
        members("public Guid OrgId { get; set; } public int? P { get; } = 5; [J] public virtual string Q => q.R;"),
        [
            "public property OrgId: Guid; public property readonly nullable P: int = 5; [J] public property readonly Q: string get",
            "public property Getter Q(): string"
        ]
    );
    assert_eq!(
        members("int R { get { return 1; } private set => r = value; } public override int W { get; init; }"),
        [
            "property R: int get; public override property W: int",
            "property Getter R(): int",
            "property Setter R(value: int)"
        ]
    );
}

#[test]
fn indexers_and_events_are_properties() {
    assert_eq!(
        members("int this[Guid key] { get => 1; } public event Changed? A, B; event Changed D { add { } remove { } }"),
        [
            "property readonly this[]: int get; public nullable A: Changed; public nullable B: Changed; property D: Changed",
            "property readonly Getter this[](key: Guid): int"
                .replace("readonly ", "")
                .as_str(),
            "property Setter D(value: Changed)",
            "property Setter D(value: Changed)"
        ]
    );
}

#[test]
fn methods_have_parameters_of_every_kind() {
    assert_eq!(
        members(
            "public static async Task<List<T>?> M<T>(this IQueryable<T> q, ref int a, out int? b, int c = 3, params T[] rest) \
             where T : Entity { await x; } protected abstract void N(); public override Task O() => p; extern static void X();"
        )[1..],
        [
            "public static async Plain M<T: Entity>(Extension q: IQueryable<T>, a: int, b: int, c: int = 3, \
             Rest rest: []<T>): Task<List<T>>",
            "abstract Plain N(): void",
            "public override Plain O(): Task",
            "static abstract Plain X(): void",
        ]
    );
}

#[test]
fn constructors_call_their_base_first() {
    let unit = whole(
        "class C : B { C(int a) : base(a) { b = a; } C() : this(1) { } static C() => X(); C(long n) : base(n) => d = n; ~C() { } }",
    );
    assert_eq!(head(&unit, 0), "Constructor C(a: int)");
    let bodies: Vec<_> = unit
        .functions
        .iter()
        .map(|f| super::show::Show(&unit).expr(f.body.unwrap()))
        .collect();
    assert_eq!(
        bodies,
        ["{base(a); b = a}", "{this(1)}", "X()", "{base(n); d = n}", "{}"]
    );
    assert_eq!(head(&unit, 4), "Plain ~C()");
}

#[test]
fn operators_are_functions() {
    assert_eq!(
        members("public static C operator +(C a, C b) => a; public static implicit operator Guid(C c) => c.Id;")[1..],
        [
            "public static Plain operator +(a: C, b: C): C",
            "public static Plain operator Guid(c: C): Guid"
        ]
    );
}

#[test]
fn an_interfaces_members_are_public_and_abstract_without_a_body() {
    let unit = whole("interface I { Task A(); int B() => 1; int P { get; } } class C : I { Task I.A() => x; }");
    assert_eq!(head(&unit, 0), "public abstract Plain A(): Task");
    assert_eq!(head(&unit, 1), "public Plain B(): int");
    assert_eq!(decl(&unit, 0), "Interface I : ; public property readonly P: int");
    assert_eq!(head(&unit, 2), "public Plain A(): Task");
}

#[test]
fn local_functions_belong_to_the_function_around_them() {
    let unit =
        whole("class C { void M() { static async Task<T> L<T>(int a) where T : new() { await b; } L<int>(1); } }");
    assert_eq!(head(&unit, 1), "static async Plain L<T>(a: int): Task<T>");
    assert_eq!(unit.functions[1].parent, Some(partywall_ir::FnIx(0)));
    assert_eq!(unit.functions[1].owner, None);
    assert!(inside(&unit, "M").ends_with("L<int>(1)}"));
}

#[test]
fn an_iterator_yields() {
    let unit = whole("class C { IEnumerable<int> M() { yield return 1; yield break; } }");
    assert_eq!(head(&unit, 0), "generator Plain M(): IEnumerable<int>");
    assert_eq!(inside(&unit, "M"), "{yield 1; return}");
}

#[test]
fn members_of_an_extension_block_take_the_receiver_first() {
    let unit = whole(
        "static class E {
            /// of rows
            extension<T>(IQueryable<T> rows) where T : class { public IQueryable<T> Paged<K>(int n) => rows.Take(n); }
            extension(Invoice? invoice) { public bool IsPaid { get { return invoice.Paid; } } public static Invoice Empty() => new(); }
            extension(Uri) { public static Uri Home() => new(\"/\"); }
            static int extension(int a) { return a; }
        }",
    );
    let heads: Vec<_> = (0..unit.functions.len()).map(|index| head(&unit, index)).collect();
    assert_eq!(
        heads,
        [
            "public static Plain Paged<T, K>(Extension rows: IQueryable<T>, n: int): IQueryable<T>",
            "public static property Getter IsPaid(Extension invoice: Invoice): bool",
            "public static Plain Empty(): Invoice",
            "public static Plain Home(): Uri",
            "static Plain extension(a: int): int",
        ]
    );
    assert!(
        unit.functions
            .iter()
            .all(|function| function.owner == Some(partywall_ir::TypeIx(0)))
    );
    assert_eq!(unit.types.len(), 1);
}
