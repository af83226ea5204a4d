use super::*;
use crate::tenancy::FilterKind;

/// A context that lists two entities, and a function that sets the model up.
fn context(body: &str, more: &str) -> String {
    format!(
        r#"
(unit csharp "Db.cs" ""
  (type class Db Db (field Invoices : (Set Invoice)) (field Notes : (Set Note)) (field Tenants : (Set Tenant)))
  (type class Tenant Tenant (field Id : int))
  (type interface IOwned IOwned (field TenantId : int))
  (type class Invoice Invoice (base IOwned) (field Id : int) (field TenantId : int) (field IsDeleted : bool))
  (type class Note Note (field Id : int) (field TenantId : int) (field IsDeleted : bool))
  {more}
  (fn plain Build (owner 0) (param model : Model) (body (do {body})))@0..100)
"#
    )
}

fn filters(tenancy: &Tenancy, name: &str) -> Vec<(FilterKind, String, bool)> {
    entity(tenancy, name)
        .filters
        .iter()
        .map(|filter| (filter.kind, filter.column.clone(), filter.opening.is_some()))
        .collect()
}

#[test]
fn a_registered_predicate_on_the_tenant_is_a_filter() {
    let body =
        "(call (. (call (<> (. model Entity) Invoice)) Filter) (lambda (param i) (== (. i TenantId) (. this tenant))))
                (call (. (call (<> (. model Entity) Note)) Filter) (lambda (param n) (not (. n IsDeleted))))";
    let tenancy = model(&[&context(body, "")]);
    assert_eq!(
        filters(&tenancy, "Invoice"),
        [(FilterKind::Query, "TenantId".to_owned(), false)]
    );
    assert_eq!(filters(&tenancy, "Note"), []);
}

#[test]
fn a_predicate_that_holds_without_a_tenant_fails_open() {
    let body = r#"(call (. (call (<> (. model Entity) Invoice)) Filter) "Tenant"
        (lambda (param i) (or (== (. this tenant) null) (== (. i TenantId) (. this tenant)))))
        (call (. (call (<> (. model Entity) Note)) Filter)
        (lambda (param n) (or (== (. n TenantId) null) (== (. n TenantId) (. this tenant)))))"#;
    let tenancy = model(&[&context(body, "")]);
    assert_eq!(
        filters(&tenancy, "Invoice"),
        [(FilterKind::Query, "TenantId".to_owned(), true)]
    );
    assert_eq!(entity(&tenancy, "Invoice").filters[0].name.as_deref(), Some("Tenant"));
    assert_eq!(
        filters(&tenancy, "Note"),
        [(FilterKind::Query, "TenantId".to_owned(), false)]
    );
}

#[test]
fn a_builder_that_is_a_parameter_or_a_local_says_the_entity() {
    let local = "(let e = (call (<> (. model Entity) Invoice))@10..20)@5..20
        (call (. e Filter) (lambda (param i) (== (. i TenantId) (. this tenant))))@30..90";
    let other = r#"
(unit csharp "Conf.cs" ""
  (type class Conf Conf (base (IConfigure Note)))
  (fn plain Configure (owner 0) (param b : (Builder Note))
    (body (do (call (. b Filter) (lambda (param n) (== (. n TenantId) (. this tenant))))))))
"#;
    let tenancy = model(&[&context(local, ""), other]);
    assert_eq!(filters(&tenancy, "Invoice").len(), 1);
    assert_eq!(filters(&tenancy, "Note").len(), 1);
}

#[test]
fn a_loop_over_all_types_filters_those_that_it_asks_for() {
    let asks = "(loop for t in (. model Types) (if (call (. IOwned Fits) t)
        (call (. (call (. model Entity) t) Multi))))";
    let tenancy = model(&[&context(asks, "")]);
    assert_eq!(
        filters(&tenancy, "Invoice"),
        [(FilterKind::Framework, "TenantId".to_owned(), false)]
    );
    assert_eq!(filters(&tenancy, "Note"), []);
    let skips = "(loop for t in (. model Types) (do (if (call (. IOwned Fits) t) continue)
        (call (. (call (. model Entity) t) Multi))))";
    let tenancy = model(&[&context(skips, "")]);
    assert_eq!(filters(&tenancy, "Invoice"), []);
    assert_eq!(
        filters(&tenancy, "Note"),
        [(FilterKind::Framework, "TenantId".to_owned(), false)]
    );
}

const MANAGED: &str = r#"
(unit python "m.py" m
  (type class Org m.Org (base Row))
  (type class Mine m.Mine (base Manager))
  (type class Alive m.Alive (base Manager))
  (type class Invoice m.Invoice (base Row)
    (field objects = (call Mine)) (field everything = (call Manager)) (field org = (call Link Org)))
  (type class Note m.Note (base Row)
    (field objects = (call Alive)) (field org = (call Link Org)))
  (type class Bill m.Bill (base Row)
    (field all = (call Manager)) (field objects = (call Scoped (arg tenant "org"))) (field org = (call Link Org)))
  (fn plain rows (owner 1) (param self receiver)
    (body (do (return (call (. (call (. base rows)) filter) (arg org (call current)))))))
  (fn plain rows (owner 2) (param self receiver)
    (body (do (return (call (. (call (. base rows)) filter) (arg deleted false)))))))
"#;

#[test]
fn a_manager_filters_what_it_restricts_to_the_tenant() {
    let tenancy = model(&[MANAGED]);
    assert_eq!(
        filters(&tenancy, "Invoice"),
        [(FilterKind::Manager, "org".to_owned(), false)]
    );
    let filter = &entity(&tenancy, "Invoice").filters[0];
    assert_eq!(
        (filter.manager.as_deref(), filter.default_manager),
        (Some("objects"), true)
    );
    assert_eq!(filters(&tenancy, "Note"), []);
    let scoping = MANAGED.replace("(arg tenant", "(arg country").replace(
        "(fn plain rows (owner 1)",
        "(type class Country m.Country (base Row)) (fn plain rows (owner 1)",
    );
    assert_eq!(roots(&model(&[&scoping])), ["Country", "Org"]);
    let scoped = &entity(&tenancy, "Bill").filters[0];
    assert_eq!(
        (scoped.manager.as_deref(), scoped.default_manager),
        (Some("objects"), false)
    );
}

#[test]
fn a_manager_that_only_sometimes_restricts_fails_open() {
    let unit = MANAGED.replace(
        "(do (return (call (. (call (. base rows)) filter) (arg org (call current)))))",
        "(do (let q = (call (. base rows)))@1..9
          (if (call current) (do (= q (call (. q filter) (arg org (call current)))@20..30)@20..30)@19..31)@10..40
          (return q)@41..50)@0..60",
    );
    let tenancy = model(&[&unit]);
    assert_eq!(
        filters(&tenancy, "Invoice"),
        [(FilterKind::Manager, "org".to_owned(), true)]
    );
}
