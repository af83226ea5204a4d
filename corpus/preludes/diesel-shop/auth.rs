use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::StatusCode;
use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use jsonwebtoken::{DecodingKey, Validation, decode};
use serde::Deserialize;

use crate::schema::memberships;

pub type Db = Pool<AsyncPgConnection>;
pub type Reply<T> = Result<T, StatusCode>;

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

pub fn failed<E>(_: E) -> StatusCode {
    StatusCode::NOT_FOUND
}

pub async fn ensure_member(db: &mut AsyncPgConnection, user: &CurrentUser, organization_id: i64) -> Reply<()> {
    let member = memberships::table
        .filter(memberships::organization_id.eq(organization_id).and(memberships::user_id.eq(user.id)))
        .select(memberships::user_id)
        .first::<i64>(db)
        .await
        .optional()
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    member.map(|_| ()).ok_or(StatusCode::FORBIDDEN)
}
