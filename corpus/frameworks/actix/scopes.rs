//! What is called on a module beside a route, such as another scope, stands in front of nothing.

use actix_web::{Error, FromRequest, HttpRequest, dev::Payload, error::ErrorNotFound, web};
use jsonwebtoken::{DecodingKey, Validation, decode};
use sqlx::PgPool;
use std::future::{Ready, ready};

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

async fn own(caller: Caller, pool: web::Data<PgPool>) -> actix_web::Result<String> {
    let query = sqlx::query_scalar::<_, i64>("SELECT sum(total) FROM invoices WHERE organization_id = $1").bind(caller.organization_id); //~ verdict scoped
    Ok(query.fetch_one(pool.get_ref()).await.map_err(ErrorNotFound)?.to_string())
}

async fn any(path: web::Path<i64>, pool: web::Data<PgPool>) -> actix_web::Result<String> {
    let organization_id = path.into_inner();
    let query = sqlx::query_scalar::<_, i64>("SELECT sum(total) FROM invoices WHERE organization_id = $1").bind(organization_id); //~ tenant-from-request
    Ok(query.fetch_one(pool.get_ref()).await.map_err(ErrorNotFound)?.to_string())
}

pub fn totals() -> actix_web::Scope {
    let others = web::scope("/others").service(web::resource("/own").route(web::get().to(own)));
    web::scope("/totals")
        .service(web::resource("/{organization_id}").route(web::get().to(any)))
        .service(others)
}
