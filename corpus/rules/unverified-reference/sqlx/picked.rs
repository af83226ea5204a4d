//! What is picked out of a list is one of the list's items, whatever says which. Where a map of the caller's own has a key, the key is one's own.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;
use std::collections::HashMap;

pub fn router() -> Router<PgPool> {
    Router::new().route("/import", post(import)).route("/known", post(known))
}

#[derive(serde::Deserialize)]
struct Import {
    names: Vec<String>,
    ids: Vec<i64>,
    at: usize,
    invoice_id: i64,
}

async fn import(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<Import>) -> Reply<()> {
    let mut made = Vec::new();
    for _ in &data.names {
        let id = uuid::Uuid::new_v4();
        sqlx::query!("INSERT INTO invoices (id, organization_id, total) VALUES ($1, $2, 0)", id, user.organization_id) //~ verdict scoped
            .execute(&db)
            .await
            .map_err(failed)?;
        made.push(id);
    }
    let own = made.get(data.at).ok_or(StatusCode::BAD_REQUEST)?;
    sqlx::query!("INSERT INTO lines (invoice_id, amount) VALUES ($1, 1)", own) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    let given = data.ids.get(data.at).ok_or(StatusCode::BAD_REQUEST)?;
    sqlx::query!("INSERT INTO lines (invoice_id, amount) VALUES ($1, 1)", given) //~ unverified-reference
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn known(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<Import>) -> Reply<()> {
    let own = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id = $1") //~ verdict scoped
        .bind(user.organization_id)
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    let by_id: HashMap<i64, Invoice> = own.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    if by_id.get(&data.invoice_id).is_none() {
        return Err(StatusCode::NOT_FOUND);
    }
    sqlx::query!("INSERT INTO lines (invoice_id, amount) VALUES ($1, 1)", data.invoice_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
