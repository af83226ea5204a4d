//! Names where files name modules.

use super::*;

fn models(path: &str) -> File {
    let module = path.trim_end_matches(".x").replace('/', ".");
    File::module(path).with_class(&format!("{module}.Invoice"), &[])
}

#[test]
fn an_import_counts_from_the_root() {
    let program = link(vec![
        models("shop/models.x"),
        File::module("shop/views.x").import("shop.models.Invoice", "Invoice"),
    ]);
    assert_eq!(program.means("shop/views.x", "Invoice"), "type shop.models.Invoice");
    assert_eq!(
        program.means("shop/views.x", "shop.models.Invoice"),
        "type shop.models.Invoice"
    );
    assert_eq!(program.canonical(UnitId(1), "Invoice"), "shop.models.Invoice");
}

#[test]
fn an_import_counts_from_a_folder_inside_the_project() {
    let program = link(vec![
        models("apps/api/shop/models.x"),
        File::module("apps/api/shop/views.x")
            .import("shop.models.Invoice", "Invoice")
            .import("shop.models", "models"),
        File::module("apps/worker/jobs.x").import("shop.models.Invoice", "Bill"),
    ]);
    assert_eq!(
        program.means("apps/api/shop/views.x", "Invoice"),
        "type apps.api.shop.models.Invoice"
    );
    assert_eq!(
        program.means("apps/api/shop/views.x", "models.Invoice"),
        "type apps.api.shop.models.Invoice"
    );
    assert_eq!(
        program.means("apps/worker/jobs.x", "Bill"),
        "type apps.api.shop.models.Invoice"
    );
}

#[test]
fn the_whole_path_of_a_module_is_known_wherever_paths_count_from() {
    let program = link(vec![
        models("apps/api/shop/models.x"),
        File::module("apps/api/shop/views.x").import("shop.models", "models"),
    ]);
    assert_eq!(
        program.means("apps/api/shop/views.x", "models"),
        "module apps.api.shop.models"
    );
    assert_eq!(
        program.means("apps/api/shop/views.x", "apps.api.shop.models.Invoice"),
        "type apps.api.shop.models.Invoice"
    );
}

#[test]
fn an_import_names_the_project_itself() {
    let program = link(vec![
        models("db/models.x"),
        File::module("views.x")
            .import("shop.db.models.Invoice", "Invoice")
            .import("lib.db.other.Thing", "Thing"),
    ]);
    assert_eq!(program.means("views.x", "Invoice"), "type db.models.Invoice");
    assert_eq!(program.means("views.x", "Thing"), "import lib.db.other.Thing");
}

#[test]
fn an_import_counts_from_a_module_where_a_folder_of_that_name_hides_it() {
    let program = link(vec![
        File::module("api/src/backend/_.x"),
        models("api/src/backend/api/models.x"),
        File::module("api/src/backend/api/views.x")
            .import("api.models.Invoice", "Invoice")
            .import(".models.Invoice", "Near"),
        File::module("api/tests/checks.x").import("api.src.gone.Thing", "Thing"),
    ]);
    assert_eq!(
        program.means("api/src/backend/api/views.x", "Invoice"),
        "type api.src.backend.api.models.Invoice"
    );
}

#[test]
fn an_import_counts_from_a_folder_that_is_a_module_too() {
    let program = link(vec![
        File::module("src/_.x"),
        models("src/app/models.x"),
        File::module("src/app/views.x")
            .import("app.models.Invoice", "Invoice")
            .import("app.gone.Thing", "Thing"),
        File::module("src/app/more.x").import("app.models.Invoice", "Invoice"),
    ]);
    assert_eq!(
        program.means("src/app/views.x", "Invoice"),
        "type src.app.models.Invoice"
    );
    assert_eq!(program.means("src/app/views.x", "Thing"), "import app.gone.Thing");
}

#[test]
fn a_head_may_be_longer_than_the_module_it_stands_for() {
    let program = link(vec![
        models("db/models.x"),
        File::module("db/_.x").import("db.models.Invoice", "Invoice"),
        File::module("web/views.x")
            .import("shop_db.models.Invoice", "Invoice")
            .import("lib_db.gone.Thing", "Thing"),
        File::module("web/more.x").import("shop_db.Invoice", "Invoice"),
    ]);
    assert_eq!(program.means("web/views.x", "Invoice"), "type db.models.Invoice");
    assert_eq!(program.means("web/more.x", "Invoice"), "type db.models.Invoice");
    assert_eq!(
        program.means("web/views.x", "shop_db.models.Invoice"),
        "type db.models.Invoice"
    );
    assert_eq!(program.means("web/views.x", "Thing"), "import lib_db.gone.Thing");
}

