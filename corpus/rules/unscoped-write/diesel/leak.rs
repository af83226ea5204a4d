//! Changed and deleted by a key of the request.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices/{id}", post(pay).delete(remove))
}

async fn pay(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    diesel::update(invoices::table.find(id)).set(invoices::paid.eq(true)).execute(&mut db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

async fn remove(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    diesel::delete(lines::table.filter(lines::invoice_id.eq(id))).execute(&mut db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
