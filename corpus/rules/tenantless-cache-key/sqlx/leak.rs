use crate::prelude::{CurrentUser, Invoice, Reply, failed};
use axum::{Json, debug_handler, extract::{Query, State}};
use moka::future::Cache;
use sqlx::PgPool;

pub enum Kind {
    Tenant,
    Application,
}

pub struct Asked {
    pub kind: Kind,
    pub tenant_key: Option<String>,
}

pub struct Tokens {
    application: String,
}

impl Tokens {
    fn cache_key(kind: &Kind, application: &str) -> String {
        format!("{kind:?}_{application}") //~ tenantless-cache-key
    }

    pub fn key_of(&self, asked: Asked) -> String {
        match asked.kind {
            Kind::Application => Self::cache_key(&Kind::Application, &self.application),
            Kind::Tenant => Self::cache_key(&Kind::Tenant, &self.application),
        }
    }
}

#[debug_handler]
async fn unpaid(user: CurrentUser, State(db): State<PgPool>, State(cache): State<Cache<String, Vec<Invoice>>>) -> Reply<Json<Vec<Invoice>>> {
    let rows = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id = $1") //~ verdict scoped
        .bind(user.organization_id)
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    cache.insert("unpaid".to_string(), rows.clone()).await; //~ tenantless-cache-key
    Ok(Json(rows))
}

#[derive(serde::Deserialize)]
pub struct Month {
    pub month: String,
}

#[debug_handler]
async fn of_month(user: CurrentUser, Query(asked): Query<Month>, State(db): State<PgPool>, State(cache): State<Cache<String, Vec<Invoice>>>) -> Reply<Json<Vec<Invoice>>> {
    let key = format!("invoices:{}", asked.month); //~ tenantless-cache-key
    let rows = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id = $1 AND month = $2") //~ verdict scoped
        .bind(user.organization_id)
        .bind(&asked.month)
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    cache.insert(key, rows.clone()).await;
    Ok(Json(rows))
}
