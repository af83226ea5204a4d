//! Nothing has happened when the check fails.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{org}/clear", post(clear)).route("/organizations/{org}/within", post(within))
}

async fn clear(user: CurrentUser, Path(org): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    ensure_member(&db, &user, org).await?;
    sqlx::query!("DELETE FROM invoices WHERE organization_id = $1", org).execute(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}

async fn within(user: CurrentUser, Path(org): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    let mut tx = db.begin().await.map_err(failed)?;
    sqlx::query!("DELETE FROM invoices WHERE organization_id = $1", org).execute(&mut *tx).await.map_err(failed)?; //~ verdict scoped
    ensure_member(&db, &user, org).await?;
    tx.commit().await.map_err(failed)?;
    Ok(())
}
