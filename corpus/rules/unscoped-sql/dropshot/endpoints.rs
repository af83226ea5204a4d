//! Endpoints by attribute, with typed parts of the request.

use dropshot::{HttpError, HttpResponseOk, Path, RequestContext, endpoint};
use sqlx::PgPool;

#[derive(serde::Deserialize)]
pub struct InvoicePath {
    pub id: i64,
}

#[endpoint { method = GET, path = "/invoices/{id}" }]
pub async fn invoice(context: RequestContext<PgPool>, path: Path<InvoicePath>) -> Result<HttpResponseOk<i64>, HttpError> {
    let id = path.into_inner().id;
    let query = sqlx::query_scalar("SELECT total FROM invoices WHERE id = $1").bind(id); //~ unscoped-sql
    query.fetch_one(context.context()).await.map(HttpResponseOk).map_err(|_| HttpError::for_not_found(None, String::new()))
}
