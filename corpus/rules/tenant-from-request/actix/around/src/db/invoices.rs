use sqlx::PgPool;

pub async fn total(db: &PgPool, organization_id: i64, id: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("SELECT total FROM invoices WHERE id = $1 AND organization_id = $2", id, organization_id).fetch_one(db).await
}
