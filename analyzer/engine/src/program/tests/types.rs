//! Light types.

use super::*;

/// A generic repository, one that is made for a type, and things that refer to both.
fn repositories() -> File {
    let mut file = File::plain("a.x");
    file.class("N.Invoice", &[]);
    let repo = file.class("N.Repo<T>", &[]);
    file.field(repo, "Items", "List<T>");
    file.function(Some(repo), "Get", &["id: Guid"], "Box<T>");
    file.function(Some(repo), "Me", &[], "Self");
    file.function(Some(repo), "Map<U>", &["into: U"], "Map<T, U>");
    file.class("N.Cached<K, V>", &["Repo<V>"]);
    file.class("N.Invoices", &["Cached<int, Invoice>"]);
    let ext = file.class("N.Ext", &[]);
    file.function(Some(ext), "First<E>", &["this items: List<E>"], "E");
    file
}

fn instance(program: &Program, path: &str) -> Ty {
    program.instance(program.only(path), Vec::new())
}

#[test]
fn type_arguments_pass_through_bases() {
    let program = link(vec![repositories()]);
    let invoices = instance(&program, "N.Invoices");
    let args = program.base_args(&invoices, "Repo").expect("a base");
    assert_eq!(
        args.iter().map(|arg| program.words(arg)).collect::<Vec<_>>(),
        ["#N.Invoice"]
    );
    assert!(program.base_args(&invoices, "Other").is_none());
    let items = program.field_type(&invoices, program.find("Items").expect("a name"));
    assert_eq!(program.words(&items), "List<#N.Invoice>");
    assert_eq!(program.words(&program.element(&items)), "#N.Invoice");
}

#[test]
fn what_a_function_returns_depends_on_its_receiver() {
    let program = link(vec![repositories()]);
    let invoices = instance(&program, "N.Invoices");
    let returns =
        |name: &str, args: &[Ty]| program.return_type(program.function_called("N.Repo", name), &invoices, args);
    assert_eq!(program.words(&returns("Get", &[])), "Box<#N.Invoice>");
    assert_eq!(program.words(&program.unwrap(&returns("Get", &[]))), "#N.Invoice");
    assert_eq!(program.words(&returns("Me", &[])), "#N.Invoices");
    assert_eq!(
        program.words(&returns("Map", &[Ty::named("int", Vec::new())])),
        "Map<#N.Invoice, int>"
    );
    assert!(returns("Get", &[]).args()[0].decl().is_some());
}

#[test]
fn an_extension_takes_its_type_arguments_from_its_receiver() {
    let program = link(vec![repositories()]);
    let first = program.function_called("N.Ext", "First");
    let list = Ty::named("List", vec![instance(&program, "N.Invoice")]);
    assert_eq!(program.words(&program.return_type(first, &list, &[])), "#N.Invoice");
    let other = Ty::named(
        "Map",
        vec![Ty::named("int", Vec::new()), instance(&program, "N.Invoice")],
    );
    assert_eq!(
        program.words(&program.return_type(first, &other, &[])),
        "#N.Invoice",
        "by the element"
    );
}

#[test]
fn collections_and_wrappers_are_seen_through() {
    let mut file = repositories();
    file.class("N.Page<T>", &["List<T>"]);
    let program = link(vec![file]);
    let invoice = instance(&program, "N.Invoice");
    let named = |name: &str, args: Vec<Ty>| Ty::named(name, args);
    let page = program.instance(program.only("N.Page"), vec![invoice.clone()]);
    assert!(program.is_collection(&page));
    assert_eq!(program.element(&page), invoice);
    let boxed = named("Box", vec![named("lib.Box", vec![named("[]", vec![invoice.clone()])])]);
    assert_eq!(program.element(&boxed), invoice);
    assert!(program.element(&invoice).is_unknown() && !program.is_collection(&invoice));
    let by_key = named("Map", vec![named("int", Vec::new()), invoice.clone()]);
    assert_eq!(program.element(&by_key), invoice);
    let with_more = named("List", vec![invoice.clone(), named("int", Vec::new())]);
    assert_eq!(program.element(&with_more), invoice);
}

