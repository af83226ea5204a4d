//! Who logs in is found by a name, and what is theirs is compared with them; whoever is logged in already is somebody else.

use crate::prelude::*;
use axum::routing::post;
use axum::{Json, Router, extract::State};
use sqlx::PgPool;

#[derive(serde::Deserialize)]
pub struct Login {
    email: String,
    request_id: i64,
}

#[derive(sqlx::FromRow)]
pub struct Person {
    id: i64,
}

#[derive(sqlx::FromRow)]
pub struct LoginRequest {
    id: i64,
    user_id: i64,
    approved: bool,
}

pub fn router() -> Router<PgPool> {
    Router::new().route("/login", post(login)).route("/login/open", post(login_open)).route("/login/again", post(login_again))
}

async fn login(State(db): State<PgPool>, Json(data): Json<Login>) -> Reply<String> {
    let person = person(&db, &data.email).await?;
    let request = sqlx::query_as!(LoginRequest, "SELECT * FROM login_requests WHERE id = $1", data.request_id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if request.user_id != person.id || !request.approved {
        return Err(axum::http::StatusCode::FORBIDDEN);
    }
    Ok(token(person.id))
}

async fn login_open(State(db): State<PgPool>, Json(data): Json<Login>) -> Reply<String> {
    let person = person(&db, &data.email).await?;
    let request = sqlx::query_as!(LoginRequest, "SELECT * FROM login_requests WHERE id = $1", data.request_id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    if !request.approved {
        return Err(axum::http::StatusCode::FORBIDDEN);
    }
    Ok(token(person.id))
}

async fn login_again(_user: CurrentUser, State(db): State<PgPool>, Json(data): Json<Login>) -> Reply<String> {
    let person = person(&db, &data.email).await?;
    let request = sqlx::query_as!(LoginRequest, "SELECT * FROM login_requests WHERE id = $1", data.request_id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    if request.user_id != person.id {
        return Err(axum::http::StatusCode::FORBIDDEN);
    }
    Ok(token(request.id))
}

fn token(id: i64) -> String {
    format!("token of {id}")
}

async fn person(db: &PgPool, email: &str) -> Reply<Person> {
    sqlx::query_as!(Person, "SELECT id FROM users WHERE email = $1", email).fetch_one(db).await.map_err(failed)
}
