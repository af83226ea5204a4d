//! By a key of the request alone.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}", get(show))
}


async fn show(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let total = sqlx::query_scalar!("SELECT total FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    Ok(total.to_string())
}
