//! A row that a function has found for the caller, and made something else of before it gives it back: that there is something says that
//! the row was found, where the function is called. That the call succeeded does not.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/a/{id}", get(by_row))
        .route("/b/{id}", get(by_mapped))
        .route("/c/{id}", get(by_matched))
        .route("/d/{id}", get(by_nothing))
}

pub struct Shown {
    pub id: i64,
    pub total: i64,
}

#[derive(sqlx::FromRow)]
pub struct Line {
    pub id: i64,
    pub invoice_id: i64,
}

const OWN: &str = "SELECT * FROM invoices WHERE id = $1 AND organization_id = $2";

async fn row(db: &PgPool, id: i64, organization: i64) -> Reply<Option<Invoice>> {
    sqlx::query_as::<_, Invoice>(OWN).bind(id).bind(organization).fetch_optional(db).await.map_err(failed)
}

async fn mapped(db: &PgPool, id: i64, organization: i64) -> Reply<Option<Shown>> {
    let found = sqlx::query_as::<_, Invoice>(OWN).bind(id).bind(organization).fetch_optional(db).await.map_err(failed)?;
    Ok(found.map(|row| Shown { id: row.id, total: row.total }))
}

async fn matched(db: &PgPool, id: i64, organization: i64) -> Reply<Option<Shown>> {
    let found = sqlx::query_as::<_, Invoice>(OWN).bind(id).bind(organization).fetch_optional(db).await.map_err(failed)?;
    let shown = match found {
        Some(row) => Some(Shown { id: row.id, total: row.total }),
        None => None,
    };
    Ok(shown)
}

async fn lines(db: &PgPool, id: i64) -> Reply<Vec<Line>> {
    sqlx::query_as::<_, Line>("SELECT * FROM lines WHERE invoice_id = $1").bind(id).fetch_all(db).await.map_err(failed)
}

async fn by_row(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    row(&db, id, user.organization_id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ verdict scoped
    Ok(lines(&db, id).await?.len().to_string()) //~ verdict scoped
}

async fn by_mapped(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    mapped(&db, id, user.organization_id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ verdict scoped
    Ok(lines(&db, id).await?.len().to_string()) //~ verdict scoped
}

async fn by_matched(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    matched(&db, id, user.organization_id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ verdict scoped
    Ok(lines(&db, id).await?.len().to_string()) //~ verdict scoped
}

async fn by_nothing(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    mapped(&db, id, user.organization_id).await?; //~ verdict scoped
    Ok(lines(&db, id).await?.len().to_string()) //~ unscoped-sql
}
