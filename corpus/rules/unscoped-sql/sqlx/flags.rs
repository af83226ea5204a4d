//! The first of two says whether it went well: then the check was passed.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/{id}/asked", get(asked))
        .route("/{id}/unasked", get(unasked))
        .route("/{id}/opposite", get(opposite))
}

struct Told {
    code: u16,
}

async fn invoice(db: &PgPool, id: i64) -> Reply<Invoice> {
    sqlx::query_as("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_one(db).await.map_err(failed)
}

async fn found(db: &PgPool, user: &CurrentUser, id: i64) -> (bool, Told) {
    let Ok(invoice) = invoice(db, id).await else {
        return (false, Told { code: 404 });
    };
    if invoice.organization_id != user.organization_id {
        return (false, Told { code: 403 });
    }
    (true, Told { code: 200 })
}

async fn asked(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<Invoice>> {
    let (well, told) = found(&db, &user, id).await;
    if !well {
        tracing::warn!(code = told.code);
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(Json(invoice(&db, id).await?)) //~ verdict scoped
}

async fn unasked(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<Invoice>> {
    let (_, told) = found(&db, &user, id).await;
    tracing::warn!(code = told.code);
    Ok(Json(invoice(&db, id).await?)) //~ unscoped-sql
}

async fn opposite(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<Json<Invoice>> {
    let (well, _) = found(&db, &user, id).await;
    if well {
        return Err(StatusCode::CONFLICT);
    }
    Ok(Json(invoice(&db, id).await?)) //~ unscoped-sql
}
