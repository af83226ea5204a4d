//! Handlers that are written where they are registered.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route(
            "/invoices/{id}",
            get(|_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>| async move {
                let mut db = pool.get().await.map_err(failed)?;
                let found: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
                Ok(found.total.to_string()) as Reply<String>
            }),
        )
        .route(
            "/own/{id}",
            get(|user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>| async move {
                let mut db = pool.get().await.map_err(failed)?;
                let own = invoices::table.filter(invoices::organization_id.eq(user.organization_id)); //~ verdict scoped
                let found: Invoice = own.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?;
                Ok(found.total.to_string()) as Reply<String>
            }),
        )
}
