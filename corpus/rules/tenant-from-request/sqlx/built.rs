//! Objects that are built member by member: by what a macro makes, and by methods that hand the object back.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use derive_builder::Builder;
use sqlx::PgPool;
use typed_builder::TypedBuilder;

pub fn router() -> Router<PgPool> {
    let made = Router::new().route("/a/{id}", get(typed)).route("/b/{id}", get(derived)).route("/c/{id}", get(chained));
    made.route("/d/{organization_id}/{id}", get(typed_leak)).route("/e/{organization_id}/{id}", get(chained_leak))
}

#[derive(TypedBuilder)]
pub struct GetInvoice {
    id: i64,
    organization_id: i64,
}

#[derive(Builder)]
pub struct FindInvoice {
    id: i64,
    organization_id: i64,
}

pub struct Lookup {
    id: Option<i64>,
    organization_id: Option<i64>,
}

impl Lookup {
    pub fn new() -> Self {
        Self { id: None, organization_id: None }
    }

    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    pub fn within(mut self, organization_id: i64) -> Self {
        self.organization_id = Some(organization_id);
        self
    }
}

const TEXT: &str = "SELECT total FROM invoices WHERE id = $1 AND organization_id = $2";

async fn invoice(db: &PgPool, get: GetInvoice) -> Reply<i64> {
    sqlx::query_scalar(TEXT).bind(get.id).bind(get.organization_id).fetch_one(db).await.map_err(failed)
}

async fn found(db: &PgPool, find: FindInvoice) -> Reply<i64> {
    sqlx::query_scalar(TEXT).bind(find.id).bind(find.organization_id).fetch_one(db).await.map_err(failed)
}

async fn looked_up(db: &PgPool, lookup: Lookup) -> Reply<i64> {
    sqlx::query_scalar(TEXT).bind(lookup.id).bind(lookup.organization_id).fetch_one(db).await.map_err(failed)
}

async fn typed(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let get = GetInvoice::builder().id(id).organization_id(user.organization_id).build();
    Ok(invoice(&db, get).await?.to_string()) //~ verdict scoped
}

async fn derived(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let find = FindInvoiceBuilder::default().id(id).organization_id(user.organization_id).build().unwrap();
    Ok(found(&db, find).await?.to_string()) //~ verdict scoped
}

async fn chained(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let total = looked_up(&db, Lookup::new().id(id).within(user.organization_id)).await?; //~ verdict scoped
    Ok(total.to_string())
}

async fn typed_leak(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let get = GetInvoice::builder().id(id).organization_id(organization_id).build();
    Ok(format!("{} {}", invoice(&db, get).await?, user.id)) //~ tenant-from-request
}

async fn chained_leak(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let total = looked_up(&db, Lookup::new().id(id).within(organization_id)).await?; //~ tenant-from-request
    Ok(format!("{total} {}", user.id))
}
