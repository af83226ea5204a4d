//! Statements that are put together: by constants of parts, on one path only, by a function that is handed the builder, or by whether a
//! restriction is given.

use crate::prelude::*;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use sqlx::{PgPool, Postgres, QueryBuilder};

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/parts/{id}", get(in_parts))
        .route("/own-parts/{id}", get(in_parts_own))
        .route("/longer", get(longer))
        .route("/own-longer", get(longer_own))
        .route("/helped", get(helped))
        .route("/own-helped", get(helped_own))
        .route("/any/{id}", get(any))
        .route("/one/{id}", get(one))
}

const COLUMNS: &str = "SELECT id, organization_id, total";
const BY_ID: &str = concat!("SELECT id, organization_id, total ", "FROM invoices ", "WHERE id = $1");
const BY_ID_OWN: &str = concat!("SELECT id, organization_id, total ", "FROM invoices WHERE id = $1 AND organization_id = $2");

async fn in_parts(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Json<Invoice>> {
    let found = sqlx::query_as(BY_ID).bind(id).fetch_one(&db).await; //~ unscoped-sql
    found.map(Json).map_err(failed)
}

async fn in_parts_own(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Json<Invoice>> {
    let found = sqlx::query_as(BY_ID_OWN).bind(id).bind(user.organization_id).fetch_one(&db).await; //~ verdict scoped
    found.map(Json).map_err(failed)
}

#[derive(serde::Deserialize)]
struct Wanted {
    total: Option<i64>,
}

async fn longer(_user: CurrentUser, Query(wanted): Query<Wanted>, State(db): State<PgPool>) -> Reply<Json<Vec<Invoice>>> {
    let mut text = String::from("SELECT id, organization_id, total FROM invoices");
    if wanted.total.is_some() {
        text.push_str(" WHERE total = $1");
    }
    let query = sqlx::query_as::<_, Invoice>(&text).bind(wanted.total); //~ unscoped-sql
    query.fetch_all(&db).await.map(Json).map_err(failed)
}

async fn longer_own(user: CurrentUser, Query(wanted): Query<Wanted>, State(db): State<PgPool>) -> Reply<Json<Vec<Invoice>>> {
    let mut text = format!("{COLUMNS} FROM invoices WHERE organization_id = $1");
    if wanted.total.is_some() {
        text.push_str(" AND total = $2");
    }
    let query = sqlx::query_as::<_, Invoice>(&text).bind(user.organization_id).bind(wanted.total); //~ verdict scoped
    query.fetch_all(&db).await.map(Json).map_err(failed)
}

fn with_total(query: &mut QueryBuilder<Postgres>, wanted: &Wanted) {
    if let Some(total) = wanted.total {
        query.push(" AND total = ").push_bind(total);
    }
}

fn of_organization(query: &mut QueryBuilder<Postgres>, organization_id: i64) {
    query.push(" AND organization_id = ").push_bind(organization_id);
}

async fn helped(_user: CurrentUser, Query(wanted): Query<Wanted>, State(db): State<PgPool>) -> Reply<Json<Vec<Invoice>>> {
    let mut query = QueryBuilder::new("SELECT * FROM invoices WHERE paid = TRUE"); //~ unscoped-sql
    with_total(&mut query, &wanted);
    query.build_query_as::<Invoice>().fetch_all(&db).await.map(Json).map_err(failed)
}

async fn helped_own(user: CurrentUser, Query(wanted): Query<Wanted>, State(db): State<PgPool>) -> Reply<Json<Vec<Invoice>>> {
    let mut query = QueryBuilder::new("SELECT * FROM invoices WHERE paid = TRUE"); //~ verdict unknown
    of_organization(&mut query, user.organization_id);
    with_total(&mut query, &wanted);
    query.build_query_as::<Invoice>().fetch_all(&db).await.map(Json).map_err(failed)
}

async fn found(db: &PgPool, id: i64, organization_id: Option<i64>) -> Reply<Invoice> {
    let found = match organization_id {
        Some(own) => sqlx::query_as(BY_ID_OWN).bind(id).bind(own).fetch_one(db).await,
        None => sqlx::query_as(BY_ID).bind(id).fetch_one(db).await,
    };
    found.map_err(failed)
}

async fn any(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Json<Invoice>> {
    found(&db, id, None).await.map(Json) //~ unscoped-sql
}

async fn one(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<Json<Invoice>> {
    found(&db, id, Some(user.organization_id)).await.map(Json) //~ verdict scoped
}
