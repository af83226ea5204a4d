use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::StatusCode;
use jsonwebtoken::{DecodingKey, Validation, decode};
use serde::Deserialize;
use sqlx::PgPool;

#[derive(Debug, Deserialize)]
struct Claims {
    sub: i64,
    organization_id: i64,
}

#[derive(Clone, Debug)]
pub struct CurrentUser {
    pub id: i64,
    pub organization_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(StatusCode::UNAUTHORIZED)?;
        let key = DecodingKey::from_secret(b"change-me");
        let data = decode::<Claims>(token, &key, &Validation::default()).map_err(|_| StatusCode::UNAUTHORIZED)?;
        Ok(Self { id: data.claims.sub, organization_id: data.claims.organization_id })
    }
}

pub type Reply<T> = Result<T, StatusCode>;

pub fn failed<E>(_: E) -> StatusCode {
    StatusCode::NOT_FOUND
}

pub async fn ensure_member(db: &PgPool, user: &CurrentUser, organization_id: i64) -> Reply<()> {
    let row = sqlx::query("SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2")
        .bind(organization_id)
        .bind(user.id)
        .fetch_optional(db)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    if row.is_none() {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(())
}
