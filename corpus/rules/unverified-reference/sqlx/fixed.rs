//! What the row refers to has been looked up for the caller's tenant, is one of its own, or was left out.

use crate::prelude::*;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;
use std::collections::HashSet;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/projects", post(create))
        .route("/projects/some", post(some))
        .route("/projects/many", post(many))
        .route("/projects/billed", post(billed))
}

#[derive(serde::Deserialize)]
struct NewProject {
    team_id: i64,
    other_id: Option<i64>,
    team_ids: Vec<i64>,
    billed_organization_id: i64,
}

async fn team_exists(db: &PgPool, organization_id: i64, team_id: i64) -> Reply<bool> {
    let found = sqlx::query!("SELECT EXISTS (SELECT id FROM teams WHERE organization_id = $1 AND id = $2)", organization_id, team_id)
        .fetch_one(db)
        .await
        .map_err(failed)?;
    Ok(found.exists.unwrap_or(false))
}

async fn create(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    if !team_exists(&db, user.organization_id, data.team_id).await? { //~ verdict scoped
        return Err(StatusCode::NOT_FOUND);
    }
    sqlx::query!("INSERT INTO projects (organization_id, team_id) VALUES ($1, $2)", user.organization_id, data.team_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn some(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    if let Some(team_id) = data.other_id {
        if !team_exists(&db, user.organization_id, team_id).await? { //~ verdict scoped
            return Err(StatusCode::NOT_FOUND);
        }
    }
    sqlx::query!("INSERT INTO projects (organization_id, team_id) VALUES ($1, $2)", user.organization_id, data.other_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn many(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    let own = sqlx::query!("SELECT id FROM teams WHERE organization_id = $1", user.organization_id) //~ verdict scoped
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    let own: HashSet<i64> = own.iter().map(|team| team.id).collect();
    if data.team_ids.iter().any(|id| !own.contains(id)) {
        return Err(StatusCode::NOT_FOUND);
    }
    for team_id in &data.team_ids {
        sqlx::query!("INSERT INTO projects (organization_id, team_id) VALUES ($1, $2)", user.organization_id, team_id) //~ verdict scoped
            .execute(&db)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

async fn billed(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewProject>) -> Reply<()> {
    sqlx::query!( //~ verdict scoped
        "INSERT INTO projects (organization_id, billed_organization_id) VALUES ($1, $2)",
        user.organization_id,
        data.billed_organization_id
    )
    .execute(&db)
    .await
    .map_err(failed)?;
    Ok(())
}
