use super::*;

const SHOP: &str = r#"
(unit python "shop/models.py" shop.models
  (type class User shop.models.User (base Row))
  (type class Org shop.models.Org (base Row)
    (field slug = (call Text (arg unique true)))
    (field owner = (call Link User)))
  (type class Owned shop.models.Owned (base Row)
    (field org = (call Link Org)))
  (type class Meta shop.models.Owned.Meta (owner 2) (field abstract = true))
  (type class Project shop.models.Project (base Owned)
    (field created_by = (call Link User (arg back "made"))))
  (type class Task shop.models.Task (base Row)
    (field project = (call Link Project))
    (field reviewer = (call Link User))
    (field parent = (call Link "self" (arg null true))))
  (type class Note shop.models.Note (base Row)
    (field created_by = (call Link User)))
  (type class Draft shop.models.Draft (base Row)
    (field created_by = (call Link User (arg null true))))
  (type class Country shop.models.Country (base Row)
    (field flag = (call Link File (arg null true))))
  (type class File shop.models.File (base Row)
    (field org = (call Link Org)))
  (type class OrgMember shop.models.OrgMember (base Row)
    (field org = (call Link Org))
    (field member = (call Link User)))
  (type class TaskWatcher shop.models.TaskWatcher (base Row)
    (field task = (call Link Task))
    (field user = (call Link User))))
"#;

#[test]
fn rows_belong_to_roots_through_required_relations() {
    let tenancy = model(&[SHOP]);
    assert_eq!(roots(&tenancy), ["Org", "User"]);
    assert_eq!(entity(&tenancy, "User").standing, Standing::Root { user: true });
    assert_eq!(paths(&tenancy, "Project"), ["org"]);
    assert_eq!(paths(&tenancy, "Task"), ["project.org"]);
    assert_eq!(paths(&tenancy, "TaskWatcher"), ["user", "task.project.org"]);
    assert!(paths(&tenancy, "Org").is_empty(), "its owner does not own the tenant");
}

#[test]
fn what_a_person_made_is_theirs_only_where_nothing_else_says_so() {
    let tenancy = model(&[SHOP]);
    assert_eq!(paths(&tenancy, "Note"), ["created_by"]);
    assert_eq!(entity(&tenancy, "Draft").standing, Standing::Shared);
    assert_eq!(
        entity(&tenancy, "Country").standing,
        Standing::Shared,
        "an owned image owns nothing"
    );
}

#[test]
fn an_abstract_class_lends_its_columns_and_is_no_entity() {
    let tenancy = model(&[SHOP]);
    assert_eq!(tenancy.of_name("owned"), None);
    assert!(
        entity(&tenancy, "Project")
            .columns
            .iter()
            .any(|column| column.name == "org")
    );
}

#[test]
fn a_membership_joins_a_user_to_a_root() {
    let tenancy = model(&[SHOP]);
    let member = entity(&tenancy, "OrgMember");
    let found = member.membership.unwrap();
    assert_eq!(member.columns[found.user].name, "member");
    assert_eq!(member.columns[found.root].name, "org");
    assert_eq!(Some(found.root_entity), tenancy.of_name("Org"));
    assert_eq!(entity(&tenancy, "TaskWatcher").membership, None);
}

#[test]
fn a_key_that_many_share_makes_a_root_that_has_no_entity() {
    let unit = r#"
(unit csharp "Model.cs" ""
  (type class Db Db (field As : (Set A)) (field Bs : (Set B)) (field Cs : (Set C)))
  (type class A A (field Id : int) (field TenantId : int))
  (type class B B (field Id : int) (field TenantId : int))
  (type class C C (field Id : int) (field B : B) (field BId : int)))
"#;
    let tenancy = model(&[unit]);
    assert_eq!(roots(&tenancy), ["Tenant"]);
    assert_eq!(entity(&tenancy, "Tenant").place, None);
    assert_eq!(paths(&tenancy, "A"), ["TenantId"]);
    assert_eq!(paths(&tenancy, "C"), ["B.TenantId"]);
    assert!(tenancy.is_tenant_key("tenantId", false));
    assert!(!tenancy.is_tenant_key("bId", false));
}

