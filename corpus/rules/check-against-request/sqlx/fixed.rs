//! The comparison is with the identity.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}", get(show))
}


async fn show(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let found = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_optional(&db).await; //~ verdict guarded
    let invoice = found.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)?;
    if invoice.organization_id != user.organization_id {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(invoice.total.to_string())
}
