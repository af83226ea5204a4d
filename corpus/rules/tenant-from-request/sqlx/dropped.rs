//! The answer of the check is thrown away.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{organization_id}/invoices/{id}", get(dropped))
}

async fn dropped(user: CurrentUser, Path((org, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let _ = ensure_member(&db, &user, org).await;
    let total = sqlx::query_scalar!("SELECT total FROM invoices WHERE id = $1 AND organization_id = $2", id, org).fetch_one(&db).await; //~ tenant-from-request
    total.map(|total| total.to_string()).map_err(failed)
}
