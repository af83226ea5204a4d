//! A restriction that a caller may leave out: each caller decides whether it is there.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/own", get(own)).route("/all", get(all))
}

pub struct Filters {
    pub organization: Option<i64>,
    pub paid: Option<bool>,
}

async fn totals(db: &mut AsyncPgConnection, filters: Filters) -> Reply<Vec<i64>> {
    let mut found = invoices::table.into_boxed();
    if let Some(organization) = filters.organization {
        found = found.filter(invoices::organization_id.eq(organization));
    }
    if let Some(paid) = filters.paid {
        found = found.filter(invoices::paid.eq(paid));
    }
    found.select(invoices::total).load(db).await.map_err(failed)
}

async fn own(user: CurrentUser, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let filters = Filters { organization: Some(user.organization_id), paid: None };
    let sums = totals(&mut db, filters).await?; //~ verdict scoped
    Ok(sums.iter().sum::<i64>().to_string())
}

async fn all(_user: CurrentUser, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let sums = totals(&mut db, Filters { organization: None, paid: Some(true) }).await?; //~ unscoped-list
    Ok(sums.iter().sum::<i64>().to_string())
}
