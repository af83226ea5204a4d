use axum::{extract::{Path, State, Extension}, routing::get, Json, Router};
use rusqlite::{params, Connection};
use std::sync::{Arc, Mutex};
pub struct Invoice { pub id: i64, pub organization_id: i64 }
#[derive(Clone)]
pub struct Claims { pub organization_id: i64 }
type Db = Arc<Mutex<Connection>>;
async fn read(State(db): State<Db>, Extension(claims): Extension<Claims>, Path(id): Path<i64>) -> Result<Json<i64>, Error> {
    let conn = db.lock().unwrap();
    let row = conn.query_row("SELECT id, total FROM invoices WHERE id = ?1", params![id], |row| row.get(1))?; //~ unscoped-sql
    Ok(Json(row))
}
async fn read_own(State(db): State<Db>, Extension(claims): Extension<Claims>, Path(id): Path<i64>) -> Result<Json<i64>, Error> {
    let conn = db.lock().unwrap();
    let row = conn.query_row("SELECT id, total FROM invoices WHERE id = ?1 AND organization_id = ?2", params![id, claims.organization_id], |row| row.get(1))?; //~ verdict scoped
    Ok(Json(row))
}
async fn prepared(State(db): State<Db>, Extension(claims): Extension<Claims>, Path(id): Path<i64>) -> Result<Json<Vec<i64>>, Error> {
    let conn = db.lock().unwrap();
    let mut statement = conn.prepare("SELECT total FROM invoices WHERE id = ?1")?; //~ unscoped-sql
    let rows = statement.query_map([id], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(Json(rows))
}
async fn remove(State(db): State<Db>, Extension(claims): Extension<Claims>, Path(id): Path<i64>) -> Result<Json<usize>, Error> {
    let conn = db.lock().unwrap();
    Ok(Json(conn.execute("DELETE FROM invoices WHERE id = ?1", params![id])?)) //~ unscoped-write
}
async fn named(State(db): State<Db>, Extension(claims): Extension<Claims>, Path(id): Path<i64>) -> Result<Json<usize>, Error> {
    let conn = db.lock().unwrap();
    Ok(Json(conn.execute("DELETE FROM invoices WHERE id = :id AND organization_id = :org", rusqlite::named_params! { ":id": id, ":org": claims.organization_id })?)) //~ verdict unknown
}
fn router() -> Router<Db> {
    Router::new().route("/i/:id", get(read).delete(remove)).route("/o/:id", get(read_own).delete(named)).route("/p/:id", get(prepared))
}
