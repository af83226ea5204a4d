//! The same with the tenant in the statement, or in a lookup that stops before it.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices/{id}", post(pay).delete(remove))
}

async fn pay(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = invoices::table.find(id).filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
    diesel::update(own).set(invoices::paid.eq(true)).execute(&mut db).await.map_err(failed)?;
    Ok(())
}

async fn remove(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = invoices::table.find(id).filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
    let invoice: Invoice = own.first(&mut db).await.map_err(failed)?;
    diesel::delete(lines::table.filter(lines::invoice_id.eq(invoice.id))).execute(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}
