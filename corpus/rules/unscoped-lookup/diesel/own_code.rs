//! For which of many types a trait's own code works is told by nothing in it: none of them is taken for all.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub trait Labelled: Sized {
    async fn first_of(key: i64, db: &Db) -> Reply<String>;

    async fn label(key: i64, db: &Db) -> Reply<String> {
        Self::first_of(key, db).await
    }
}

impl Labelled for Invoice {
    async fn first_of(key: i64, db: &Db) -> Reply<String> {
        let mut conn = db.get().await.map_err(failed)?;
        let invoice: Invoice = invoices::table.find(key).first(&mut conn).await.map_err(failed)?;
        Ok(invoice.total.to_string())
    }
}

pub struct Colour;
pub struct Shape;
pub struct Size;
pub struct Weight;

impl Labelled for Colour {
    async fn first_of(_: i64, _: &Db) -> Reply<String> {
        Ok("red".to_owned())
    }
}

impl Labelled for Shape {
    async fn first_of(_: i64, _: &Db) -> Reply<String> {
        Ok("round".to_owned())
    }
}

impl Labelled for Size {
    async fn first_of(_: i64, _: &Db) -> Reply<String> {
        Ok("large".to_owned())
    }
}

impl Labelled for Weight {
    async fn first_of(_: i64, _: &Db) -> Reply<String> {
        Ok("light".to_owned())
    }
}

pub fn router() -> Router<Db> {
    Router::new().route("/colours/{id}", get(colour)).route("/invoices/{id}", get(invoice))
}

async fn colour(_user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    Colour::label(id, &db).await
}

async fn invoice(_user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    Invoice::first_of(id, &db).await //~ unscoped-lookup
}
