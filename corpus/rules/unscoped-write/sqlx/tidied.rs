//! What is too old is removed on the way, whosever it is; nobody from outside says which.

use crate::prelude::*;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invitations/tidy", post(tidy)).route("/invitations/empty", post(empty))
}

async fn tidy(_user: CurrentUser, State(db): State<PgPool>) -> Reply<()> {
    let text = "DELETE FROM invitations WHERE id < $1";
    sqlx::query(text).bind(oldest()).execute(&db).await.map_err(failed)?; //~ verdict unknown
    Ok(())
}

async fn empty(_user: CurrentUser, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query("DELETE FROM invitations WHERE accepted = TRUE").execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
