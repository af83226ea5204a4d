//! Statements that are handed to what runs them: a trait of the program over its pools, a function, something that is only called so.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, get};
use indoc::{formatdoc, indoc};
use sqlx::query::{Query, QueryScalar};
use sqlx::{PgPool, Postgres};
use std::sync::Arc;

pub fn router() -> Router<Arc<Service>> {
    let read = Router::new().route("/invoices/{id}", get(total)).route("/own/{id}", get(own_total)).route("/plain/{id}", get(plain));
    read.route("/invoices/{id}", delete(removed)).route("/own/{id}", delete(own_removed))
}

pub trait Pool {
    async fn fetch_optional_as<'q, O, A>(&self, query: QueryScalar<'q, Postgres, O, A>) -> Reply<Option<O>>;
}

impl Pool for PgPool {
    async fn fetch_optional_as<'q, O, A>(&self, query: QueryScalar<'q, Postgres, O, A>) -> Reply<Option<O>> {
        query.fetch_optional(self).await.map_err(failed)
    }
}

pub struct Invoices<P> {
    pool: P,
}

impl Invoices<PgPool> {
    async fn total(&self, id: i64) -> Reply<Option<i64>> {
        let text = indoc! {"
            SELECT total FROM invoices WHERE id = $1
        "};
        self.pool.fetch_optional_as(sqlx::query_scalar(text).bind(id)).await
    }

    async fn own_total(&self, id: i64, organization_id: i64) -> Reply<Option<i64>> {
        let text = "SELECT total FROM invoices WHERE id = $1 AND organization_id = $2";
        self.pool.fetch_optional_as(sqlx::query_scalar(text).bind(id).bind(organization_id)).await
    }
}

pub struct Service {
    invoices: Invoices<PgPool>,
    db: PgPool,
}

async fn run<'q, A>(db: &PgPool, query: Query<'q, Postgres, A>) -> Reply<u64> {
    Ok(query.execute(db).await.map_err(failed)?.rows_affected())
}

fn tagged<'q, A>(query: Query<'q, Postgres, A>) -> Query<'q, Postgres, A> {
    query.persistent(false)
}

async fn total(user: CurrentUser, Path(id): Path<i64>, State(service): State<Arc<Service>>) -> Reply<String> {
    let total = service.invoices.total(id).await?; //~ unscoped-sql
    Ok(format!("{total:?} {}", user.id))
}

async fn own_total(user: CurrentUser, Path(id): Path<i64>, State(service): State<Arc<Service>>) -> Reply<String> {
    let total = service.invoices.own_total(id, user.organization_id).await?; //~ verdict scoped
    Ok(format!("{total:?}"))
}

async fn plain(user: CurrentUser, Path(id): Path<i64>, State(service): State<Arc<Service>>) -> Reply<String> {
    let text = formatdoc! {"SELECT total FROM invoices WHERE id = $1 LIMIT {}", 1};
    let total: i64 = sqlx::query_scalar(&text).bind(id).fetch_one(&service.db).await.map_err(failed)?; //~ unscoped-sql
    Ok(format!("{total} {}", user.id))
}

async fn removed(user: CurrentUser, Path(id): Path<i64>, State(service): State<Arc<Service>>) -> Reply<String> {
    let removed = run(&service.db, sqlx::query("DELETE FROM invoices WHERE id = $1").bind(id)).await?; //~ unscoped-write
    Ok(format!("{removed} {}", user.id))
}

async fn own_removed(user: CurrentUser, Path(id): Path<i64>, State(service): State<Arc<Service>>) -> Reply<String> {
    let query = sqlx::query("DELETE FROM invoices WHERE id = $1 AND organization_id = $2").bind(id).bind(user.organization_id); //~ verdict scoped
    Ok(run(&service.db, tagged(query)).await?.to_string())
}
