//! Whether what was found is among what is the caller's: one of them, none of them, each of them.

use crate::prelude::*;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/one/{id}", get(one_of_own))
        .route("/not/{id}", get(not_all_others))
        .route("/none", post(none_of_others))
        .route("/all", post(all_own))
        .route("/own", post(one_own))
}

async fn one_of_own(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mine: Vec<Membership> = memberships::table.filter(memberships::user_id.eq(user.id)).load(&mut db).await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ verdict guarded
    if !mine.iter().any(|m| m.organization_id == invoice.organization_id) { return Err(StatusCode::FORBIDDEN); }
    Ok(invoice.total.to_string())
}

async fn not_all_others(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mine: Vec<Membership> = memberships::table.filter(memberships::user_id.eq(user.id)).load(&mut db).await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ verdict guarded
    if mine.iter().all(|m| m.organization_id != invoice.organization_id) { return Err(StatusCode::FORBIDDEN); }
    Ok(invoice.total.to_string())
}

async fn none_of_others(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let found: Vec<Invoice> = invoices::table.filter(invoices::id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict guarded
    if found.iter().any(|i| i.organization_id != user.organization_id) { return Err(StatusCode::FORBIDDEN); }
    Ok(found.len().to_string())
}

async fn all_own(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let found: Vec<Invoice> = invoices::table.filter(invoices::id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict guarded
    if !found.iter().all(|i| i.organization_id == user.organization_id) { return Err(StatusCode::FORBIDDEN); }
    Ok(found.len().to_string())
}

async fn one_own(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let found: Vec<Invoice> = invoices::table.filter(invoices::id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    if !found.iter().any(|i| i.organization_id == user.organization_id) { return Err(StatusCode::FORBIDDEN); }
    Ok(found.len().to_string())
}
