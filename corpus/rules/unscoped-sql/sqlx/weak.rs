//! Checks that do not count.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/logged/{id}", get(logged)).route("/some/{id}", get(some))
}

async fn logged(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ open-check
    if invoice.organization_id != user.organization_id {
        tracing::warn!(id, "another organization's");
    }
    Ok(invoice.total.to_string())
}

async fn some(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let known = sqlx::query!("SELECT 1 AS one FROM memberships WHERE user_id = $1", user.id).fetch_optional(&db).await.map_err(failed)?;
    if known.is_none() {
        return Err(StatusCode::FORBIDDEN);
    }
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    Ok(invoice.total.to_string())
}
