//! Rows are tied to a derived table, which is held to a value by one of its own columns; a token that was signed says who asks.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use biscuit_auth::{Biscuit, PublicKey};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/invoices/{invoice_id}/days", get(days)).route("/unsubscribe/{token}", get(signed))
}

async fn days(user: CurrentUser, Path(invoice_id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    sqlx::query("SELECT id FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(invoice_id)
        .bind(user.organization_id)
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    let text = "SELECT i.total FROM (SELECT invoice_id, day FROM days_before UNION ALL SELECT invoice_id, day FROM days_now) AS day
                INNER JOIN invoices AS i ON i.id = day.invoice_id WHERE day.invoice_id = $1";
    let total: i64 = sqlx::query_scalar(text).bind(invoice_id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(total.to_string())
}

fn holder(token: &Biscuit) -> Reply<i64> {
    let facts: Vec<i64> = token.authorizer().map_err(failed)?.query("data($id) <- organization($id)").map_err(failed)?;
    facts.first().copied().ok_or_else(|| failed("token"))
}

async fn signed(Path(token): Path<String>, key: PublicKey, State(db): State<PgPool>) -> Reply<String> {
    let token = Biscuit::from_base64(token, key).map_err(failed)?;
    let organization = holder(&token)?;
    let text = "SELECT COUNT(*) FROM invoices WHERE organization_id = $1";
    let count: i64 = sqlx::query_scalar(text).bind(organization).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(count.to_string())
}
