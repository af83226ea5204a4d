//! A column that is not called after what it leads to: what the tables may be joined by says it.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

diesel::table! {
    reports (id) {
        id -> Int8,
        billed_to -> Int8,
    }
}

diesel::joinable!(reports -> organizations (billed_to));

#[derive(Queryable, Identifiable)]
#[diesel(table_name = reports)]
pub struct Report {
    pub id: i64,
    pub billed_to: i64,
}

pub fn router() -> Router<Db> {
    Router::new().route("/reports/{id}", get(read)).route("/reports/{id}/own", get(own))
}

async fn read(_user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let report: Report = reports::table.find(id).first(&mut conn).await.map_err(failed)?; //~ unscoped-lookup
    Ok(report.id.to_string())
}

async fn own(user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let query = reports::table.filter(reports::id.eq(id)).filter(reports::billed_to.eq(user.organization_id)); //~ verdict scoped
    let report: Report = query.first(&mut conn).await.map_err(failed)?;
    Ok(report.id.to_string())
}
