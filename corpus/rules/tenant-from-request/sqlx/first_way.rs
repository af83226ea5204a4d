//! What was found out before is given back at once: then nothing of the rest is there, and else it is checked.

use crate::prelude::*;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/own", get(own)).route("/any", get(any))
}

#[derive(Clone)]
struct Organization {
    id: i64,
    owner_id: i64,
}

struct Membership {
    user_id: i64,
}

async fn by_id(db: &PgPool, id: i64) -> Reply<Organization> {
    let text = "SELECT * FROM organizations WHERE id = $1";
    sqlx::query_as::<_, Organization>(text).bind(id).fetch_one(db).await.map_err(failed)
}

async fn must_belong(db: &PgPool, org: i64, user: i64) -> Reply<()> {
    if by_id(db, org).await?.owner_id == user {
        return Ok(());
    }
    let text = "SELECT user_id FROM memberships WHERE organization_id = $1 AND user_id = $2";
    let found: Option<Membership> =
        sqlx::query_as(text).bind(org).bind(user).fetch_optional(db).await.map_err(failed)?;
    if found.is_some() { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
}

fn wanted(headers: &HeaderMap) -> Reply<i64> {
    let header = headers.get("x-organization-id").ok_or(StatusCode::BAD_REQUEST)?;
    header.to_str().map_err(|_| StatusCode::BAD_REQUEST)?.parse().map_err(|_| StatusCode::BAD_REQUEST)
}

async fn organization(
    db: &PgPool,
    user: &CurrentUser,
    headers: &HeaderMap,
    known: Option<&Organization>,
) -> Reply<Organization> {
    if let Some(known) = known {
        return Ok(known.clone());
    }
    let found = if headers.contains_key("x-organization-id") {
        let wanted = wanted(headers)?;
        let found = by_id(db, wanted).await?;
        must_belong(db, wanted, user.id).await?;
        found
    } else {
        by_id(db, user.organization_id).await?
    };
    Ok(found)
}

async fn unchecked(db: &PgPool, headers: &HeaderMap, known: Option<&Organization>) -> Reply<Organization> {
    if let Some(known) = known {
        return Ok(known.clone());
    }
    by_id(db, wanted(headers)?).await
}

const LIST: &str = "SELECT * FROM invoices WHERE organization_id = $1";

async fn own(user: CurrentUser, State(db): State<PgPool>, headers: HeaderMap) -> Reply<Json<Vec<Invoice>>> {
    let organization = organization(&db, &user, &headers, None).await?;
    let list = sqlx::query_as(LIST).bind(organization.id).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn any(_: CurrentUser, State(db): State<PgPool>, headers: HeaderMap) -> Reply<Json<Vec<Invoice>>> {
    let organization = unchecked(&db, &headers, None).await?;
    let list = sqlx::query_as(LIST).bind(organization.id).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}
