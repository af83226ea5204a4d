//! What counts a use and is called like a check changes the row itself: it is no check that comes after its own change.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::Router;
use sqlx::PgPool;

use crate::prelude::{CurrentUser, Reply, failed};

pub fn router(db: PgPool) -> Router {
    Router::new().route("/invoices/{id}/use", post(used)).with_state(db)
}

async fn register_access(db: &PgPool, user: &CurrentUser, id: i64) -> Reply<bool> {
    let done = sqlx::query("UPDATE invoices SET total = total + 1 WHERE id = $1")
        .bind(id)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(done.rows_affected() > 0 && user.id > 0)
}

async fn used(State(db): State<PgPool>, user: CurrentUser, Path(id): Path<i64>) -> Reply<()> {
    if !register_access(&db, &user, id).await? { //~ verdict scoped
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(())
}
