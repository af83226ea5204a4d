//! A tool beside the service, none of whose handlers asks who calls: what it reads may be its user's own, and what it changes is said.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, put};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/tool/{id}", get(shown))
        .route("/tool/{id}/lines", get(counted))
        .route("/tool/{id}/pay", put(paid))
}

async fn shown(Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup pedantic
    Ok(invoice.total.to_string())
}

async fn counted(Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup pedantic
    Ok(invoice.id.to_string())
}

async fn paid(Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    diesel::update(invoices::table.filter(invoices::id.eq(id))).set(invoices::paid.eq(true)).execute(&mut db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
