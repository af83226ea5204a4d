//! The tie stands on the table that is joined.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/lines/{id}", get(show))
}


async fn show(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let amount: i64 = lines::table //~ verdict scoped
        .inner_join(invoices::table)
        .filter(lines::id.eq(id))
        .filter(invoices::organization_id.eq(user.organization_id))
        .select(lines::amount)
        .first(&mut db)
        .await
        .map_err(failed)?;
    Ok(amount.to_string())
}
