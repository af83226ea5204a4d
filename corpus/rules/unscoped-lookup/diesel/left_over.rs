//! Where nothing of what was sent is left once one's own rows are taken out, each of it is one's own. What is left says nothing of the rest.

use std::collections::HashSet;

use crate::prelude::*;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::Router;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub fn router() -> Router<Db> {
    Router::new()
        .route("/any", post(any_not_among))
        .route("/out", post(taken_out))
        .route("/subset", post(subset))
        .route("/not", post(not_among))
        .route("/left", post(left))
        .route("/some", post(any_among))
}

async fn own(db: &mut AsyncPgConnection, user: &CurrentUser) -> Reply<HashSet<i64>> {
    let ids: Vec<i64> = invoices::table
        .filter(invoices::organization_id.eq(user.organization_id))
        .select(invoices::id)
        .load(db)
        .await
        .map_err(failed)?;
    Ok(ids.into_iter().collect())
}

async fn any_not_among(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    if ids.iter().any(|id| !own.contains(id)) { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn taken_out(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<HashSet<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    let foreign: Vec<i64> = ids.difference(&own).copied().collect();
    if !foreign.is_empty() { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn subset(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<HashSet<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    if !ids.is_subset(&own) { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn not_among(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    let foreign: Vec<&i64> = ids.iter().filter(|id| !own.contains(id)).collect();
    if foreign.len() > 0 { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.len().to_string())
}

async fn left(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<HashSet<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    let foreign: Vec<i64> = ids.difference(&own).copied().collect();
    if foreign.is_empty() { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&foreign)).load(&mut db).await.map_err(failed)?; //~ open-check
    Ok(found.len().to_string())
}

async fn any_among(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = own(&mut db, &user).await?;
    if ids.iter().all(|id| !own.contains(id)) { return Err(StatusCode::NOT_FOUND); }
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ MISSING unscoped-lookup
    Ok(found.len().to_string())
}
