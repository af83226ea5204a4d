//! An extractor compares the organization in the path with the user's.

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

pub struct Member;

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let user = AuthUser::from_request_parts(parts, state).await?;
        let path = Path::<(i64, i64)>::from_request_parts(parts, state).await;
        let Path((organization_id, _)) = path.map_err(|_| StatusCode::NOT_FOUND)?;
        if organization_id != user.organization_id {
            return Err(StatusCode::NOT_FOUND);
        }
        Ok(Self)
    }
}

pub fn router() -> Router<PgPool> {
    let leaky = Router::new().route("/leaky/{organization_id}/{id}", get(leaky));
    leaky.route("/safe/{organization_id}/{id}", get(safe))
}

async fn leaky(_user: AuthUser, Path((org, id)): Path<(i64, i64)>, db: State<PgPool>) -> Result<String, StatusCode> {
    let total = sqlx::query_scalar("SELECT total FROM invoices WHERE organization_id = $1 AND id = $2") //~ tenant-from-request
        .bind(org)
        .bind(id)
        .fetch_one(&*db)
        .await;
    total.map(|total: i64| total.to_string()).map_err(|_| StatusCode::NOT_FOUND)
}

async fn safe(_: Member, Path((org, id)): Path<(i64, i64)>, db: State<PgPool>) -> Result<String, StatusCode> {
    let total = sqlx::query_scalar("SELECT total FROM invoices WHERE organization_id = $1 AND id = $2") //~ verdict scoped
        .bind(org)
        .bind(id)
        .fetch_one(&*db)
        .await;
    total.map(|total: i64| total.to_string()).map_err(|_| StatusCode::NOT_FOUND)
}
