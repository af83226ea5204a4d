//! A check in an arm: as its guard, before the row is handed on, or to refuse.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub fn router() -> Router<Db> {
    Router::new()
        .route("/invoices/{id}/taken", get(taken))
        .route("/invoices/{id}/refused", get(refused))
        .route("/invoices/{id}/paid", get(paid))
        .route("/invoices/{id}/unpaid", get(unpaid))
        .route("/invoices/{id}/lines", get(lines_of))
        .route("/invoices/{id}/all-lines", get(all_lines_of))
}

async fn find(db: &mut AsyncPgConnection, id: i64) -> Reply<Option<Invoice>> {
    invoices::table.find(id).first(db).await.optional().map_err(failed)
}

async fn taken(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice = match find(&mut db, id).await { //~ verdict guarded
        Ok(Some(invoice)) if invoice.organization_id == user.organization_id => invoice,
        Ok(_) => return Err(StatusCode::NOT_FOUND),
        Err(failure) => return Err(failure),
    };
    Ok(invoice.total.to_string())
}

async fn of_organization(db: &mut AsyncPgConnection, id: i64, organization_id: i64) -> Reply<Invoice> {
    let invoice = find(db, id).await?;
    match invoice {
        None => Err(StatusCode::NOT_FOUND),
        Some(other) if other.organization_id != organization_id => Err(StatusCode::NOT_FOUND),
        Some(invoice) => Ok(invoice),
    }
}

async fn refused(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice = of_organization(&mut db, id, user.organization_id).await?; //~ verdict guarded
    Ok(invoice.total.to_string())
}

// only what is paid is looked at
async fn paid(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    match find(&mut db, id).await? { //~ unscoped-lookup
        Some(Invoice { paid: true, organization_id, .. }) if organization_id != user.organization_id => {
            Err(StatusCode::NOT_FOUND)
        }
        Some(invoice) => Ok(invoice.total.to_string()),
        None => Err(StatusCode::NOT_FOUND),
    }
}

// that it is not paid does not say that there is none
async fn unpaid(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice = find(&mut db, id).await?; //~ unscoped-lookup
    match invoice {
        Some(Invoice { paid: true, .. }) => Err(StatusCode::NOT_FOUND),
        other => Ok(other.map_or(0, |invoice| invoice.total).to_string()),
    }
}

async fn load_lines(db: &mut AsyncPgConnection, id: i64) -> Reply<Vec<Line>> {
    lines::table.filter(lines::invoice_id.eq(id)).load(db).await.map_err(failed)
}

async fn lines_of(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice = match of_organization(&mut db, id, user.organization_id).await { //~ verdict guarded
        Ok(invoice) => invoice,
        Err(failure) => return Err(failure),
    };
    let lines = match load_lines(&mut db, id).await { //~ verdict scoped
        Ok(lines) => lines,
        Err(_) => Vec::new(),
    };
    Ok(format!("{} {}", invoice.total, lines.len()))
}

// the failure is noted, and the lines are read all the same
async fn all_lines_of(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<Vec<i64>> {
    let mut db = pool.get().await.map_err(failed)?;
    let total = match of_organization(&mut db, id, user.organization_id).await {
        Ok(invoice) => invoice.total,
        Err(_) => 0,
    };
    let lines = load_lines(&mut db, id).await?; //~ unscoped-lookup
    Ok(lines.into_iter().map(|line| line.amount + total).collect())
}
