//! Of the handlers that one file registers nearly all ask who calls. One that does not is meant for anybody: what it reads may be public,
//! and what it changes is not.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, put};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new()
        .route("/own/a/{id}", get(own_a))
        .route("/own/b/{id}", get(own_b))
        .route("/own/c/{id}", get(own_c))
        .route("/own/d/{id}", get(own_d))
        .route("/own/e/{id}", get(own_e))
        .route("/own/f/{id}", get(own_f))
        .route("/own/g/{id}", get(own_g))
        .route("/own/h/{id}", get(own_h))
        .route("/own/i/{id}", get(own_i))
        .route("/own/j/{id}", get(own_j))
        .route("/own/k/{id}", get(own_k))
        .route("/own/l/{id}", get(own_l))
        .route("/anybody/{id}", get(shown))
        .route("/anybody/{id}/pay", put(paid))
        .route("/somebody/{id}", get(somebodys))
}

async fn own(user: CurrentUser, id: i64, pool: &Db) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table
        .filter(invoices::id.eq(id))
        .filter(invoices::organization_id.eq(user.organization_id))
        .first(&mut db)
        .await
        .map_err(failed)?;
    Ok(invoice.total.to_string())
}

async fn own_a(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_b(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_c(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_d(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_e(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_f(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_g(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_h(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_i(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_j(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_k(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn own_l(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    own(user, id, &pool).await
}

async fn shown(Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup pedantic
    Ok(invoice.total.to_string())
}

async fn paid(Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let mut db = pool.get().await.map_err(failed)?;
    diesel::update(invoices::table.filter(invoices::id.eq(id))).set(invoices::paid.eq(true)).execute(&mut db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

async fn somebodys(_user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<String> {
    let mut db = pool.get().await.map_err(failed)?;
    let invoice: Invoice = invoices::table.filter(invoices::id.eq(id)).first(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(invoice.total.to_string())
}
