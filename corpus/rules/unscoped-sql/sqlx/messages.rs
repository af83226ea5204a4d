//! What a miss is said to be about is no part of the row; a row that says of itself that anybody may see it is nobody's secret.

use crate::prelude::*;
use anyhow::Context;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/templates/{id}", get(template)).route("/lines/{id}", get(line)).route("/any/{id}", get(any))
}

#[derive(sqlx::FromRow)]
pub struct Template {
    pub id: i64,
    pub organization_id: i64,
    pub visibility: String,
}

async fn find(db: &PgPool, id: i64) -> anyhow::Result<Template> {
    let found = sqlx::query_as::<_, Template>("SELECT * FROM templates WHERE id = $1").bind(id).fetch_optional(db).await?;
    found.context("template")
}

async fn template(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let template = find(&db, id).await.map_err(failed)?; //~ verdict guarded
    if template.organization_id != user.organization_id && template.visibility != "PUBLIC" {
        return Err(failed("template"));
    }
    Ok(template.id.to_string())
}

/// The row that a subquery begins with belongs to the one that it leads to.
async fn line(user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let text = "SELECT * FROM templates WHERE id = (SELECT template_id FROM template_versions WHERE id = $1)";
    let template = sqlx::query_as::<_, Template>(text).bind(id).fetch_one(&db).await.map_err(failed)?; //~ verdict guarded
    if template.organization_id != user.organization_id {
        return Err(failed("template"));
    }
    Ok(template.id.to_string())
}

async fn any(_user: CurrentUser, Path(id): Path<i64>, State(db): State<PgPool>) -> Reply<String> {
    let template = find(&db, id).await.map_err(failed)?; //~ unscoped-sql
    Ok(template.id.to_string())
}
