//! Rows without an owner, beside those of the caller: they are no other tenant's. Beside rows of whoever the request names they make
//! nothing better, nor do rows that lack something else.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/own", get(own))
        .route("/of/{organization_id}", get(chosen))
        .route("/member/{organization_id}", get(of_member))
        .route("/unpaid", get(unpaid))
}

async fn visible(db: &PgPool, organization: i64) -> Reply<Vec<Invoice>> {
    sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id IS NULL OR organization_id = $1")
        .bind(organization)
        .fetch_all(db)
        .await
        .map_err(failed)
}

async fn own(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    Ok(visible(&db, user.organization_id).await?.len().to_string()) //~ verdict scoped
}

async fn chosen(_user: CurrentUser, Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    Ok(visible(&db, organization_id).await?.len().to_string()) //~ tenant-from-request
}

async fn of_member(user: CurrentUser, Path(organization_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    ensure_member(&db, &user, organization_id).await?;
    Ok(visible(&db, organization_id).await?.len().to_string()) //~ verdict scoped
}

async fn unpaid(user: CurrentUser, State(db): State<PgPool>) -> Reply<String> {
    let rows = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE paid IS NULL OR organization_id = $1") //~ unscoped-sql
        .bind(user.organization_id)
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    Ok(rows.len().to_string())
}
