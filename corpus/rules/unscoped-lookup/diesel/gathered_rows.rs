//! Rows that are gathered one by one are checked where the collection is gone through; to look at something else checks none.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::post;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/own", post(own)).route("/unpaid", post(unpaid))
}

async fn own(user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mut found: Vec<Invoice> = Vec::new();
    for id in &ids {
        let invoice: Invoice = invoices::table.find(id).first(&mut db).await.map_err(failed)?; //~ verdict guarded
        found.push(invoice);
    }
    for invoice in &found {
        if invoice.organization_id != user.organization_id { return Err(StatusCode::NOT_FOUND); }
    }
    let lines: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(lines.len().to_string())
}

async fn unpaid(_user: CurrentUser, State(pool): State<Db>, Json(ids): Json<Vec<i64>>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mut found: Vec<Invoice> = Vec::new();
    for id in &ids {
        let invoice: Invoice = invoices::table.find(id).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
        found.push(invoice);
    }
    for invoice in &found {
        if invoice.paid { return Err(StatusCode::NOT_FOUND); }
    }
    let lines: Vec<Line> = lines::table.filter(lines::invoice_id.eq_any(&ids)).load(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(lines.len().to_string())
}
