//! Nobody logs in: whoever holds the installation's key names the tenant in a header.

use actix_web::dev::ServiceRequest;
use actix_web::web::{Data, Path};
use actix_web::{App, Error, HttpRequest, HttpResponse, delete, get, web};
use actix_web_httpauth::extractors::bearer::BearerAuth;
use actix_web_httpauth::middleware::HttpAuthentication;
use sqlx::PgPool;

async fn auth_validator(req: ServiceRequest, credentials: BearerAuth) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    let key = req.app_data::<Data<String>>().expect("a key");
    if credentials.token() != key.as_str() {
        return Err((actix_web::error::ErrorUnauthorized("no"), req));
    }
    Ok(req)
}

pub fn run() {
    let authentication = HttpAuthentication::bearer(auth_validator);
    let _ = App::new().service(open).service(web::scope("v1").wrap(authentication).service(invoice));
}

fn tenant(req: &HttpRequest) -> Result<&str, Error> {
    let tenant_id = req.headers().get("organization_id").ok_or(actix_web::error::ErrorBadRequest("no tenant"))?;
    tenant_id.to_str().map_err(actix_web::error::ErrorBadRequest)
}

#[get("/invoices/{id}")]
async fn invoice(req: HttpRequest, db: Data<PgPool>, id: Path<i64>) -> Result<HttpResponse, Error> {
    let organization_id = tenant(&req)?;
    let total = sqlx::query_scalar!("SELECT total FROM invoices WHERE id = $1 AND organization_id = $2", *id, organization_id) //~ verdict scoped
        .fetch_one(db.get_ref())
        .await
        .map_err(actix_web::error::ErrorNotFound)?;
    Ok(HttpResponse::Ok().json(total))
}

#[delete("/open/{id}")]
async fn open(req: HttpRequest, db: Data<PgPool>, id: Path<i64>) -> Result<HttpResponse, Error> {
    let organization_id = tenant(&req)?;
    sqlx::query!("DELETE FROM invoices WHERE id = $1 AND organization_id = $2", *id, organization_id) //~ tenant-from-request
        .execute(db.get_ref())
        .await
        .map_err(actix_web::error::ErrorNotFound)?;
    Ok(HttpResponse::Ok().finish())
}
