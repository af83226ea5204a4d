//! Who is an administrator, where persons are no tenant's: the caller's own row says so, whichever store it came from.

use crate::prelude::*;
use async_trait::async_trait;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use sqlx::sqlite::SqliteRow;
use sqlx::{PgPool, Row, SqlitePool};
use std::sync::Arc;

pub fn router() -> Router<App> {
    Router::new()
        .route("/own", get(own))
        .route("/named/{person}", get(named))
}

#[derive(Clone)]
pub struct App {
    people: Arc<dyn People>,
    db: PgPool,
}

#[derive(sqlx::FromRow)]
pub struct User {
    id: i64,
    is_admin: bool,
}

#[async_trait]
pub trait People: Send + Sync {
    async fn find(&self, id: i64) -> Reply<Option<User>>;
}

pub struct Large {
    pool: PgPool,
}

#[async_trait]
impl People for Large {
    async fn find(&self, id: i64) -> Reply<Option<User>> {
        let text = "SELECT * FROM users WHERE id = $1";
        sqlx::query_as::<_, User>(text).bind(id).fetch_optional(&self.pool).await.map_err(failed)
    }
}

pub struct Small {
    pool: SqlitePool,
}

#[async_trait]
impl People for Small {
    async fn find(&self, id: i64) -> Reply<Option<User>> {
        let text = "SELECT * FROM users WHERE id = ?";
        let row = sqlx::query(text).bind(id).fetch_optional(&self.pool).await.map_err(failed)?;
        row.as_ref().map(person).transpose()
    }
}

fn person(row: &SqliteRow) -> Reply<User> {
    Ok(User {
        id: row.try_get("id").map_err(failed)?,
        is_admin: row.try_get("is_admin").map_err(failed)?,
    })
}

async fn all(db: &PgPool) -> Reply<Vec<Invoice>> {
    sqlx::query_as("SELECT * FROM invoices").fetch_all(db).await.map_err(failed)
}

async fn own(caller: CurrentUser, State(app): State<App>) -> Reply<Json<Vec<Invoice>>> {
    let user = app.people.find(caller.id).await?.ok_or(StatusCode::NOT_FOUND)?;
    if !user.is_admin {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(Json(all(&app.db).await?)) //~ verdict scoped
}

// whoever is named in the path may be one; the caller need not be
async fn named(_: CurrentUser, State(app): State<App>, Path(person): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let user = app.people.find(person).await?.ok_or(StatusCode::NOT_FOUND)?;
    if !user.is_admin {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(Json(all(&app.db).await?)) //~ unscoped-sql
}
