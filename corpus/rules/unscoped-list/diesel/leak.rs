//! All lines of all organizations.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/lines", get(list))
}


async fn list(_user: CurrentUser, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let amounts: Vec<i64> = lines::table.select(lines::amount).load(&mut db).await.map_err(failed)?; //~ unscoped-list
    Ok(amounts.iter().sum::<i64>().to_string())
}
