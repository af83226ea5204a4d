use super::*;
use crate::tenancy::FilterKind;

const TABLES: &str = r#"
(unit sql "schema.sql" ""
  (type class organizations organizations (attr sql.table "organizations") (field id : uuid (attr sql.primary_key)))
  (type class projects projects (attr sql.table "public.projects")
    (field id : uuid (attr sql.primary_key))
    (field org_id : uuid (attr sql.references "organizations" "id"))
    (field name : text (flags nullable)))
  (type class tasks tasks (attr sql.table "tasks")
    (field id : uuid (attr sql.primary_key)) (field project_id : uuid))
  (type extension projects projects
    (attr sql.row_security "enable")
    (attr sql.policy "own" "all" "permissive" "org_id = current_setting('app.org')::uuid" "")))
"#;

#[test]
fn tables_are_entities_and_references_are_relations() {
    let tenancy = model(&[TABLES]);
    assert_eq!(roots(&tenancy), ["organizations"]);
    assert_eq!(paths(&tenancy, "projects"), ["org_id"]);
    assert_eq!(paths(&tenancy, "tasks"), ["project_id.org_id"]);
    let project = tenancy.of_name("Project");
    assert!(project.is_some());
    for table in ["projects", "PROJECTS", "\"public\".\"projects\"", "[dbo].[projects]"] {
        assert_eq!(tenancy.of_table(table), project, "{table}");
    }
}

#[test]
fn a_class_called_after_a_table_is_the_same_entity() {
    let class = r#"
(unit rust "src/model.rs" crate.model
  (type class Project crate.model.Project (field id : Uuid) (field org_id : Uuid) (field name : String))
  (type class Task crate.model.Task (field label : String)))
"#;
    let tenancy = model(&[TABLES, class]);
    assert_eq!(entity(&tenancy, "Project").types.len(), 2);
    assert_eq!(entity(&tenancy, "Project").name, "Project");
    assert_eq!(
        entity(&tenancy, "Task").types.len(),
        1,
        "nothing in common but the name"
    );
}

#[test]
fn row_security_filters_when_it_is_on_and_asks_for_the_tenant() {
    let tenancy = model(&[TABLES]);
    let filter = &entity(&tenancy, "projects").filters[0];
    assert_eq!(
        (filter.kind, filter.column.as_str(), filter.opening.is_some()),
        (FilterKind::Database, "org_id", false)
    );
    let off = TABLES.replace("\"enable\"", "\"force\"");
    assert!(entity(&model(&[&off]), "projects").filters.is_empty());
    let open = TABLES.replace("::uuid\"", "::uuid OR current_setting('app.org', true) IS NULL\"");
    assert!(entity(&model(&[&open]), "projects").filters[0].opening.is_some());
    let all = TABLES.replace("org_id = current_setting('app.org')::uuid", "true");
    assert!(entity(&model(&[&all]), "projects").filters.is_empty());
}

#[test]
fn a_table_that_is_renamed_is_the_other_one() {
    let more = r#"
(unit sql "2.sql" ""
  (type class tasks_new tasks_new (attr sql.table "tasks_new") (field id : uuid) (field project_id : uuid) (field due : date))
  (type extension tasks_new tasks_new (attr sql.rename_table "tasks")))
"#;
    let tenancy = model(&[TABLES, more]);
    assert_eq!(tenancy.of_table("tasks_new"), tenancy.of_table("tasks"));
}