#[test]
fn a_module_beside_is_meant_before_one_far_away() {
    let mut accounts = File::module("crate/core/accounts.x");
    accounts.function(None, "purge", &[], "");
    let program = link(vec![
        accounts,
        File::module("crate/core/_.x").import("accounts.purge", "purge"),
        File::module("crate/_.x").import("core.purge", "purge"),
    ]);
    for unit in ["crate/core/_.x", "crate/_.x"] {
        assert_eq!(program.means(unit, "purge"), "function purge of crate/core/accounts.x");
    }
}

#[test]
fn a_folder_may_be_a_crate_inside_of_another_one() {
    let program = link(vec![
        File::module("crate/tests/util.x").with_class("crate.tests.util.Client", &[]),
        File::module("crate/tests/it/case.x").import("crate.util.Client", "Client"),
    ]);
    assert_eq!(
        program.means("crate/tests/it/case.x", "Client"),
        "type crate.tests.util.Client"
    );
}

#[test]
fn what_one_file_of_a_module_imports_does_not_hide_what_lies_below_it() {
    let program = link(vec![
        File::module("shop/_.x"),
        File::module("shop/main.x").of("shop").import("shop.routes.api", "api"),
        File::module("shop/api.x").with_class("shop.api.Perform", &[]),
        File::module("shop/routes/api.x").import("crate.api.Perform", "Perform"),
    ]);
    assert_eq!(program.means("shop/routes/api.x", "Perform"), "type shop.api.Perform");
}

#[test]
fn a_module_of_the_project_does_not_hide_a_library_of_its_name() {
    let program = link(vec![
        File::module("shop/_.x"),
        File::module("shop/logging.x"),
        models("shop/models.x"),
        File::module("shop/views.x")
            .import("logging", "logging")
            .import("shop.models.Invoice", "Invoice"),
    ]);
    assert_eq!(program.means("shop/views.x", "logging"), "import logging");
    assert_eq!(program.canonical(UnitId(3), "logging.getLogger"), "logging.getLogger");
}

#[test]
fn dots_count_from_the_folder_of_the_file() {
    let program = link(vec![
        File::module("shop/_.x").import(".models.Invoice", "Invoice"),
        models("shop/models.x"),
        File::module("shop/api/_.x").import("..models", "models"),
        File::module("shop/api/views.x")
            .import("..models.Invoice", "Invoice")
            .import("...gone.Thing", "Thing"),
        File::module("app.x").import("shop.Invoice", "Invoice"),
    ]);
    for (unit, path) in [
        ("shop/api/views.x", "Invoice"),
        ("shop/api/_.x", "models.Invoice"),
        ("app.x", "Invoice"),
    ] {
        assert_eq!(program.means(unit, path), "type shop.models.Invoice", "{unit}");
    }
    assert_eq!(program.canonical(UnitId(3), "Thing.x"), "gone.Thing.x");
}

#[test]
fn a_name_comes_by_way_of_other_modules() {
    let program = link(vec![
        models("shop/models/invoice.x"),
        File::module("shop/models/_.x").glob(".invoice"),
        File::module("shop/base.x").import("orm.db.models", "models"),
        File::module("shop/views.x")
            .glob(".models")
            .import(".base.models", "models"),
        File::module("shop/more.x").import(".views.Invoice", "Invoice"),
    ]);
    assert_eq!(
        program.means("shop/views.x", "Invoice"),
        "type shop.models.invoice.Invoice"
    );
    assert_eq!(
        program.means("shop/more.x", "Invoice"),
        "type shop.models.invoice.Invoice"
    );
    assert_eq!(program.canonical(UnitId(3), "models.Model"), "orm.db.models.Model");
}

#[test]
fn imports_in_circles_end() {
    let program = link(vec![
        File::module("a.x")
            .glob("b")
            .import("b.thing", "thing")
            .with_class("a.Real", &[]),
        File::module("b.x")
            .glob("a")
            .import("a.thing", "thing")
            .import("a.Real", "Real"),
        File::module("pkg/_.x").import(".part.part", "part"),
        File::module("pkg/part.x"),
    ]);
    assert_eq!(program.means("a.x", "nothing"), "nothing");
    assert_eq!(program.means("a.x", "thing"), "import a.thing");
    assert_eq!(program.means("pkg/_.x", "part"), "import pkg.part.part");
}

