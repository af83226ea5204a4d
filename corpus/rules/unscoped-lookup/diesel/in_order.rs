//! Objects and keys of several parts that are given in their order.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use derive_new::new;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/invoices/{id}", get(own))
        .route("/{organization}/invoices/{id}", get(chosen))
        .route("/organizations/{id}/membership", get(membership))
        .route("/organizations/{id}/members/{user}", get(others))
}

#[derive(new)]
struct Asked {
    id: i64,
    #[new(value = "true")]
    paid: bool,
    organization_id: i64,
}

async fn find(pool: &Db, asked: &Asked) -> Reply<Invoice> {
    let mut db = pool.get().await.map_err(failed)?;
    invoices::table
        .filter(invoices::id.eq(asked.id))
        .filter(invoices::organization_id.eq(asked.organization_id))
        .filter(invoices::paid.eq(asked.paid))
        .first(&mut db)
        .await
        .map_err(failed)
}

async fn own(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let asked = Asked::new(id, user.organization_id);
    let invoice = find(&pool, &asked).await?; //~ verdict scoped
    Ok(invoice.total.to_string())
}

async fn chosen(_user: CurrentUser, Path((organization, id)): Path<(i64, i64)>, State(pool): State<Db>) -> Reply<String> {
    let asked = Asked::new(id, organization);
    let invoice = find(&pool, &asked).await?; //~ tenant-from-request
    Ok(invoice.total.to_string())
}

async fn membership(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let found: Membership = memberships::table.find((id, user.id)).first(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(found.organization_id.to_string())
}

async fn others(_user: CurrentUser, Path((id, user)): Path<(i64, i64)>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let found: Membership = memberships::table.find((id, user)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(found.organization_id.to_string())
}
