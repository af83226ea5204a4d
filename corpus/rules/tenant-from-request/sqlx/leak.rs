//! A field of the query string names the tenant.

use crate::prelude::*;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices", get(count))
}


#[derive(serde::Deserialize)]
struct Filter {
    organization_id: i64,
}

async fn count(_user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM invoices WHERE organization_id = $1") //~ tenant-from-request
        .bind(filter.organization_id)
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(count.to_string())
}
