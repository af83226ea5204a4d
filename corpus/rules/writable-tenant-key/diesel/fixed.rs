//! What the body says of the tenant is replaced by what is known of the caller.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices", post(create)).route("/organizations/{organization_id}/invoices", post(batch))
}

#[derive(serde::Deserialize, Insertable)]
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

async fn create(user: CurrentUser, State(pool): State<Db>, Json(mut data): Json<NewInvoice>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    data.organization_id = user.organization_id;
    diesel::insert_into(invoices::table).values(&data).execute(&mut db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}

async fn batch(user: CurrentUser, Path(organization_id): Path<i64>, State(pool): State<Db>, Json(data): Json<Batch>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    ensure_member(&mut db, &user, organization_id).await?;
    for mut invoice in data.invoices {
        invoice.organization_id = organization_id;
        diesel::insert_into(invoices::table).values(&invoice).execute(&mut db).await.map_err(failed)?; //~ verdict scoped
    }
    Ok(())
}
