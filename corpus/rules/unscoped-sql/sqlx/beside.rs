//! What a statement reads beside somebody's rows, of a person or of nobody, does not keep the rows from being compared. A tenant that came
//! one of several ways, or out of an object that was not made on each of them, is the caller's where each way leads to them.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/invoices/{id}", get(own))
        .route("/invoices/{id}/sender", get(sender))
        .route("/{organization}/invoices/{id}", get(named))
        .route("/invoices/{id}/helped", get(helped))
        .route("/{organization}/invoices/{id}/helped", get(helped_otherwise))
}

#[derive(sqlx::FromRow)]
pub struct Sent {
    pub id: i64,
    pub organization_id: i64,
    pub sender: String,
}

#[derive(sqlx::FromRow)]
pub struct Organization {
    pub id: i64,
}

#[derive(Clone)]
pub struct Context {
    pub organization_id: i64,
    pub person: i64,
}

async fn with_sender(db: &PgPool, id: i64) -> Reply<Option<Sent>> {
    let text = "SELECT i.*, u.email AS sender FROM invoices i LEFT JOIN users u ON u.id = i.sent_by WHERE i.id = $1";
    sqlx::query_as::<_, Sent>(text).bind(id).fetch_optional(db).await.map_err(failed)
}

async fn organization(db: &PgPool, id: i64) -> Reply<Option<Organization>> {
    sqlx::query_as::<_, Organization>("SELECT id FROM organizations WHERE id = $1").bind(id).fetch_optional(db).await.map_err(failed)
}

async fn context(user: &CurrentUser, db: &PgPool, headers: &HeaderMap, kept: Option<&Extensions>) -> Reply<Context> {
    if let Some(kept) = kept.and_then(|kept| kept.get::<Context>()) {
        return Ok(kept.clone());
    }
    let organization = if let Some(asked) = headers.get("x-organization") {
        let asked = asked.to_str().ok().and_then(|asked| asked.parse().ok()).ok_or(StatusCode::BAD_REQUEST)?;
        let found = organization(db, asked).await?.ok_or(StatusCode::NOT_FOUND)?;
        ensure_member(db, user, asked).await?;
        found
    } else {
        organization(db, user.organization_id).await?.ok_or(StatusCode::NOT_FOUND)?
    };
    Ok(Context { organization_id: organization.id, person: user.id })
}

async fn invoice_of(db: &PgPool, organization: i64, id: i64) -> Reply<()> {
    let invoice = with_sender(db, id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ unscoped-sql
    if invoice.organization_id != organization {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(())
}

async fn own(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = with_sender(&db, id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ verdict guarded
    if invoice.organization_id != user.organization_id {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(invoice.sender)
}

async fn sender(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = with_sender(&db, id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ unscoped-sql
    Ok(invoice.sender)
}

async fn named(_user: CurrentUser, Path((organization, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = with_sender(&db, id).await?.ok_or(StatusCode::NOT_FOUND)?; //~ check-against-request
    if invoice.organization_id != organization {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(invoice.sender)
}

async fn helped(user: CurrentUser, headers: HeaderMap, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Json<Sent>> {
    let context = context(&user, &db, &headers, None).await?;
    invoice_of(&db, context.organization_id, id).await?;
    let text = "SELECT id, organization_id, '' AS sender FROM invoices WHERE id = $1";
    let invoice = sqlx::query_as::<_, Sent>(text).bind(id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(Json(invoice))
}

async fn helped_otherwise(
    user: CurrentUser,
    Path((organization, id)): Path<(i64, i64)>,
    State(db): State<PgPool>,
) -> Reply<Json<Sent>> {
    let organization = if user.id == 1 { user.organization_id } else { organization };
    invoice_of(&db, organization, id).await?;
    let text = "SELECT id, organization_id, '' AS sender FROM invoices WHERE id = $1";
    let invoice = sqlx::query_as::<_, Sent>(text).bind(id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    Ok(Json(invoice))
}
