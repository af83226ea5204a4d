//! A check that is made only where the caller says whose the row must be.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/invoices/{id}/nobodys", get(nobodys))
        .route("/invoices/{id}/own", get(own))
        .route("/{organization_id}/invoices/{id}", get(of_member))
        .route("/invoices/{id}/asked", get(asked))
}

async fn find(pool: &Db, id: i64, organization_id: Option<i64>) -> Reply<Invoice> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.find(id).first(&mut db).await.map_err(failed)?;
    if let Some(organization_id) = organization_id {
        if invoice.organization_id != organization_id {
            return Err(StatusCode::NOT_FOUND);
        }
    }
    Ok(invoice)
}

async fn nobodys(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let invoice = find(&pool, id, None).await?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}

async fn own(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let invoice = find(&pool, id, Some(user.organization_id)).await?; //~ verdict guarded
    Ok(invoice.total.to_string())
}

async fn of_member(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    ensure_member(&mut db, &user, organization_id).await?;
    let invoice = find(&pool, id, Some(organization_id)).await?; //~ verdict guarded
    Ok(invoice.total.to_string())
}

#[derive(serde::Deserialize)]
struct Asked {
    owner: Option<i64>,
}

// what a request may leave out decides nothing
async fn asked(_user: CurrentUser, Path(id): Path<i64>, Query(asked): Query<Asked>, State(pool): State<Db>) -> Reply<String> {
    let invoice = find(&pool, id, asked.owner).await?; //~ check-against-request
    Ok(invoice.total.to_string())
}
