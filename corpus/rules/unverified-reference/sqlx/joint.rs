//! A name that is only told apart together with its owner's key names a row of that owner, and so does a key that refers to a row
//! together with it.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/event-types", post(create)).route("/event-types/elsewhere", post(elsewhere)).route("/tasks", post(task))
}

#[derive(serde::Deserialize)]
struct NewType {
    organization_id: i64,
    service: String,
    team_id: i64,
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

async fn task(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewType>) -> Reply<()> {
    sqlx::query("INSERT INTO tasks (organization_id, team_id) VALUES ($1, $2)") //~ verdict scoped
        .bind(user.organization_id)
        .bind(data.team_id)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
