use actix_web::{get, delete, web, HttpResponse, HttpRequest, FromRequest};
use deadpool_postgres::Pool;
pub struct Caller { pub organization_id: i64 }
impl FromRequest for Caller {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        match req.extensions().get::<Claims>() {
            Some(claims) => ready(Ok(Caller { organization_id: claims.organization_id })),
            None => ready(Err(ErrorUnauthorized("no"))),
        }
    }
}
#[get("/invoices/{id}")]
async fn read(pool: web::Data<Pool>, caller: Caller, path: web::Path<i64>) -> Result<HttpResponse, actix_web::Error> {
    let id = path.into_inner();
    let client = pool.get().await?;
    let row = client.query_one("SELECT * FROM invoices WHERE id = $1", &[&id]).await?; //~ unscoped-sql
    Ok(HttpResponse::Ok().json(row.get::<_, i64>("total")))
}
#[get("/own/{id}")]
async fn read_own(pool: web::Data<Pool>, caller: Caller, path: web::Path<i64>) -> Result<HttpResponse, actix_web::Error> {
    let client = pool.get().await?;
    let statement = client.prepare("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2").await?;
    let row = client.query_opt(&statement, &[&path.into_inner(), &caller.organization_id]).await?; //~ verdict scoped
    Ok(HttpResponse::Ok().json(row.is_some()))
}
#[delete("/invoices/{id}")]
async fn remove(pool: web::Data<Pool>, caller: Caller, path: web::Path<i64>) -> Result<HttpResponse, actix_web::Error> {
    let client = pool.get().await?;
    client.execute("DELETE FROM invoices WHERE id = $1", &[&path.into_inner()]).await?; //~ unscoped-write
    Ok(HttpResponse::Ok().finish())
}