#[test]
fn aliases_are_what_they_stand_for() {
    let mut file = repositories();
    file.declare(TypeKind::Alias, None, "N.One", &["Two"]);
    file.declare(TypeKind::Alias, None, "N.Two", &["Invoice"]);
    file.declare(TypeKind::Alias, None, "N.Maybe<T>", &["Box<T>"]);
    file.declare(TypeKind::Alias, None, "N.Round", &["Trip"]);
    file.declare(TypeKind::Alias, None, "N.Trip", &["Round"]);
    let (one, maybe, round) = (file.ty("One"), file.ty("Maybe<Invoice>"), file.ty("Round"));
    let program = link(vec![file]);
    assert_eq!(program.reads("a.x", Scope::default(), &one), "#N.Invoice");
    assert_eq!(program.reads("a.x", Scope::default(), &maybe), "Box<#N.Invoice>");
    assert_eq!(program.means("a.x", "One"), "type N.Invoice");
    assert!(program.reads("a.x", Scope::default(), &round).starts_with("#N."));
}

#[test]
fn a_variable_used_as_a_type_is_a_type_parameter_or_what_its_value_says() {
    let mut file = File::module("a.x");
    file.global("T");
    file.class("a.Item", &[]);
    let crud = file.class("a.Crud", &["Generic<T>"]);
    file.function(Some(crud), "get", &["self"], "Box<T>");
    file.class("a.Items", &["Crud<Item>"]);
    let (annotated, item) = (file.name("Box"), file.name("Item"));
    let span = Span::default();
    let base = file.0.body.expr(ExprKind::Name(annotated), span);
    let arg = file.0.body.expr(ExprKind::Name(item), span);
    let value = file.0.body.expr(
        ExprKind::Index {
            base,
            args: [arg].into(),
        },
        span,
    );
    file.global("ItemDep");
    file.0.globals[1].value = Some(value);
    let dep = file.ty("ItemDep");
    let program = link(vec![file]);
    let got = program.return_type(
        program.function_called("a.Crud", "get"),
        &instance(&program, "a.Items"),
        &[],
    );
    assert_eq!(program.words(&got), "Box<#a.Item>");
    assert_eq!(program.reads("a.x", Scope::default(), &dep), "Box<#a.Item>");
}

#[test]
fn a_union_is_the_part_that_says_something() {
    let mut file = repositories();
    let (one, none, two) = (
        file.ty("|<Invoice, None>"),
        file.ty("|<int, None>"),
        file.ty("|<Invoice, Ext>"),
    );
    let program = link(vec![file]);
    assert_eq!(program.reads("a.x", Scope::default(), &one), "#N.Invoice");
    assert_eq!(program.reads("a.x", Scope::default(), &none), "|<int, None>");
    assert_eq!(program.reads("a.x", Scope::default(), &two), "|<#N.Invoice, #N.Ext>");
}

#[test]
fn type_parameters_mean_nothing_but_themselves() {
    let mut file = repositories();
    let (param, own) = (file.ty("T"), file.ty("Repo"));
    file.class("N.T", &[]);
    let program = link(vec![file]);
    let scope = Scope {
        function: Some(program.function_called("N.Repo", "Get")),
        owner: None,
    };
    assert_eq!(program.means_in("a.x", scope, "T"), "nothing");
    assert_eq!(program.resolve_type(UnitId(0), scope, &param).param_name(), Some("T"));
    assert_eq!(program.means("a.x", "T"), "type N.T");
    assert_eq!(program.reads("a.x", scope, &own), "#N.Repo<T>");
    assert_eq!(
        program.words(&program.param_type(program.function_called("N.Repo", "Get"), 0)),
        "Guid"
    );
}

#[test]
fn types_compare_by_what_they_mean() {
    let (one, two) = (TypeId(1), TypeId(2));
    assert_eq!(Ty::of(one, Vec::new()), Ty::with_name(one, "N.One", Vec::new()));
    assert_ne!(Ty::of(one, Vec::new()), Ty::of(two, Vec::new()));
    assert_ne!(Ty::named("T", Vec::new()), Ty::param("T"));
    assert_ne!(
        Ty::named("L", vec![Ty::of(one, Vec::new())]),
        Ty::named("L", vec![Ty::of(two, Vec::new())])
    );
    assert_eq!(Ty::named("a.b.L", Vec::new()).name(), Some("L"));
    assert!(Ty::default().is_unknown() && Ty::unknown().name().is_none());
}