#[test]
fn a_relation_to_a_tenant_outside_of_the_program_makes_a_root() {
    let unit = r#"
(unit python "m.py" m
  (type class Team m.Team (base Row) (field lead = (call Link (. settings AUTH_USER_MODEL))))
  (type class Invoice m.Invoice (base Row) (field org = (call Link "accounts.Organization"))))
"#;
    let tenancy = model(&[unit]);
    assert_eq!(roots(&tenancy), ["Organization", "User"]);
    assert_eq!(paths(&tenancy, "Invoice"), ["org"]);
}

#[test]
fn a_part_of_a_root_that_much_hangs_on_is_a_nested_root() {
    let parts = ["A", "B", "C", "D"]
        .map(|name| format!("(type class {name} m.{name} (base Row) (field project = (call Link Project)))"));
    let unit = format!(
        r#"(unit python "m.py" m
  (type class Workspace m.Workspace (base Row))
  (type class Project m.Project (base Row) (field workspace = (call Link Workspace)))
  (type class Team m.Team (base Row) (field workspace = (call Link Workspace)))
  {})"#,
        parts.join("\n")
    );
    let tenancy = model(&[&unit]);
    assert_eq!(roots(&tenancy), ["Project", "Workspace"]);
    assert_eq!(paths(&tenancy, "Project"), ["workspace"]);
    assert_eq!(paths(&tenancy, "A"), ["project", "project.workspace"]);
}

#[test]
fn the_settings_word_goes_over_everything() {
    let settings = Settings {
        roots: vec!["Project".to_owned()],
        entities: vec![crate::settings::EntitySetting {
            name: "Task".to_owned(),
            shared: true,
            path: String::new(),
        }],
        ..Settings::default()
    };
    let tenancy = model_of(&[SHOP], &settings);
    assert_eq!(roots(&tenancy), ["Project"]);
    assert_eq!(entity(&tenancy, "Task").standing, Standing::Shared);
    let keys = Settings {
        tenant_keys: vec!["flag".to_owned()],
        ..Settings::default()
    };
    assert!(model_of(&[SHOP], &keys).is_tenant_key("Flag", false));
}

#[test]
fn the_model_does_not_depend_on_the_order_of_units() {
    let other = r#"(unit python "b.py" b (type class Bill b.Bill (base Row) (field org = (call Link "Org"))))"#;
    let show = |tenancy: &Tenancy| {
        format!(
            "{:?}",
            tenancy
                .entities
                .iter()
                .map(|entity| (&entity.name, &entity.paths))
                .collect::<Vec<_>>()
        )
    };
    assert_eq!(show(&model(&[SHOP, other])), show(&model(&[other, SHOP])));
}

#[test]
fn circles_of_relations_end() {
    let unit = r#"
(unit python "m.py" m
  (type class A m.A (base Row) (field b = (call Link B)))
  (type class B m.B (base Row) (field a = (call Link A)) (field org = (call Link Org)))
  (type class Org m.Org (base Row)))
"#;
    let tenancy = model(&[unit]);
    assert_eq!(paths(&tenancy, "A"), ["b.org"]);
    assert_eq!(paths(&tenancy, "B"), ["org"]);
}

#[test]
fn keys_that_no_declaration_speaks_of_are_told_by_what_they_are_compared_with() {
    let source = r#"
(unit python "shop.py" shop
  (type class User shop.User (base Row) (field id = (call Int (arg primary true))))
  (type class Org shop.Org (base Row) (field id = (call Int (arg primary true))) (field user = (call Link User)))
  (type class Box shop.Box (base Row)
    (field id = (call Int (arg primary true))) (field oid = (call Int)) (field org = (call Link Org)))
  (type class Pack shop.Pack (base Row) (field box_nr = (call Int)))
  (type class Note shop.Note (base Row) (field created_by = (call Int)) (field changed_by = (call Int)))
  (fn plain find (body (do
    (== (. Pack box_nr) (. Box id))
    (== (. Note created_by) (. current_user id))
    (== (. Note changed_by) (. current_user id))))))
"#;
    let tenancy = model(&[source]);
    let of = |name: &str| tenancy.of_name(name).unwrap();
    assert_eq!(role(&tenancy, "Pack", &["box_nr"]), Role::ParentKey(of("Box")));
    assert_eq!(role(&tenancy, "Note", &["created_by"]), Role::UserKey(of("User")));
    assert_eq!(role(&tenancy, "Note", &["changed_by"]), Role::Other);
}
