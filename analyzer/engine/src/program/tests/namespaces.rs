//! Names where files name no modules, and types stand in namespaces.

use super::*;

#[test]
fn declarations_of_one_path_are_one_type() {
    let mut one = File::plain("src/Invoice.x");
    let part = one.class("Shop.Invoice", &["Entity"]);
    one.field(part, "Id", "Guid");
    let mut two = File::plain("src/Generated.x");
    let part = two.class("Shop.Invoice", &[]);
    two.field(part, "Name", "string");
    two.class("Shop.Invoice<T>", &[]);
    let program = link(vec![two, one]);
    let types = program.type_by_name(program.find("Invoice").expect("a name"));
    assert_eq!(types.len(), 2);
    assert_eq!(program.fields(types[0]).len(), 2);
    assert_eq!(
        program.ty(types[0]).decls[0].0,
        UnitId(1),
        "the declaration with bases is the main one"
    );
    let mut user = File::plain("src/User.x").glob("Shop");
    let (plain, generic) = (user.ty("Invoice"), user.ty("Invoice<int>"));
    assert_eq!(
        program.resolve(UnitId(0), Scope::default(), &program.parts("Invoice")),
        Some(Def::Type(types[0]))
    );
    let program = link(vec![
        File::plain("src/Invoice.x")
            .with_class("Shop.Invoice", &[])
            .with_class("Shop.Invoice<T>", &[]),
        user,
    ]);
    assert_eq!(
        program.resolve_type(UnitId(1), Scope::default(), &plain).decl(),
        Some(TypeId(0))
    );
    assert_eq!(
        program.resolve_type(UnitId(1), Scope::default(), &generic).decl(),
        Some(TypeId(1))
    );
}

#[test]
fn namespaces_around_come_before_imported_ones() {
    let program = link(vec![
        File::plain("a.x")
            .with_class("Shop.Plan", &[])
            .with_class("Shop.Core.Entities.Item", &[]),
        File::plain("b.x")
            .with_class("Lib.Plan", &[])
            .with_class("Lib.Other", &[]),
        File::plain("c.x")
            .glob("Lib")
            .import("Core.Entities.Item", "Thing")
            .with_class("Shop.Web.Page", &[]),
    ]);
    assert_eq!(program.means("c.x", "Plan"), "type Shop.Plan");
    assert_eq!(program.means("c.x", "Other"), "type Lib.Other");
    assert_eq!(
        program.means("c.x", "Core.Entities.Item"),
        "type Shop.Core.Entities.Item"
    );
    assert_eq!(program.means("c.x", "Thing"), "type Shop.Core.Entities.Item");
    assert_eq!(program.means("c.x", "Core"), "nothing");
}

#[test]
fn a_namespace_that_leads_nowhere_is_passed_over() {
    let program = link(vec![
        File::plain("a.x")
            .with_class("Shop.Core.Item", &[])
            .with_class("Shop.Web.Core.Other", &[]),
        File::plain("b.x").with_class("Shop.Web.Page", &[]),
    ]);
    assert_eq!(program.means("b.x", "Core.Item"), "type Shop.Core.Item");
}

#[test]
fn imports_alone_in_a_file_hold_for_its_folder() {
    let program = link(vec![
        File::plain("lib/Item.x").with_class("Lib.Item", &[]),
        File::plain("lib/Second.x").with_class("Aside.Item", &[]),
        File::plain("src/Usings.x").glob("Aside"),
        File::plain("src/web/Page.x").with_class("Web.Page", &[]),
        File::plain("other/Page.x").with_class("Other.Page", &[]),
    ]);
    assert_eq!(program.means("src/web/Page.x", "Item"), "type Aside.Item");
    assert_eq!(program.means("other/Page.x", "Item"), "type Lib.Item");
}

#[test]
fn a_name_not_seen_in_scope_is_the_nearest_declaration_of_it() {
    let program = link(vec![
        File::plain("far/Item.x")
            .with_class("Far.Item", &[])
            .with_class("Far.List", &[]),
        File::plain("src/lib/Item.x").with_class("Near.Item", &[]),
        File::plain("src/Page.x").glob("Unknown"),
    ]);
    assert_eq!(program.means("src/Page.x", "Item"), "type Near.Item");
    assert_eq!(
        program.means("src/Page.x", "List"),
        "nothing",
        "a catalog's word is not a guess"
    );
}

#[test]
fn members_of_enclosing_types_come_first_and_a_type_may_be_called_as_a_member() {
    let mut file = File::plain("a.x");
    let status = file.declare(TypeKind::Enum, None, "Shop.Status", &[]);
    file.field(status, "Open", "");
    let page = file.class("Shop.Page", &["Base"]);
    file.field(page, "Status", "Status");
    file.declare(TypeKind::Class, Some(page), "Shop.Page.Row", &[]);
    let show = file.function(Some(page), "Show", &[], "");
    let base = file.class("Shop.Base", &[]);
    file.function(Some(base), "Load", &[], "");
    let program = link(vec![file]);
    let scope = Scope {
        function: Some(FnId(show.0)),
        owner: None,
    };
    assert_eq!(program.means_in("a.x", scope, "Status"), "field Status of Shop.Page");
    assert_eq!(
        program.means_in("a.x", scope, "Status.Open"),
        "field Open of Shop.Status"
    );
    assert_eq!(program.means_in("a.x", scope, "Row"), "type Shop.Page.Row");
    assert_eq!(program.means_in("a.x", scope, "Load"), "function Load of a.x");
    assert_eq!(program.means_in("a.x", scope, "Self"), "nothing");
}

#[test]
fn languages_do_not_meet() {
    let mut table = File(Unit::new("schema.x", Language::ALL[3]));
    table.class("public.Invoice", &[]);
    let mut alter = File(Unit::new("more.x", Language::ALL[3]));
    alter.declare(TypeKind::Extension, None, "public.Invoice", &[]);
    let program = link(vec![table, alter, File::plain("a.x").with_class("Shop.Page", &[])]);
    assert_eq!(program.means("a.x", "Invoice"), "nothing");
    assert_eq!(program.ty(program.only("public.Invoice")).decls.len(), 2);
}
