//! The user names the tenant.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices", get(count))
}


async fn count(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM invoices WHERE organization_id = $1") //~ verdict scoped
        .bind(user.organization_id)
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(count.to_string())
}
