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
    fn cache_key(kind: &Kind, application: &str, asked: &Asked) -> String {
        let tenant = asked.tenant_key.as_deref().unwrap_or("none");
        format!("{kind:?}_{application}_{tenant}")
    }

    pub fn key_of(&self, asked: Asked) -> String {
        Self::cache_key(&Kind::Tenant, &self.application, &asked)
    }
}

fn own_key(user: &CurrentUser, month: &str) -> String {
    format!("invoices:{}:{month}", user.organization_id)
}

#[derive(serde::Deserialize)]
pub struct Month {
    pub month: String,
}

#[debug_handler]
async fn of_month(user: CurrentUser, Query(asked): Query<Month>, State(db): State<PgPool>, State(cache): State<Cache<String, Vec<Invoice>>>) -> Reply<Json<Vec<Invoice>>> {
    let key = own_key(&user, &asked.month);
    let rows = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id = $1 AND month = $2") //~ verdict scoped
        .bind(user.organization_id)
        .bind(&asked.month)
        .fetch_all(&db)
        .await
        .map_err(failed)?;
    cache.insert(key, rows.clone()).await;
    Ok(Json(rows))
}
