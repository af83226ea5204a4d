//! A guard in front that is about who may call is presumed to have seen what the headers name, as it is of what the route names; nothing is
//! presumed of a body.

use crate::prelude::*;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/invoices", get(named))
        .route("/search", post(sent))
        .layer(from_fn(auth_validator))
        .route("/open", get(bare))
}

async fn auth_validator(request: Request, next: Next) -> Reply<Response> {
    if !external::is_valid(&request) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    Ok(next.run(request).await)
}

#[derive(Deserialize)]
pub struct Search {
    organization_id: i64,
}

fn wanted(headers: &HeaderMap) -> Reply<i64> {
    let header = headers.get("organization_id").ok_or(StatusCode::BAD_REQUEST)?;
    header.to_str().map_err(|_| StatusCode::BAD_REQUEST)?.parse().map_err(|_| StatusCode::BAD_REQUEST)
}

const LIST: &str = "SELECT * FROM invoices WHERE organization_id = $1";

async fn named(State(db): State<PgPool>, headers: HeaderMap) -> Reply<Json<Vec<Invoice>>> {
    let list = sqlx::query_as(LIST).bind(wanted(&headers)?).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn sent(State(db): State<PgPool>, Json(search): Json<Search>) -> Reply<Json<Vec<Invoice>>> {
    let list = sqlx::query_as(LIST).bind(search.organization_id).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn bare(State(db): State<PgPool>, headers: HeaderMap) -> Reply<Json<Vec<Invoice>>> {
    let list = sqlx::query_as(LIST).bind(wanted(&headers)?).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}
