use crate::prelude::{Invoice, Reply, failed};
use sqlx::PgPool;

pub async fn find(db: &PgPool, _organization_id: i64, id: i64) -> Reply<Invoice> {
    let invoice = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1"); //~ dropped-tenant
    invoice.bind(id).fetch_one(db).await.map_err(failed)
}

pub async fn find_own(db: &PgPool, organization_id: i64, id: i64) -> Reply<Invoice> {
    let invoice = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2"); //~ verdict latent
    invoice.bind(id).bind(organization_id).fetch_one(db).await.map_err(failed)
}

pub async fn find_any(db: &PgPool, id: i64) -> Reply<Invoice> {
    let invoice = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1"); //~ verdict latent
    invoice.bind(id).fetch_one(db).await.map_err(failed)
}
