//! The invoice is one of the organization that was checked.

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
    let own = invoices::table.filter(invoices::organization_id.eq(organization_id)); //~ verdict scoped
    let invoice: Invoice = own.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?;
    Ok(invoice.total.to_string())
}
