use super::*;

const SHOP: &str = r#"
(unit python "shop.py" shop
  (type class User shop.User (base Row))
  (type class Org shop.Org (base Row)
    (field id = (call Int (arg primary true))) (field slug = (call Text (arg unique true))) (field name = (call Text)))
  (type class Project shop.Project (base Row) (field org = (call Link Org (arg back "projects"))))
  (type class Task shop.Task (base Row)
    (field id = (call Int (arg primary true)))
    (field project = (call Link Project))
    (field reviewer = (call Link User))
    (field share_token = (call Text))
    (field is_public = (call Flag))
    (field country = (call Link Country)))
  (type class Country shop.Country (base Row) (field name = (call Text)))
  (type class OrgMember shop.OrgMember (base Row)
    (field org = (call Link Org (arg back "members"))) (field member = (call Link User))))
"#;

#[test]
fn a_path_to_the_root_is_a_tenant_key_in_any_writing() {
    let tenancy = model(&[SHOP]);
    let org = Role::TenantKey(tenancy.of_name("Org").unwrap());
    for path in [
        &["project", "org"][..],
        &["project__org_id"],
        &["Project", "Org", "Id"],
        &["project.org.slug"],
        &["project", "org", "pk"],
    ] {
        assert_eq!(role(&tenancy, "Task", path), org, "{path:?}");
    }
    assert_eq!(role(&tenancy, "Project", &["org_id"]), org);
    assert_eq!(role(&tenancy, "Task", &["project", "org", "name"]), Role::Other);
}

#[test]
fn keys_of_parents_persons_and_the_row_itself_are_told_apart() {
    let tenancy = model(&[SHOP]);
    let project = tenancy.of_name("Project").unwrap();
    assert_eq!(role(&tenancy, "Task", &["project_id"]), Role::ParentKey(project));
    for own in ["id", "pk", "task_id", "uuid"] {
        assert_eq!(role(&tenancy, "Task", &[own]), Role::OwnKey, "{own}");
    }
    assert_eq!(role(&tenancy, "Task", &["reviewer_id"]), Role::Other);
    assert_eq!(role(&tenancy, "Task", &["country"]), Role::Other);
    assert_eq!(role(&tenancy, "Task", &["share_token"]), Role::Secret);
    assert_eq!(role(&tenancy, "Task", &["is_public"]), Role::Public);
    assert_eq!(role(&tenancy, "Task", &["nonsense"]), Role::Other);
    assert_eq!(role(&tenancy, "Task", &[]), Role::Other);
}

#[test]
fn the_user_of_a_membership_authorizes_its_root() {
    let tenancy = model(&[SHOP]);
    let org = tenancy.of_name("Org").unwrap();
    let user = tenancy.of_name("User").unwrap();
    assert_eq!(role(&tenancy, "Org", &["members", "member"]), Role::Member(org));
    assert_eq!(
        role(&tenancy, "Task", &["project__org__members__member_id"]),
        Role::Member(org)
    );
    assert_eq!(role(&tenancy, "OrgMember", &["member"]), Role::UserKey(user));
    assert_eq!(role(&tenancy, "OrgMember", &["org_id"]), Role::TenantKey(org));
}

#[test]
fn relations_are_found_forward_and_back() {
    let tenancy = model(&[SHOP]);
    let of = |name: &str| tenancy.of_name(name).unwrap();
    assert_eq!(tenancy.relation(of("Project"), "org"), Some((of("Org"), false)));
    assert_eq!(tenancy.relation(of("Org"), "projects"), Some((of("Project"), true)));
    assert_eq!(tenancy.relation(of("Project"), "task_set"), Some((of("Task"), true)));
    assert_eq!(tenancy.relation(of("Project"), "task"), Some((of("Task"), true)));
    assert_eq!(tenancy.relation(of("Country"), "org"), None);
}

#[test]
fn the_name_of_a_value_says_what_it_is_the_key_of() {
    let tenancy = model(&[SHOP]);
    let of = |name: &str| tenancy.of_name(name);
    for name in ["org_slug", "orgId", "ORGANIZATION_ID"] {
        assert_eq!(tenancy.refers(name), of("Org"), "{name}");
        assert!(tenancy.is_tenant_key(name, false), "{name}");
    }
    assert_eq!(tenancy.refers("project_id"), of("Project"));
    assert_eq!(tenancy.refers("id"), None);
    assert_eq!(tenancy.refers("page"), None);
    assert!(!tenancy.is_tenant_key("project_id", true));
    assert!(tenancy.is_tenant_key("user_id", true) && !tenancy.is_tenant_key("user_id", false));
}

#[test]
fn users_are_joined_by_a_list_of_them_or_by_what_is_called_a_member_alone() {
    let source = r#"
(unit python "shop.py" shop
  (type class User shop.User (base Row))
  (type class Project shop.Project (base Row) (field owner = (call Link User)))
  (type class Member shop.Member (base Row)
    (field user = (call Link User)) (field project = (call Link Project)))
  (type class Task shop.Task (base Row) (field project = (call Link Project))))
"#;
    let tenancy = model(&[source]);
    let project = tenancy.of_name("Project").unwrap();
    assert_eq!(role(&tenancy, "Task", &["project_id"]), Role::TenantKey(project));
    assert_eq!(role(&tenancy, "Project", &["member", "user"]), Role::Member(project));
    let listed = r#"
(unit python "shop.py" shop
  (type class User shop.User (base Row))
  (type class Product shop.Product (base Row) (field authorized_users = (call Links User)))
  (type class Report shop.Report (base Row)
    (field product = (call Link Product)) (field user = (call Link User)))
  (type class Song shop.Song (base Row) (field likes = (call Links User)))
  (type class Line shop.Line (base Row) (field song = (call Link Song))))
"#;
    let tenancy = model(&[listed]);
    let product = tenancy.of_name("Product").unwrap();
    assert_eq!(role(&tenancy, "Report", &["product_id"]), Role::TenantKey(product));
    assert_eq!(role(&tenancy, "Line", &["song_id"]), Role::Other);
}
