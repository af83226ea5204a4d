//! Handlers whose connection is called like the module of the queries.

use crate::db;
use actix_web::web::{Data, Path};
use actix_web::{Error, HttpResponse, get};
use sqlx::PgPool;

#[get("/invoices/{id}")]
pub async fn invoice(path: Path<(i64, i64)>, db: Data<PgPool>) -> Result<HttpResponse, Error> {
    let (organization_id, id) = path.into_inner();
    let total = db::invoices::total(&db, organization_id, id).await; //~ verdict scoped
    Ok(HttpResponse::Ok().json(total.map_err(actix_web::error::ErrorNotFound)?))
}

#[get("/open/{organization_id}/invoices/{id}")]
pub async fn open(path: Path<(i64, i64)>, db: Data<PgPool>) -> Result<HttpResponse, Error> {
    let (organization_id, id) = path.into_inner();
    let total = db::invoices::total(&db, organization_id, id).await; //~ tenant-from-request
    Ok(HttpResponse::Ok().json(total.map_err(actix_web::error::ErrorNotFound)?))
}
