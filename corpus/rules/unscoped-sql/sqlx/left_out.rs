//! Conditions of a statement that hold by themselves where a bound value is left out.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/own", get(own)).route("/paid", get(paid)).route("/all", get(all)).route("/some", get(some))
}

#[derive(serde::Deserialize)]
pub struct Filter {
    pub organization_id: Option<i64>,
    pub paid: Option<bool>,
}

async fn totals(db: &PgPool, organization_id: Option<i64>, paid: Option<bool>) -> Reply<Vec<i64>> {
    let text = "SELECT total FROM invoices WHERE ($1::bigint IS NULL OR organization_id = $1) AND (paid = $2 OR $2 IS NULL)";
    sqlx::query_scalar(text).bind(organization_id).bind(paid).fetch_all(db).await.map_err(failed)
}

async fn totals_of_all(db: &PgPool, organization_id: Option<i64>) -> Reply<Vec<i64>> {
    let text = "SELECT total FROM invoices WHERE $1::bigint IS NULL OR organization_id = $1";
    sqlx::query_scalar(text).bind(organization_id).fetch_all(db).await.map_err(failed)
}

async fn own(user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let rows = totals(&db, Some(user.organization_id), filter.paid).await?; //~ verdict scoped
    Ok(format!("{rows:?}"))
}

async fn paid(user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let text = "SELECT total FROM invoices WHERE (organization_id = $1 OR $1 IS NULL) AND ($2::bool IS NULL OR paid = $2)";
    let rows: Vec<i64> = sqlx::query_scalar(text).bind(user.organization_id).bind(filter.paid).fetch_all(&db).await.map_err(failed)?;
    //~^ verdict scoped
    Ok(format!("{rows:?}"))
}

async fn all(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let rows = totals_of_all(&db, None).await?; //~ unscoped-sql
    Ok(format!("{rows:?} for {}", user.id))
}

async fn some(user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let rows = totals_of_all(&db, filter.organization_id).await?; //~ unscoped-sql
    Ok(format!("{rows:?} for {}", user.id))
}
