//! The organization in the path was checked before, and an arm's guard compares.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{organization_id}/invoices/{id}", get(show))
}


async fn show(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    ensure_member(&db, &user, organization_id).await?;
    let found = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_optional(&db).await; //~ verdict guarded
    match found.map_err(failed)? {
        Some(invoice) if invoice.organization_id == organization_id => Ok(invoice.total.to_string()),
        _ => Err(StatusCode::NOT_FOUND),
    }
}
