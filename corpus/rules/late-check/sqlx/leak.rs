//! Deleted before the caller is known to be a member, at once and by a commit that comes too early.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{org}/clear", post(clear)).route("/organizations/{org}/early", post(early))
}

async fn clear(user: CurrentUser, Path(org): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query!("DELETE FROM invoices WHERE organization_id = $1", org).execute(&db).await.map_err(failed)?; //~ late-check
    ensure_member(&db, &user, org).await?;
    Ok(())
}

async fn early(user: CurrentUser, Path(org): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    let mut tx = db.begin().await.map_err(failed)?;
    sqlx::query!("DELETE FROM invoices WHERE organization_id = $1", org).execute(&mut *tx).await.map_err(failed)?; //~ late-check
    tx.commit().await.map_err(failed)?;
    ensure_member(&db, &user, org).await?;
    Ok(())
}
