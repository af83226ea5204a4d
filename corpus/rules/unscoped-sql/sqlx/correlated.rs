//! A subquery may be told by what it is compared with outside: as scoped as the rows there, and no more.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/own", get(own)).route("/of/{id}", get(chosen)).route("/all", get(uncorrelated))
}

async fn own(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as( //~ verdict scoped
        "SELECT i.id, (SELECT o.id FROM invoices o WHERE o.organization_id = i.organization_id AND o.paid LIMIT 1)
         FROM invoices i WHERE i.organization_id = $1",
    )
    .bind(user.organization_id)
    .fetch_all(&db)
    .await
    .map_err(failed)?;
    Ok(rows.len().to_string())
}

async fn chosen(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as( //~ unscoped-sql
        "SELECT i.id, (SELECT o.id FROM invoices o WHERE o.organization_id = i.organization_id AND o.paid LIMIT 1)
         FROM invoices i WHERE i.id = $1",
    )
    .bind(id)
    .fetch_all(&db)
    .await
    .map_err(failed)?;
    Ok(rows.len().to_string())
}

async fn uncorrelated(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as( //~ unscoped-sql
        "SELECT i.id, (SELECT o.id FROM invoices o WHERE o.paid LIMIT 1) FROM invoices i WHERE i.organization_id = $1",
    )
    .bind(user.organization_id)
    .fetch_all(&db)
    .await
    .map_err(failed)?;
    Ok(rows.len().to_string())
}
