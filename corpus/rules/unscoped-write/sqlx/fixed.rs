//! The same with the tenant in the statement, directly or through the parent.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, post};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/invoices/{id}", delete(remove))
        .route("/organizations/{organization_id}/lines/{id}", post(empty))
}

async fn remove(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query!("DELETE FROM invoices WHERE id = $1 AND organization_id = $2", id, user.organization_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn empty(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<()> {
    ensure_member(&db, &user, organization_id).await?;
    sqlx::query("UPDATE lines SET amount = 0 WHERE id = $1 AND invoice_id IN (SELECT id FROM invoices WHERE organization_id = $2)") //~ verdict scoped
        .bind(id)
        .bind(organization_id)
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
