//! What is made of each of the caller's rows tells of them as the rows do: an id among theirs is the caller's.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::PgPool;

pub struct InvoiceView {
    pub id: i64,
    pub total: i64,
}

impl From<Invoice> for InvoiceView {
    fn from(row: Invoice) -> Self {
        Self { id: row.id, total: row.total }
    }
}

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/a/{id}", get(among_views))
        .route("/b/{id}", get(among_made))
        .route("/c/{id}", get(among_others))
}

async fn of_organization(db: &PgPool, organization_id: i64) -> Reply<Vec<InvoiceView>> {
    let text = "SELECT * FROM invoices WHERE organization_id = $1";
    let rows: Vec<Invoice> = sqlx::query_as(text).bind(organization_id).fetch_all(db).await.map_err(failed)?;
    Ok(rows.into_iter().map(InvoiceView::from).collect())
}

async fn all(db: &PgPool) -> Reply<Vec<InvoiceView>> {
    let text = "SELECT * FROM invoices";
    let rows: Vec<Invoice> = sqlx::query_as(text).fetch_all(db).await.map_err(failed)?;
    Ok(rows.into_iter().map(InvoiceView::from).collect())
}

async fn lines(db: &PgPool, id: i64) -> Reply<Vec<i64>> {
    sqlx::query_scalar("SELECT amount FROM lines WHERE invoice_id = $1").bind(id).fetch_all(db).await.map_err(failed)
}

async fn among_views(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    let known = match of_organization(&db, user.organization_id).await { //~ verdict scoped
        Ok(views) => views.iter().any(|view| view.id == id),
        Err(error) => return Err(error),
    };
    if !known {
        return Err(StatusCode::NOT_FOUND);
    }
    let text = "SELECT amount FROM lines WHERE invoice_id = $1";
    sqlx::query_scalar(text).bind(id).fetch_all(&db).await.map_err(failed) //~ verdict scoped
}

async fn among_made(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    let text = "SELECT * FROM invoices WHERE organization_id = $1";
    let rows: Vec<Invoice> = sqlx::query_as(text).bind(user.organization_id).fetch_all(&db).await.map_err(failed)?; //~ verdict scoped
    let views: Vec<InvoiceView> = rows.into_iter().map(|row| InvoiceView { id: row.id, total: row.total }).collect();
    if !views.iter().any(|view| view.id == id) {
        return Err(StatusCode::NOT_FOUND);
    }
    let text = "SELECT amount FROM lines WHERE invoice_id = $1";
    sqlx::query_scalar(text).bind(id).fetch_all(&db).await.map_err(failed) //~ verdict scoped
}

async fn among_others(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Vec<i64>> {
    if !all(&db).await?.iter().any(|view| view.id == id) { //~ unscoped-sql
        return Err(StatusCode::NOT_FOUND);
    }
    lines(&db, id).await //~ unscoped-sql
}
