//! What stands in front of routes that are gathered in a local: it looks a membership up by the part of the path that names the tenant, or
//! only who asks.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sqlx::PgPool;

pub fn router(with_lines: bool) -> Router<PgPool> {
    let mut router = Router::new().route("/{organization_id}/total", get(total));
    if with_lines {
        router = router.route("/{organization_id}/lines/{id}", get(line));
    }
    router = router.layer(middleware::from_fn(member_only));
    Router::new().nest("/api", router).merge(open())
}

fn open() -> Router<PgPool> {
    let routes = Router::new().route("/open/{organization_id}/total", get(open_total));
    routes.layer(middleware::from_fn(known_only))
}

async fn is_member(db: &PgPool, email: &str, path: &str) -> Result<bool, StatusCode> {
    let parts = path.split('/').collect::<Vec<&str>>();
    let text = "SELECT m.user_id FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1 AND u.email = $2";
    let row = sqlx::query(text).bind(parts[0]).bind(email).fetch_optional(db).await.map_err(failed)?; //~ verdict scoped
    Ok(row.is_some())
}

async fn member_only(State(db): State<PgPool>, request: Request, next: Next) -> Response {
    let email = email_of(request.headers().get("authorization"));
    let path = request.uri().path().strip_prefix("/api/").unwrap_or("");
    match is_member(&db, &email, path).await {
        Ok(true) => next.run(request).await,
        _ => StatusCode::FORBIDDEN.into_response(),
    }
}

async fn known_only(State(db): State<PgPool>, request: Request, next: Next) -> Response {
    let email = email_of(request.headers().get("authorization"));
    let row = sqlx::query("SELECT id FROM users WHERE email = $1").bind(email).fetch_optional(&db).await;
    match row {
        Ok(Some(_)) => next.run(request).await,
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

async fn total(Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let text = "SELECT sum(total) FROM invoices WHERE organization_id = $1";
    let total: i64 = sqlx::query_scalar(text).bind(organization_id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

async fn line(path: Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let (organization_id, id) = path.0;
    let text = "SELECT total FROM invoices WHERE organization_id = $1 AND id = $2";
    let total: i64 = sqlx::query_scalar(text).bind(organization_id).bind(id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

async fn open_total(Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let text = "SELECT sum(total) FROM invoices WHERE organization_id = $1";
    let total: i64 = sqlx::query_scalar(text).bind(organization_id).fetch_one(&db).await.map_err(failed)?; //~ tenant-from-request
    Ok(total.to_string())
}
