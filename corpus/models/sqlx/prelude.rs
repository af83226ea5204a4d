use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::{StatusCode, request::Parts};
use jsonwebtoken::{DecodingKey, Validation, decode};
use sqlx::PgPool;

pub type Reply<T> = Result<T, StatusCode>;

#[derive(serde::Deserialize)]
pub struct CurrentUser {
    pub id: i64,
    pub organization_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Reply<Self> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(StatusCode::UNAUTHORIZED)?;
        let key = DecodingKey::from_secret(b"change-me");
        let data = decode::<CurrentUser>(token, &key, &Validation::default());
        data.map(|data| data.claims).map_err(|_| StatusCode::UNAUTHORIZED)
    }
}

pub fn failed<E>(_: E) -> StatusCode {
    StatusCode::NOT_FOUND
}

#[derive(sqlx::FromRow)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub total: i64,
}

#[derive(sqlx::FromRow)]
pub struct Notice {
    pub id: i64,
    pub is_published: bool,
}

pub async fn ensure_member(db: &PgPool, user: &CurrentUser, organization_id: i64) -> Reply<()> {
    let row = sqlx::query("SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2")
        .bind(organization_id)
        .bind(user.id)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    if row.is_none() {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(())
}
