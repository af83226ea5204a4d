//! The tenant is the caller's, or one that the caller was found to be a member of.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices", post(create)).route("/invoices/checked", post(checked))
}

#[derive(serde::Deserialize)]
struct NewInvoice {
    organization_id: i64,
    total: i64,
}

async fn create(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewInvoice>) -> Reply<()> {
    sqlx::query("INSERT INTO invoices (organization_id, total) VALUES ($1, $2)") //~ verdict scoped
        .bind(user.organization_id)
        .bind(data.total)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn checked(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewInvoice>) -> Reply<()> {
    ensure_member(&db, &user, data.organization_id).await?;
    sqlx::query("INSERT INTO invoices (organization_id, total) VALUES ($1, $2)") //~ verdict scoped
        .bind(data.organization_id)
        .bind(data.total)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
