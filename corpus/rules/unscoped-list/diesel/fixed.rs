//! Lines of the organization's invoices.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/lines", get(list))
}


async fn list(user: CurrentUser, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let own = lines::table.inner_join(invoices::table).filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
    let amounts: Vec<i64> = own.select(lines::amount).load(&mut db).await.map_err(failed)?;
    Ok(amounts.iter().sum::<i64>().to_string())
}
