//! The tenant is looked up by what the request calls it, and what belongs to it by the row that was found.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/by-name", get(by_name)).route("/member/{id}", get(by_member)).route("/own", get(own))
}

#[derive(serde::Deserialize)]
struct Filter {
    organization: i64,
}

#[derive(sqlx::FromRow)]
struct Organization {
    id: i64,
    owner_id: i64,
}

struct Context {
    organization_id: i64,
}

async fn organization(db: &PgPool, id: i64) -> Reply<Organization> {
    let found = sqlx::query_as::<_, Organization>("SELECT * FROM organizations WHERE id = $1").bind(id).fetch_optional(db).await;
    found.map_err(failed)?.ok_or_else(|| failed("organization"))
}

async fn totals(db: &PgPool, organization_id: i64) -> Reply<Vec<i64>> {
    let totals = sqlx::query_scalar("SELECT total FROM invoices WHERE organization_id = $1").bind(organization_id);
    totals.fetch_all(db).await.map_err(failed)
}

async fn by_name(_user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let organization = organization(&db, filter.organization).await?;
    let totals = totals(&db, organization.id).await?; //~ tenant-from-request
    Ok(format!("{totals:?}"))
}

/// One of several ways to say which; each that was sent is checked, and one that the caller leaves out finds nothing.
async fn resolve(db: &PgPool, user: &CurrentUser, sent: Option<i64>, named: Option<i64>) -> Reply<Context> {
    let organization = if let Some(id) = sent {
        let found = organization(db, id).await?;
        ensure_member(db, user, found.id).await?;
        found
    } else if let Some(id) = named {
        let found = organization(db, id).await?;
        ensure_member(db, user, id).await?;
        found
    } else {
        let text = "SELECT DISTINCT o.* FROM organizations o LEFT JOIN memberships m ON o.id = m.organization_id
                    WHERE o.owner_id = $1 OR m.user_id = $1";
        sqlx::query_as::<_, Organization>(text).bind(user.id).fetch_one(db).await.map_err(failed)? //~ verdict scoped
    };
    Ok(Context { organization_id: organization.id })
}

async fn by_member(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let context = resolve(&db, &user, Some(id), None).await?;
    let totals = totals(&db, context.organization_id).await?; //~ verdict scoped
    Ok(format!("{totals:?}"))
}

async fn own(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let context = resolve(&db, &user, None, None).await?;
    let totals = totals(&db, context.organization_id).await?; //~ verdict scoped
    Ok(format!("{totals:?}"))
}
