//! A check that can be passed by is reported where it stands, once, whoever comes there.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}", get(read)).route("/invoices/{id}/total", get(total))
}

async fn read(user: CurrentUser, Path(id): Path<i64>, Query(checked): Query<bool>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = load(&db, &user, id, checked).await?;
    Ok(invoice.id.to_string())
}

async fn total(user: CurrentUser, Path(id): Path<i64>, Query(checked): Query<bool>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = load(&db, &user, id, checked).await?;
    Ok(invoice.total.to_string())
}

async fn load(db: &PgPool, user: &CurrentUser, id: i64, checked: bool) -> Reply<Invoice> {
    let invoice = by_id(db, id).await?; //~ open-check
    if checked && invoice.organization_id != user.organization_id {
        return Err(axum::http::StatusCode::NOT_FOUND);
    }
    Ok(invoice)
}

async fn by_id(db: &PgPool, id: i64) -> Reply<Invoice> {
    sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(db).await.map_err(failed)
}
