//! Rows that may belong to no tenant and that most of the code reads for anybody are a catalogue. Where a tenant is chosen, or a row
//! is changed, it still matters whose they are.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, get};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/notices/{id}", get(show))
        .route("/notices/{id}/mark", get(mark))
        .route("/notices/{id}/preview", get(preview))
        .route("/feeds/{id}", get(feed))
        .route("/quotes/{id}", get(quote))
        .route("/mine", get(mine))
        .route("/organizations/{organization_id}/notices", get(of_anybody))
        .route("/notices/{id}/gone", delete(remove))
}

async fn show(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<i64> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE id = $1").bind(id); //~ unscoped-sql pedantic
    query.fetch_one(&db).await.map_err(failed)
}

async fn mark(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<bool> {
    let query = sqlx::query_scalar("SELECT is_published FROM notices WHERE id = $1").bind(id); //~ unscoped-sql pedantic
    query.fetch_one(&db).await.map_err(failed)
}

async fn preview(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<i64> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE id = $1 LIMIT 1").bind(id); //~ unscoped-sql pedantic
    query.fetch_one(&db).await.map_err(failed)
}

async fn feed(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE id = $1 AND is_published IS NOT NULL").bind(id); //~ unscoped-sql pedantic
    query.fetch_all(&db).await.map_err(failed)
}

async fn quote(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Option<i64>> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE id = $1").bind(id); //~ unscoped-sql pedantic
    query.fetch_optional(&db).await.map_err(failed)
}

async fn mine(user: CurrentUser, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE organization_id = $1").bind(user.organization_id); //~ verdict scoped
    query.fetch_all(&db).await.map_err(failed)
}

async fn of_anybody(Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    let query = sqlx::query_scalar("SELECT id FROM notices WHERE organization_id = $1").bind(organization_id); //~ tenant-from-request
    query.fetch_all(&db).await.map_err(failed)
}

async fn remove(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    sqlx::query("DELETE FROM notices WHERE id = $1").bind(id).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
