//! What a tenant is called may be read by anybody; its secrets only by its members.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/organizations/{organization_id}/name", get(name))
        .route("/organizations/{organization_id}/key", get(key))
        .route("/organizations/{organization_id}/key/own", get(own_key))
}

async fn name(Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let row = load(&db, organization_id).await?;
    Ok(row.name)
}

async fn key(Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let row = load(&db, organization_id).await?; //~ tenant-from-request
    Ok(row.api_key)
}

async fn own_key(user: CurrentUser, Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    ensure_member(&db, &user, organization_id).await?;
    let row = load(&db, organization_id).await?; //~ verdict scoped
    Ok(row.api_key)
}

#[derive(sqlx::FromRow)]
pub struct Organization {
    pub id: i64,
    pub name: String,
    pub api_key: String,
}

async fn load(db: &PgPool, id: i64) -> Reply<Organization> {
    sqlx::query_as!(Organization, "SELECT id, name, api_key FROM organizations WHERE id = $1", id).fetch_one(db).await.map_err(failed)
}
