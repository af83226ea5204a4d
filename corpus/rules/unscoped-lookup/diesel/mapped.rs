//! What is made of a value by a function that is handed over is what that function gives: the value itself has no part in it.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

#[derive(serde::Deserialize)]
pub struct Wanted {
    pub id: Option<i64>,
}

async fn own(user: CurrentUser, State(db): State<Db>, Json(wanted): Json<Wanted>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let query = invoices::table.filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
    let all = query.load::<Invoice>(&mut conn).await.map_err(failed)?;
    let known: HashMap<i64, Invoice> = all.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    let mut ids = Vec::new();
    let id = if let Some(invoice) = wanted.id.as_ref().and_then(|id| known.get(id)) { invoice.id.clone() } else { return Err(failed(())) };
    ids.push(id);
    let mut total = 0;
    for id in ids {
        let invoice = invoices::table.find(id).first::<Invoice>(&mut conn).await.map_err(failed)?; //~ verdict scoped
        total += invoice.total;
    }
    Ok(total.to_string())
}

async fn any(_user: CurrentUser, State(db): State<Db>, Json(wanted): Json<Wanted>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let id = wanted.id.map(|id| id + 1).ok_or(failed(()))?;
    let invoice = invoices::table.find(id).first::<Invoice>(&mut conn).await.map_err(failed)?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}

pub fn router() -> Router<Db> {
    Router::new().route("/own", post(own)).route("/any", post(any))
}
