//! A membership that nobody asks the outcome of, and one that stops.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}/logged", get(logged)).route("/invoices/{id}", get(heeded))
}

async fn logged(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ open-check
    if invoice.organization_id != user.organization_id {
        tracing::warn!(id, "another organization's");
    }
    Ok(invoice.total.to_string())
}

async fn heeded(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if invoice.organization_id != user.organization_id {
        return Err(axum::http::StatusCode::NOT_FOUND);
    }
    Ok(invoice.total.to_string())
}
