//! The values of a path come in together, and each is an input of its own: a check of one says nothing of another. Who calls may be
//! told by an extractor that may find nobody.

use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, dev::Payload, error::ErrorNotFound, get, web};
use anyhow::ensure;
use jsonwebtoken::{DecodingKey, Validation, decode};
use sqlx::{FromRow, PgPool, query, query_as};
use std::future::{Ready, ready};

#[derive(FromRow)]
pub struct Organization {
    pub id: i64,
}

#[derive(FromRow)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
}

#[derive(FromRow)]
pub struct Line {
    pub id: i64,
    pub invoice_id: i64,
}

#[derive(serde::Deserialize)]
pub struct Caller {
    pub organization_id: i64,
}

impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get("Authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let key = DecodingKey::from_secret(b"change-me");
        ready(decode::<Caller>(header, &key, &Validation::default()).map(|data| data.claims).map_err(ErrorNotFound))
    }
}

async fn own(db: &PgPool, id: i64, organization: i64) -> Result<Invoice, sqlx::Error> {
    query_as("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2").bind(id).bind(organization).fetch_one(db).await
}

#[get("/invoices/{invoice}/lines/{line}")]
async fn line(db: web::Data<PgPool>, caller: Caller, path: web::Path<(i64, i64)>) -> anyhow::Result<HttpResponse> {
    let (invoice, line) = path.into_inner();
    own(&db, invoice, caller.organization_id).await?; //~ verdict scoped
    let line: Line = query_as("SELECT * FROM lines WHERE id = $1").bind(line).fetch_one(&**db).await?; //~ unscoped-sql
    Ok(HttpResponse::Ok().body(line.id.to_string()))
}

#[get("/invoices/{invoice}/lines/{line}/own")]
async fn own_line(db: web::Data<PgPool>, caller: Caller, path: web::Path<(i64, i64)>) -> anyhow::Result<HttpResponse> {
    let (invoice, line) = path.into_inner();
    own(&db, invoice, caller.organization_id).await?; //~ verdict scoped
    let found = query_as("SELECT * FROM lines WHERE id = $1 AND invoice_id = $2").bind(line).bind(invoice); //~ verdict scoped
    let line: Line = found.fetch_one(&**db).await?;
    Ok(HttpResponse::Ok().body(line.id.to_string()))
}

#[get("/invoices/{id}/ensured")]
async fn ensured(db: web::Data<PgPool>, caller: Caller, id: web::Path<i64>) -> anyhow::Result<HttpResponse> {
    let invoice: Invoice = query_as("SELECT * FROM invoices WHERE id = $1").bind(*id).fetch_one(&**db).await?; //~ verdict guarded
    ensure!(invoice.organization_id == caller.organization_id, "not yours");
    Ok(HttpResponse::Ok().body(invoice.id.to_string()))
}

#[get("/invoices/maybe")]
async fn maybe(db: web::Data<PgPool>, caller: Option<Caller>) -> anyhow::Result<HttpResponse> {
    let Some(caller) = caller else { return Ok(HttpResponse::Ok().finish()) };
    let rows = query("SELECT id FROM invoices WHERE organization_id = $1").bind(caller.organization_id); //~ verdict scoped
    let rows = rows.fetch_all(&**db).await?;
    Ok(HttpResponse::Ok().body(rows.len().to_string()))
}
