//! A struct that is read from the body is the row that is stored.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices", post(create)).route("/invoices/{id}", post(change)).route("/invoices/batch", post(batch))
}

#[derive(serde::Deserialize, Insertable, AsChangeset)]
#[diesel(table_name = invoices)]
struct NewInvoice {
    organization_id: i64,
    total: i64,
    paid: bool,
}

#[derive(serde::Deserialize)]
struct Batch {
    invoices: Vec<NewInvoice>,
}

async fn create(_user: CurrentUser, State(pool): State<Db>, Json(data): Json<NewInvoice>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    diesel::insert_into(invoices::table).values(&data).execute(&mut db).await.map_err(failed)?; //~ writable-tenant-key
    Ok(())
}

async fn change(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>, Json(data): Json<NewInvoice>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = invoices::table.find(id).filter(invoices::organization_id.eq(user.organization_id)); //~ writable-tenant-key
    diesel::update(own).set(&data).execute(&mut db).await.map_err(failed)?;
    Ok(())
}

async fn batch(_user: CurrentUser, State(pool): State<Db>, Json(data): Json<Batch>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    for invoice in data.invoices {
        diesel::insert_into(invoices::table).values(&invoice).execute(&mut db).await.map_err(failed)?; //~ writable-tenant-key
    }
    Ok(())
}
