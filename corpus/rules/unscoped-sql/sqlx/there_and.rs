//! What a lambda says of a row that is there: a check of whose it is ties the row, any other check ties nothing.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/own/{id}", get(own)).route("/none/{id}", get(none)).route("/paid/{id}", get(paid))
}

async fn find(db: &PgPool, id: i64) -> Reply<Option<Invoice>> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1");
    row.bind(id).fetch_optional(db).await.map_err(failed)
}

async fn own(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<i64>> {
    let invoice = find(&db, id).await?; //~ verdict guarded
    if !invoice.as_ref().is_some_and(|invoice| invoice.organization_id == user.organization_id) {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(Json(invoice.map_or(0, |invoice| invoice.total)))
}

async fn none(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<i64>> {
    let invoice = find(&db, id).await?; //~ verdict guarded
    if invoice.as_ref().is_none_or(|invoice| invoice.organization_id != user.organization_id) {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(Json(invoice.map_or(0, |invoice| invoice.total)))
}

async fn paid(State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<i64>> {
    let mut invoice = find(&db, id).await?; //~ unscoped-sql
    if invoice.as_ref().is_some_and(|invoice| invoice.total == 0) {
        invoice = None;
    }
    let Some(invoice) = invoice else {
        return Err(StatusCode::NOT_FOUND);
    };
    Ok(Json(invoice.total))
}
