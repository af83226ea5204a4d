//! A row that is made in one place and stored by a method of its own.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/lines", post(create)).route("/lines/own", post(own))
}

#[derive(serde::Deserialize)]
struct NewLine {
    invoice_id: i64,
    amount: i64,
}

impl Line {
    fn new(invoice_id: i64, amount: i64) -> Self {
        Self { id: 0, invoice_id, amount }
    }

    async fn save(&self, db: &Db) -> Reply<()> {
        let mut db = db.get().await.map_err(failed)?;
        diesel::insert_into(lines::table)
            .values((lines::invoice_id.eq(&self.invoice_id), lines::amount.eq(self.amount)))
            .execute(&mut db)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

async fn create(_user: CurrentUser, State(db): State<Db>, Json(data): Json<NewLine>) -> Reply<()> {
    let line = Line::new(data.invoice_id, data.amount);
    line.save(&db).await //~ unverified-reference
}

async fn own(user: CurrentUser, State(pool): State<Db>, Json(data): Json<NewLine>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = invoices::table.filter(invoices::id.eq(data.invoice_id)).filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
    let invoice: Invoice = own.first(&mut db).await.map_err(failed)?;
    let line = Line::new(invoice.id, data.amount);
    line.save(&pool).await //~ verdict scoped
}
