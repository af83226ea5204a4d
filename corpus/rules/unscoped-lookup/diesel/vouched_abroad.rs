//! What a call outside of the program makes of what was sent has members of its own. What it gives back whole, or is told to read, may
//! still be what was sent.

use crate::prelude::*;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/announced", post(announced))
        .route("/converted", post(converted))
        .route("/read", post(read))
}

#[derive(serde::Deserialize)]
struct Sent {
    invoice_id: i64,
}

async fn announced(_user: CurrentUser, State(pool): State<Db>, body: String) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let event = payments::construct_event(&body, "secret").map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(event.invoice_id)).first(&mut db).await.map_err(failed)?; //~ verdict unknown
    Ok(invoice.total.to_string())
}

async fn converted(_user: CurrentUser, State(pool): State<Db>, body: String) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let number = payments::number_of(&body);
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(number)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}

async fn read(_user: CurrentUser, State(pool): State<Db>, body: String) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let sent: Sent = serde_json::from_str(&body).map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(sent.invoice_id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}
