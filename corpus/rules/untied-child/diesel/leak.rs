//! Membership is checked, and the invoice taken by its key alone.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/organizations/{organization_id}/invoices/{id}", get(show))
}


async fn show(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    ensure_member(&mut db, &user, organization_id).await?;
    let invoice: Invoice = invoices::table.find(id).first(&mut db).await.map_err(failed)?; //~ untied-child
    Ok(invoice.total.to_string())
}
