//! A member of the body is bound to the tenant's column; a value of the route is the route's choice.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices", post(create)).route("/organizations/{organization_id}/invoices", post(routed))
}

#[derive(serde::Deserialize)]
struct NewInvoice {
    organization_id: i64,
    total: i64,
}

async fn create(_user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewInvoice>) -> Reply<()> {
    sqlx::query("INSERT INTO invoices (organization_id, total) VALUES ($1, $2)") //~ writable-tenant-key
        .bind(data.organization_id)
        .bind(data.total)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn routed(_user: CurrentUser, Path(organization_id): Path<i64>, State(db): State<PgPool>, Json(data): Json<NewInvoice>) -> Reply<()> {
    sqlx::query("INSERT INTO invoices (organization_id, total) VALUES ($1, $2)") //~ tenant-from-request
        .bind(organization_id)
        .bind(data.total)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
