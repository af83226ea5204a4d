//! The query is awaited elsewhere than it is built.

use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::{StatusCode, request::Parts};
use axum::routing::get;
use sqlx::PgPool;

use crate::keys::{KEY, bearer};

#[derive(serde::Deserialize)]
pub struct AuthUser {
    pub id: i64,
    pub organization_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for AuthUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let token = bearer(&parts.headers).ok_or(StatusCode::UNAUTHORIZED)?;
        let data = jsonwebtoken::decode::<AuthUser>(token, &KEY, &Default::default());
        data.map(|data| data.claims).map_err(|_| StatusCode::UNAUTHORIZED)
    }
}

#[derive(sqlx::FromRow)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub total: i64,
    pub paid: bool,
}

pub fn router() -> Router<PgPool> {
    Router::new().route("/leaky/{id}", get(leaky)).route("/safe/{id}", get(safe))
}

async fn find_own(db: PgPool, id: i64, user: AuthUser) -> Result<Invoice, sqlx::Error> {
    let query = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2");
    query.bind(id).bind(user.organization_id).fetch_one(&db).await
}

async fn leaky(_user: AuthUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Result<String, StatusCode> {
    let load = sqlx::query_as("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_one(&db); //~ unscoped-sql
    let invoice: Invoice = load.await.map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(invoice.total.to_string())
}

async fn safe(user: AuthUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Result<String, StatusCode> {
    let load = find_own(db, id, user); //~ verdict scoped
    let invoice = load.await.map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(invoice.total.to_string())
}
