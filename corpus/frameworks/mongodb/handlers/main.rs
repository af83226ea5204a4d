use axum::{extract::{Path, State, Extension}, routing::get, Json, Router};
use mongodb::{bson::{doc, oid::ObjectId}, Collection, Database};
use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)]
pub struct Organization { pub id: ObjectId, pub name: String }
#[derive(Serialize, Deserialize)]
pub struct Invoice { #[serde(rename = "_id")] pub id: ObjectId, pub organization_id: ObjectId, pub total: i64 }
#[derive(Clone)]
pub struct Claims { pub organization_id: ObjectId }
async fn read(State(db): State<Database>, Extension(claims): Extension<Claims>, Path(id): Path<ObjectId>) -> Result<Json<Invoice>, Error> {
    let invoices: Collection<Invoice> = db.collection("invoices");
    let row = invoices.find_one(doc! { "_id": id }).await?.ok_or(Error::NotFound)?; //~ unscoped-lookup
    Ok(Json(row))
}
async fn read_own(State(db): State<Database>, Extension(claims): Extension<Claims>, Path(id): Path<ObjectId>) -> Result<Json<Invoice>, Error> {
    let row = db.collection::<Invoice>("invoices").find_one(doc! { "_id": id, "organization_id": claims.organization_id }).await?.ok_or(Error::NotFound)?; //~ verdict scoped
    Ok(Json(row))
}
async fn remove(State(db): State<Database>, Extension(claims): Extension<Claims>, Path(id): Path<ObjectId>) -> Result<Json<()>, Error> {
    db.collection::<Invoice>("invoices").delete_one(doc! { "_id": id }).await?; //~ unscoped-write
    Ok(Json(()))
}
async fn list(State(db): State<Database>, Extension(claims): Extension<Claims>) -> Result<Json<Vec<Invoice>>, Error> {
    let rows = db.collection::<Invoice>("invoices").find(doc! { "organization_id": claims.organization_id }).await?.try_collect().await?; //~ verdict scoped
    Ok(Json(rows))
}
fn router() -> Router<Database> {
    Router::new().route("/i/:id", get(read).delete(remove)).route("/o/:id", get(read_own)).route("/i", get(list))
}
