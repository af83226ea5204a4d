diesel::table! {
    use diesel::sql_types::*;

    /// Invoices.
    #[sql_name = "bills"]
    billing.invoices (id, organization_id) {
        id -> Int4,
        #[max_length = 5]
        note -> Nullable<Varchar>,
        #[sql_name = "type"]
        kind -> crate::types::Kind,
    }
}

joinable!(invoices -> organizations (organization_id));
allow_tables_to_appear_in_same_query!(invoices, organizations,);

db_object! {
    #[derive(Queryable)]
    pub struct Invoice { id: u8 }

    impl Invoice {
        fn id(&self) -> u8 { self.id }
    }
}

lazy_static! { static ref CACHE: Map = Map::new(); }

macro_rules! fail {
    ($message:expr) => {{
        log::error!("{}", $message);
        return Err(Error::new($message));
    }};
    ($message:expr, $other:expr) => { fail!($message) };
}

fn calls() {
    sqlx::query_as!(Invoice, "select * from invoices where id = $1", id, tenant = t);
    vec![0; n];
    format!("{id} {} {{no}}", x);
    info!(id = %user.id, http.path = ?p, "seen");
    matches!(role, Role::Admin | Role::Owner if x);
    assert_matches!(r, Err(E::Bad(m)) if m == "s");
    db_run! { conn: { invoices::table.load(conn) } };
    db_run! { conn: sqlite, mysql { a(conn); } postgresql { b(conn) } }
    json!({ "a": x.id, "b": [1, { "c": null }], key: f(y) });
    select! { v = f() => { g(v) } Some(x) = h(), if ok => x, else => break, }
    odd!(fn "kept" => ("too") + );
}
