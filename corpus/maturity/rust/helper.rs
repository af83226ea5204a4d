//! A function between the handler and the query.

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

async fn find_any(db: &PgPool, id: i64) -> Result<Invoice, StatusCode> {
    sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(db).await.map_err(|_| StatusCode::NOT_FOUND)
}

async fn find_own(db: &PgPool, id: i64, tenant: i64) -> Result<Invoice, StatusCode> {
    let query = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1 AND organization_id = $2", id, tenant);
    query.fetch_one(db).await.map_err(|_| StatusCode::NOT_FOUND)
}

async fn leaky(_user: AuthUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Result<String, StatusCode> {
    let invoice = find_any(&db, id).await?; //~ unscoped-sql
    Ok(invoice.total.to_string())
}

async fn safe(user: AuthUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Result<String, StatusCode> {
    let invoice = find_own(&db, id, user.organization_id).await?; //~ verdict scoped
    Ok(invoice.total.to_string())
}
