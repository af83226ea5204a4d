//! The second parameter is the user's organization.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}", get(show))
}


async fn show(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let own = "SELECT total FROM invoices WHERE id = $1 AND organization_id = $2";
    let total: i64 = sqlx::query_scalar(own).bind(id).bind(user.organization_id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}
