//! Rows may be counted to see whether there are any: what a number says depends on what it is compared with, and how.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/none/{id}", get(none))
        .route("/counted/{id}", get(counted))
        .route("/some/{id}", get(some))
        .route("/many/{id}", get(not_many))
}

async fn none(user: CurrentUser, State(pool): State<Db>, Path(id): Path<i64>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own: Vec<i64> = invoices::table.filter(invoices::organization_id.eq(user.organization_id)).filter(invoices::id.eq(id)).select(invoices::id).load(&mut db).await.map_err(failed)?;
    if own.len() < 1 { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(id)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn counted(user: CurrentUser, State(pool): State<Db>, Path(id): Path<i64>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own: i64 = invoices::table.filter(invoices::organization_id.eq(user.organization_id)).filter(invoices::id.eq(id)).count().get_result(&mut db).await.map_err(failed)?;
    if own <= 0 { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(id)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn some(user: CurrentUser, State(pool): State<Db>, Path(id): Path<i64>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own: Vec<i64> = invoices::table.filter(invoices::organization_id.eq(user.organization_id)).filter(invoices::id.eq(id)).select(invoices::id).load(&mut db).await.map_err(failed)?;
    if own.len() > 0 { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(id)).load(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(found.len().to_string())
}

async fn not_many(user: CurrentUser, State(pool): State<Db>, Path(id): Path<i64>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own: i64 = invoices::table.filter(invoices::organization_id.eq(user.organization_id)).filter(invoices::id.eq(id)).count().get_result(&mut db).await.map_err(failed)?;
    if own > 1 { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(id)).load(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(found.len().to_string())
}
