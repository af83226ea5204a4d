//! What was sent is cut down to what the caller has.

use std::collections::HashSet;

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/picked", post(picked)).route("/joined", post(joined))
}

async fn own(db: &PgPool, user: &CurrentUser) -> Reply<Vec<i64>> {
    sqlx::query_scalar!("SELECT organization_id FROM memberships WHERE user_id = $1", user.id)
        .fetch_all(db)
        .await
        .map_err(failed)
}

async fn picked(user: CurrentUser, State(db): State<PgPool>, Json(sent): Json<HashSet<i64>>) -> Reply<String> {
    let allowed = own(&db, &user).await?;
    let allowed: HashSet<i64> = allowed.into_iter().collect();
    let chosen: Vec<i64> = sent.intersection(&allowed).copied().collect();
    let count = sqlx::query_scalar!("SELECT COUNT(*) FROM invoices WHERE organization_id = ANY($1)", &chosen) //~ verdict scoped
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(count.unwrap_or(0).to_string())
}

async fn joined(user: CurrentUser, State(db): State<PgPool>, Json(sent): Json<HashSet<i64>>) -> Reply<String> {
    let allowed = own(&db, &user).await?;
    let allowed: HashSet<i64> = allowed.into_iter().collect();
    let chosen: Vec<i64> = sent.union(&allowed).copied().collect();
    let count = sqlx::query_scalar!("SELECT COUNT(*) FROM invoices WHERE organization_id = ANY($1)", &chosen) //~ tenant-from-request
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(count.unwrap_or(0).to_string())
}
