//! Methods that the program gives to a connection; what the connection is, its pool does not say.

use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, get, web};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};

diesel::table! { organizations (id) { id -> Int8 } }
diesel::table! { invoices (id) { id -> Int8, organization_id -> Int8, total -> Int8 } }
diesel::joinable!(invoices -> organizations (organization_id));

#[derive(Queryable, serde::Serialize)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub total: i64,
}

pub struct AuthUser {
    pub organization_id: i64,
}

impl FromRequest for AuthUser {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(decode(request.headers().get("Authorization")))
    }
}

trait Invoices {
    fn invoice(&mut self, id: i64) -> QueryResult<Invoice>;
    fn invoice_of(&mut self, organization_id: i64, id: i64) -> QueryResult<Invoice>;
}

impl Invoices for PgConnection {
    fn invoice(&mut self, id: i64) -> QueryResult<Invoice> {
        invoices::table.find(id).first(self)
    }

    fn invoice_of(&mut self, organization_id: i64, id: i64) -> QueryResult<Invoice> {
        invoices::table.find(id).filter(invoices::organization_id.eq(organization_id)).first(self)
    }
}

type Db = web::Data<Pool<ConnectionManager<PgConnection>>>;

#[get("/any/{id}")]
async fn any(db: Db, _user: AuthUser, id: web::Path<i64>) -> Result<HttpResponse, Error> {
    let mut conn = db.get().map_err(actix_web::error::ErrorInternalServerError)?;
    let found = conn.invoice(*id).map_err(actix_web::error::ErrorNotFound)?; //~ unscoped-lookup
    Ok(HttpResponse::Ok().json(found))
}

#[get("/own/{id}")]
async fn own(db: Db, user: AuthUser, id: web::Path<i64>) -> Result<HttpResponse, Error> {
    let mut conn = db.get().map_err(actix_web::error::ErrorInternalServerError)?;
    let found = conn.invoice_of(user.organization_id, *id).map_err(actix_web::error::ErrorNotFound)?; //~ verdict scoped
    Ok(HttpResponse::Ok().json(found))
}
