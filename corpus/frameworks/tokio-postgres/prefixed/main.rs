//! A word in front of all tables says whose application it is, and the account behind it is the tenant.

use axum::extract::{Extension, Path, State};
use axum::routing::get;
use axum::{Json, Router};
use std::sync::Arc;
use tokio_postgres::Client;

#[derive(Clone)]
pub struct Caller {
    pub account_id: i32,
}

pub fn router() -> Router<Arc<Client>> {
    Router::new().route("/wallets/{id}", get(wallet)).route("/own/{id}", get(own))
}

async fn wallet(State(db): State<Arc<Client>>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<i32>, Failure> {
    let row = db.query_one("SELECT id FROM bank_wallets WHERE id = $1", &[&id]).await?; //~ unscoped-sql
    Ok(Json(row.get(0)))
}

async fn own(State(db): State<Arc<Client>>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<i32>, Failure> {
    let row = db.query_one("SELECT id FROM bank_wallets WHERE id = $1 AND account_id = $2", &[&id, &caller.account_id]).await?; //~ verdict scoped
    Ok(Json(row.get(0)))
}
