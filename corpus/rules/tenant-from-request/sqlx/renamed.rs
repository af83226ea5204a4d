//! The tenant's own row is changed, as the body names it.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::patch;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organization", patch(rename)).route("/own-organization", patch(rename_own)).route("/checked", patch(rename_checked))
}

#[derive(serde::Deserialize)]
struct Renaming {
    organization_id: i64,
    name: String,
}

async fn put(db: &PgPool, id: i64, name: &str) -> Reply<()> {
    sqlx::query("UPDATE organizations SET name = $1 WHERE id = $2").bind(name).bind(id).execute(db).await.map_err(failed)?;
    Ok(())
}

async fn rename(_user: CurrentUser, State(db): State<PgPool>, Json(body): Json<Renaming>) -> Reply<()> {
    put(&db, body.organization_id, &body.name).await //~ tenant-from-request
}

async fn rename_own(user: CurrentUser, State(db): State<PgPool>, Json(body): Json<Renaming>) -> Reply<()> {
    put(&db, user.organization_id, &body.name).await //~ verdict scoped
}

async fn rename_checked(user: CurrentUser, State(db): State<PgPool>, Json(body): Json<Renaming>) -> Reply<()> {
    ensure_member(&db, &user, body.organization_id).await?;
    put(&db, body.organization_id, &body.name).await //~ verdict scoped
}
