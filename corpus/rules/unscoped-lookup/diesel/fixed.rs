//! The condition holds the tenant as well.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices/{id}", get(show))
}


async fn show(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = invoices::id.eq(id).and(invoices::organization_id.eq(user.organization_id));
    let invoice: Invoice = invoices::table.filter(own).first(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(invoice.total.to_string())
}
