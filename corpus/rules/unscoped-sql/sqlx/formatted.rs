//! Statements that are put together: by a format with holes, piece by piece at the end of a local, and with conditions that are made elsewhere.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    let one = Router::new().route("/a/{id}", get(total)).route("/b/{id}", get(own_total)).route("/c/{id}", get(named));
    one.route("/d/{id}", get(grown)).route("/e", get(filtered)).route("/f", get(ordered))
}

const COLUMNS: &str = "total";

#[derive(serde::Deserialize)]
pub struct Filter {
    pub paid: Option<bool>,
    pub limit: i64,
}

async fn total(user: CurrentUser, Path(id): Path<i64>, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let text = format!("SELECT {COLUMNS} FROM invoices WHERE id = $1 LIMIT {}", filter.limit);
    let total: i64 = sqlx::query_scalar(&text).bind(id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    Ok(format!("{total} {}", user.id))
}

async fn own_total(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let text = format!("SELECT total FROM invoices WHERE id = {0} AND organization_id = {1}", id, user.organization_id);
    let total: i64 = sqlx::query_scalar(&text).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

async fn named(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let text = format!("SELECT total FROM invoices WHERE id = {id} AND organization_id = {organization}", organization = user.organization_id);
    let total: i64 = sqlx::query_scalar(&text).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

async fn grown(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let mut text = String::new();
    text.push_str("SELECT total FROM invoices WHERE id = $1");
    text.push_str(" AND organization_id = $2");
    let total: i64 = sqlx::query_scalar(&text).bind(id).bind(user.organization_id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

async fn filtered(user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let mut conditions = vec!["organization_id = $1".to_string()];
    if filter.paid.is_some() {
        conditions.push("paid".to_string());
    }
    let text = format!("SELECT total FROM invoices WHERE {}", conditions.join(" AND "));
    let totals: Vec<i64> = sqlx::query_scalar(&text).bind(user.organization_id).fetch_all(&db).await.map_err(failed)?; //~ verdict unknown
    Ok(format!("{totals:?}"))
}

async fn ordered(user: CurrentUser, Query(filter): Query<Filter>, State(db): State<PgPool>) -> Reply<String> {
    let direction = if filter.paid.is_some() { "DESC" } else { "ASC" };
    let text = format!("SELECT total FROM invoices ORDER BY total {direction}");
    let totals: Vec<i64> = sqlx::query_scalar(&text).fetch_all(&db).await.map_err(failed)?; //~ unscoped-sql
    Ok(format!("{totals:?} {}", user.id))
}
