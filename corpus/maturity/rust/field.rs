//! The values of the query pass through fields of a struct.

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

struct Wanted {
    invoice: i64,
    tenant: i64,
}

async fn leaky(user: AuthUser, Path(id): Path<i64>, db: State<PgPool>) -> Result<String, StatusCode> {
    let wanted = Wanted { invoice: id, tenant: user.organization_id };
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", wanted.invoice) //~ unscoped-sql
        .fetch_one(&*db)
        .await
        .map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(format!("{} of {}", invoice.total, wanted.tenant))
}

async fn safe(user: AuthUser, Path(id): Path<i64>, db: State<PgPool>) -> Result<String, StatusCode> {
    let wanted = Wanted { invoice: id, tenant: user.organization_id };
    let invoice: Invoice = sqlx::query_as("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(wanted.invoice)
        .bind(wanted.tenant)
        .fetch_one(&*db)
        .await
        .map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(invoice.total.to_string())
}
