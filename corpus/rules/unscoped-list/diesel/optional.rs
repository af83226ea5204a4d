//! What is added on a condition restricts further.

use crate::prelude::*;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/invoices", get(list))
}


async fn list(user: CurrentUser, Query(paid): Query<Option<bool>>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let mut query = invoices::table.filter(invoices::organization_id.eq(user.organization_id)).into_boxed(); //~ verdict scoped
    if let Some(paid) = paid {
        query = query.filter(invoices::paid.eq(paid));
    }
    let found: Vec<Invoice> = query.load(&mut db).await.map_err(failed)?;
    Ok(found.len().to_string())
}
