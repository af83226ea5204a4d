//! The path names the tenant, and the caller is held to it.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{organization_id}/invoices", get(count))
}


async fn count(user: CurrentUser, Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    ensure_member(&db, &user, organization_id).await?;
    let count = sqlx::query_scalar!("SELECT COUNT(*) FROM invoices WHERE organization_id = $1", organization_id) //~ verdict scoped
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(count.unwrap_or(0).to_string())
}
