//! Aliases, a join, parameters out of order, and an alternative that is about something else.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/lines/{id}", get(show))
}


async fn show(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let amount = sqlx::query_scalar!( //~ verdict scoped
        "SELECT l.amount FROM lines AS l INNER JOIN invoices AS i ON (l.invoice_id = i.id) WHERE (i.paid OR i.total > 0) AND i.organization_id = $2 AND l.id = $1",
        id,
        user.organization_id
    )
    .fetch_one(&db)
    .await
    .map_err(failed)?;
    Ok(amount.to_string())
}
