//! Answers: of a row that was read, of the number of rows that a change met, and of a result that succeeds without a row.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/notices/{id}", get(notice))
        .route("/drafts/{id}", get(draft))
        .route("/invitations/{id}", post(accept))
        .route("/rejected/{id}", post(reject))
        .route("/organizations/{organization_id}/invoices/{id}", get(ignored))
        .route("/totals/{id}", get(total))
}

async fn notice(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let notice = sqlx::query_as!(Notice, "SELECT id, is_published FROM notices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if !notice.is_published {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(notice.id.to_string())
}

async fn draft(Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let notice = sqlx::query_as!(Notice, "SELECT id, is_published FROM notices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    if notice.is_published {
        return Err(StatusCode::CONFLICT);
    }
    Ok(notice.id.to_string())
}

async fn accept(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let row = sqlx::query!("SELECT organization_id FROM invitations WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict scoped
    let met = sqlx::query!( //~ verdict scoped
        "UPDATE invitations SET accepted = TRUE WHERE id = $1 AND LOWER(email) = (SELECT LOWER(email) FROM users WHERE id = $2)",
        id,
        user.id
    )
    .execute(&db)
    .await
    .map_err(failed)?;
    match met.rows_affected() {
        0 => Err(StatusCode::NOT_FOUND),
        _ => Ok(row.organization_id.to_string()),
    }
}

async fn reject(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let row = sqlx::query!("SELECT organization_id FROM invitations WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ unscoped-sql
    sqlx::query!( //~ verdict scoped
        "DELETE FROM invitations WHERE id = $1 AND LOWER(email) = (SELECT LOWER(email) FROM users WHERE id = $2)",
        id,
        user.id
    )
    .execute(&db)
    .await
    .map_err(failed)?;
    Ok(row.organization_id.to_string())
}

async fn ignored(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(db): State<PgPool>) -> Reply<String> {
    let _row = sqlx::query!("SELECT user_id FROM memberships WHERE organization_id = $1 AND user_id = $2", organization_id, user.id)
        .fetch_optional(&db)
        .await
        .map_err(failed)?;
    let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1 AND organization_id = $2", id, organization_id) //~ tenant-from-request
        .fetch_one(&db)
        .await
        .map_err(failed)?;
    Ok(invoice.total.to_string())
}

async fn total(user: CurrentUser, Path(id): Path<i64>, Query(asked): Query<bool>, State(db): State<PgPool>) -> Reply<String> {
    let mut sum = 0;
    if asked {
        let invoice = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
        if invoice.organization_id != user.organization_id {
            return Err(StatusCode::NOT_FOUND);
        }
        sum += invoice.total;
    }
    Ok(sum.to_string())
}