#[test]
fn a_missing_module_gives_what_lies_below_it() {
    let program = link(vec![
        models("shop/models/invoice.x"),
        File::module("shop/views.x").import("shop.models.Invoice", "Invoice"),
        File::module("shop/jobs.x").glob("shop.models"),
    ]);
    assert_eq!(
        program.means("shop/views.x", "Invoice"),
        "type shop.models.invoice.Invoice"
    );
    assert_eq!(
        program.means("shop/jobs.x", "Invoice"),
        "type shop.models.invoice.Invoice"
    );
}

#[test]
fn heads_that_are_relative_count_from_the_module() {
    let mut own = File::module("crate/api/web.x")
        .import("crate.db.User", "User")
        .import("super.Guard", "Guard")
        .import("self.inner.Deep", "Deep")
        .import("super.super.db", "store");
    own.class("crate.api.web.inner.Deep", &[]);
    own.class("crate.api.web.Page", &[]);
    own.name("self");
    let program = link(vec![
        own,
        File::module("crate/api/_.x").with_class("crate.api.Guard", &[]),
        File::module("crate/db.x").with_class("crate.db.User", &[]),
    ]);
    let unit = "crate/api/web.x";
    assert_eq!(program.means(unit, "User"), "type crate.db.User");
    assert_eq!(program.means(unit, "Guard"), "type crate.api.Guard");
    assert_eq!(program.means(unit, "Deep"), "type crate.api.web.inner.Deep");
    assert_eq!(program.means(unit, "store.User"), "type crate.db.User");
    assert_eq!(program.means(unit, "crate.db.User"), "type crate.db.User");
    assert_eq!(program.means(unit, "self.Page"), "type crate.api.web.Page");
    assert_eq!(program.means(unit, "super.super.db.User"), "type crate.db.User");
    // Written in a module inside of the file, `super` is the file.
    assert_eq!(program.means(unit, "super.Page"), "type crate.api.web.Page");
}

#[test]
fn a_module_inside_of_a_file_is_looked_for_in_the_file() {
    let mut file = File::module("crate/db.x")
        .import("crate.base.Base", "Base")
        .with_class("crate.db.v1.Page", &[]);
    file.function(None, "connect", &[], "");
    let base = File::module("crate/base.x").with_class("crate.base.Base", &[]);
    let user = File::module("crate/web.x")
        .import("crate.db.v1.Base", "Base")
        .import("crate.db.test.connect", "connect")
        .import("crate.db.v1.connect", "again");
    let program = link(vec![file, base, user]);
    assert_eq!(program.means("crate/web.x", "Base"), "type crate.base.Base");
    assert_eq!(
        program.means("crate/web.x", "connect"),
        "function connect of crate/db.x"
    );
    assert_eq!(
        program.means("crate/web.x", "crate.db.v1.Page"),
        "type crate.db.v1.Page"
    );
}

#[test]
fn of_modules_with_one_name_the_nearest_is_meant() {
    let crates = |name: &str| {
        let mut file = File::module("x.x");
        file.0.path = format!("{name}/src/db.x").into();
        file.0.module = file.name("crate.db");
        file.class("crate.db.User", &[]);
        let mut user = File::module("x.x").import("crate.db.User", "User");
        user.0.path = format!("{name}/src/api.x").into();
        user.0.module = user.name("crate.api");
        [file, user]
    };
    let program = link([crates("one"), crates("two")].into_iter().flatten().collect());
    for (unit, home) in [("one/src/api.x", "one/src/db.x"), ("two/src/api.x", "two/src/db.x")] {
        let Some(Def::Type(ty)) = program.resolve(program.at(unit), Scope::default(), &program.parts("User")) else {
            panic!("no type")
        };
        assert_eq!(&*program.unit(program.ty(ty).decls[0].0).path, home);
    }
}

#[test]
fn a_bare_name_in_a_method_is_a_member_only_where_receivers_are_not_written() {
    let build = |params: &[&str]| {
        let mut file = File::module("views.x");
        let view = file.class("views.View", &[]);
        file.function(Some(view), "list", params, "");
        let program = link(vec![file]);
        let scope = Scope {
            function: Some(FnId(0)),
            owner: None,
        };
        program.means_in("views.x", scope, "list")
    };
    assert_eq!(build(&["self"]), "nothing");
    assert_eq!(build(&[]), "function list of views.x");
}

