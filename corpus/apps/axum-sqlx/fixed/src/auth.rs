use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use jsonwebtoken::{DecodingKey, Validation, decode};
use serde::Deserialize;
use sqlx::PgPool;
use uuid::Uuid;

use crate::AppState;
use crate::error::{ApiError, ApiResult};

#[derive(Debug, Deserialize)]
struct Claims {
    sub: Uuid,
    company_id: Uuid,
    exp: usize,
}

#[derive(Clone, Debug)]
pub struct CurrentUser {
    pub user_id: Uuid,
    pub company_id: Uuid,
}

impl FromRequestParts<AppState> for CurrentUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(ApiError::Unauthorized)?;
        let key = DecodingKey::from_secret(state.jwt_secret.as_bytes());
        let data = decode::<Claims>(token, &key, &Validation::default()).map_err(|_| ApiError::Unauthorized)?;
        Ok(Self { user_id: data.claims.sub, company_id: data.claims.company_id })
    }
}

pub async fn ensure_member(db: &PgPool, user: &CurrentUser, company_id: Uuid) -> ApiResult<()> {
    let row = sqlx::query("SELECT role FROM company_members WHERE company_id = $1 AND user_id = $2")
        .bind(company_id)
        .bind(user.user_id)
        .fetch_optional(db)
        .await?;
    if row.is_none() {
        return Err(ApiError::Forbidden);
    }
    Ok(())
}
