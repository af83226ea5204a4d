//! The user is logged in, and that is all.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices/{id}", get(show))
}


async fn show(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}
