//! Work that stands inside of the branch of a check: for everybody else nothing happens, and nobody learns of the row.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{id}", post(one)).route("/invoices/{id}/total", get(shown)).route("/invoices/{id}/told", get(told))
}

async fn one(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<()> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if invoice.organization_id == user.organization_id {
        sqlx::query!("DELETE FROM invoices WHERE id = $1", invoice.id).execute(&db).await.map_err(failed)?; //~ verdict scoped
    }
    Ok(())
}

async fn told(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if invoice.organization_id == user.organization_id {
        Ok(invoice.total.to_string())
    } else {
        Ok("not yours".to_owned())
    }
}

async fn shown(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ open-check
    if invoice.organization_id == user.organization_id {
        tracing::info!("their own");
    }
    Ok(invoice.total.to_string())
}
