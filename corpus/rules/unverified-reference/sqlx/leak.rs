//! The row is the caller's, and what it refers to is whatever the request names.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::{post, put};
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/projects", post(create))
        .route("/projects/{id}", put(change))
        .route("/projects/tenant", post(elsewhere))
        .route("/projects/copy", post(copy))
}

#[derive(serde::Deserialize)]
struct NewProject {
    team_id: i64,
    organization_id: i64,
}

async fn create(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    sqlx::query!("INSERT INTO projects (organization_id, team_id) VALUES ($1, $2)", user.organization_id, data.team_id) //~ unverified-reference
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn change(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    sqlx::query("UPDATE projects SET team_id = $1 WHERE id = $2 AND organization_id = $3") //~ unverified-reference
        .bind(data.team_id)
        .bind(id)
        .bind(user.organization_id)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn elsewhere(_user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    sqlx::query!("INSERT INTO projects (organization_id) VALUES ($1)", data.organization_id) //~ writable-tenant-key
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn copy(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    add(&db, user.organization_id, data.team_id).await //~ unverified-reference
}

async fn add(db: &PgPool, organization_id: i64, team_id: i64) -> Reply<()> {
    sqlx::query!("INSERT INTO projects (organization_id, team_id) VALUES ($1, $2)", organization_id, team_id)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}
