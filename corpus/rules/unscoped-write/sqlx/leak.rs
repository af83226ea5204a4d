//! Statements that change rows: by a key of the request, all at once, and below an authorized parent.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, post};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/invoices/{id}", delete(remove))
        .route("/invoices/clear", post(clear))
        .route("/organizations/{organization_id}/lines/{id}", post(empty))
}

async fn remove(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query!("DELETE FROM invoices WHERE id = $1", id).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

async fn clear(_user: CurrentUser, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query("DELETE FROM invoices WHERE paid").execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

async fn empty(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<()> {
    ensure_member(&db, &user, organization_id).await?;
    sqlx::query!("UPDATE lines SET amount = 0 WHERE id = $1", id).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
