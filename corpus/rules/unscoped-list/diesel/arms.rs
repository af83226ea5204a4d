//! A restriction that each arm adds in its own way: one arm is taken.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/invoices", get(own))
        .route("/invoices/open/{range}", get(one_open))
        .route("/invoices/of/{member}", get(of_member))
}

#[derive(Clone, Copy, serde::Deserialize)]
enum Range {
    Paid,
    Due,
}

async fn within(pool: &Db, range: Range, organization_id: Option<i64>) -> Reply<Vec<Invoice>> {
    let mut db = pool.get().await.map_err(failed)?;
    let mut query = invoices::table.into_boxed();
    match range {
        Range::Paid => {
            if let Some(organization_id) = organization_id {
                query = query.filter(invoices::organization_id.eq(organization_id));
            } else {
                return Err(StatusCode::BAD_REQUEST);
            }
            query = query.filter(invoices::paid.eq(true));
        }
        Range::Due => {
            let Some(organization_id) = organization_id else {
                return Err(StatusCode::BAD_REQUEST);
            };
            query = query.filter(invoices::organization_id.eq(organization_id));
        }
    }
    query.load(&mut db).await.map_err(failed)
}

async fn own(user: CurrentUser, State(pool): State<Db>) -> Reply<String> {
    let found = within(&pool, Range::Due, Some(user.organization_id)).await?; //~ verdict scoped
    Ok(found.len().to_string())
}

// one arm restricts nothing
async fn one_open(user: CurrentUser, Path(range): Path<Range>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mut query = invoices::table.into_boxed(); //~ unscoped-list
    match range {
        Range::Paid => {}
        Range::Due => query = query.filter(invoices::organization_id.eq(user.organization_id)),
    }
    let found: Vec<Invoice> = query.load(&mut db).await.map_err(failed)?;
    Ok(found.len().to_string())
}

async fn of_member(user: CurrentUser, Path(member): Path<i64>, State(pool): State<Db>) -> Reply<Vec<i64>> {
    let range = if member == user.id { Range::Paid } else { Range::Due };
    let found = within(&pool, range, Some(user.organization_id)).await?; //~ verdict scoped
    Ok(found.into_iter().map(|invoice| invoice.total).collect())
}
