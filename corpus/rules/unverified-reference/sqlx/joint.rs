//! A name that is only told apart together with its owner's key names a row of that owner.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/event-types", post(create)).route("/event-types/elsewhere", post(elsewhere))
}

#[derive(serde::Deserialize)]
struct NewType {
    organization_id: i64,
    service: String,
}

async fn create(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewType>) -> Reply<()> {
    sqlx::query("INSERT INTO event_types (organization_id, service_name) VALUES ($1, $2)") //~ verdict scoped
        .bind(user.organization_id)
        .bind(data.service)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn elsewhere(_user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewType>) -> Reply<()> {
    sqlx::query("INSERT INTO event_types (organization_id, service_name) VALUES ($1, $2)") //~ writable-tenant-key
        .bind(data.organization_id)
        .bind(data.service)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
