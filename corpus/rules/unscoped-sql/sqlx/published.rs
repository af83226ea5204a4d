//! What was put before everybody is read by everybody, and changed by its owner alone.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, get};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/published/{id}", get(read)).route("/published/{id}/mine", delete(remove)).route("/templates/{id}/pages", get(below))
}

async fn below(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<String>> {
    let text = "SELECT body FROM published_pages WHERE organization_id = (SELECT organization_id FROM templates WHERE id = $1)";
    sqlx::query_scalar(text).bind(id).fetch_all(&db).await.map_err(failed) //~ verdict unknown
}

async fn read(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let query = sqlx::query_scalar("SELECT body FROM published_pages WHERE id = $1").bind(id); //~ verdict unknown
    query.fetch_one(&db).await.map_err(failed)
}

async fn remove(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query("DELETE FROM published_pages WHERE id = $1").bind(id).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
