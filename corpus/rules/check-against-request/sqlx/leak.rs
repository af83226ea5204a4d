//! Both sides of the comparison are the caller's choice.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/organizations/{organization_id}/invoices/{id}", get(show))
}


async fn show(_user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let found = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_optional(&db).await; //~ check-against-request
    let invoice = found.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)?;
    if invoice.organization_id != organization_id {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(invoice.total.to_string())
}