#[test]
fn functions_in_functions_and_macros_are_found() {
    let mut file = File::module("crate/a.x").import("lib.query", "query");
    let outer = file.function(None, "outer", &[], "");
    let inner = file.function(None, "inner", &[], "");
    file.0.functions[inner.index()].parent = Some(outer);
    file.name("query!");
    let mut other = File::module("crate/b.x");
    other.function(None, "give!", &[], "");
    let program = link(vec![file, other]);
    let within = Scope {
        function: Some(FnId(0)),
        owner: None,
    };
    assert_eq!(
        program.means_in("crate/a.x", within, "inner"),
        "function inner of crate/a.x"
    );
    assert_eq!(program.means("crate/a.x", "inner"), "nothing");
    assert_eq!(program.means("crate/a.x", "give!"), "function give! of crate/b.x");
    assert_eq!(program.means("crate/a.x", "query!"), "import lib.query!");
}

#[test]
fn extensions_belong_to_what_their_name_means() {
    let mut home = File::module("crate/db.x");
    let user = home.class("crate.db.User", &[]);
    home.field(user, "id", "Id");
    home.class("crate.db.Other", &[]);
    let mut ext = File::module("crate/api.x")
        .import("crate.db.User", "User")
        .import("lib.Pool", "Pool")
        .import("lib.Show", "Show");
    let block = ext.declare(TypeKind::Extension, None, "crate.api.User", &["Show"]);
    ext.function(Some(block), "name", &["self"], "");
    let pool = ext.declare(TypeKind::Extension, None, "crate.api.Pool", &["Show"]);
    ext.function(Some(pool), "take", &["self"], "");
    let made = ext.declare(TypeKind::Extension, None, "crate.api.Made", &[]);
    ext.function(Some(made), "new", &[], "Self");
    let user_of_made = File::module("crate/web.x").import("crate.api.Made", "Made");
    let program = link(vec![home, ext, user_of_made]);
    let user = program.only("crate.db.User");
    assert_eq!(program.ty(user).decls.len(), 2);
    assert_eq!(program.type_id(UnitId(1), TypeIx(0)), user);
    assert_eq!(program.base_names(user), ["lib.Show"]);
    assert!(program.derives(user, &["Show".to_owned()]));
    assert_eq!(program.methods(user, program.find("name").expect("a name")).len(), 1);
    let pool = program.only("lib.Pool");
    assert_eq!(
        (program.ty(pool).kind, program.own_methods(pool).len()),
        (TypeKind::Extension, 1)
    );
    assert!(program.type_by_name(program.find("Pool").expect("a name")).is_empty());
    assert_eq!(program.means("crate/web.x", "Made.new"), "function new of crate/api.x");
}

#[test]
fn what_a_macro_makes_of_its_rows_is_the_type_itself() {
    let mut schema = File::module("crate/schema.x");
    let users = schema.declare(TypeKind::Macro, None, "crate.schema.users", &[]);
    schema.field(users, "name", "Text");
    schema.name("dsl");
    let user = File::module("crate/db.x")
        .import("crate.schema.users", "users")
        .glob("crate.schema.users.dsl");
    let program = link(vec![schema, user]);
    assert_eq!(
        program.means("crate/db.x", "users.name"),
        "field name of crate.schema.users"
    );
    assert_eq!(
        program.means("crate/db.x", "users.dsl.name"),
        "field name of crate.schema.users"
    );
    assert_eq!(program.means("crate/db.x", "users.dsl"), "type crate.schema.users");
    assert_eq!(program.means("crate/db.x", "name"), "field name of crate.schema.users");
}

#[test]
fn what_leads_out_has_a_symbol_wherever_it_is_written() {
    let mut file = File::module("a.x").import("orm.models", "m");
    let (m, model, objects) = (file.name("m"), file.name("Model"), file.name("objects"));
    let span = Span::default();
    let head = file.0.body.expr(ExprKind::Name(m), span);
    let member = file.0.body.expr(
        ExprKind::Member {
            base: head,
            name: model,
        },
        span,
    );
    file.0.body.expr(
        ExprKind::Member {
            base: member,
            name: objects,
        },
        span,
    );
    file.name("m.Field");
    let program = link(vec![file]);
    assert_eq!(
        program.means("a.x", "m.Model.objects"),
        "import orm.models.Model.objects"
    );
    assert_eq!(program.means("a.x", "m.Field"), "import orm.models.Field");
}
