//! A queued job is handed the key of a row, or the key and whose it is.

mod prelude;

use crate::prelude::Invoice;
use fang::AsyncRunnable;
use sqlx::PgPool;

struct Pay {
    invoice_id: i64,
}

struct PayOf {
    invoice_id: i64,
    organization_id: i64,
}

#[async_trait::async_trait]
impl AsyncRunnable for Pay {
    async fn run(&self, db: &PgPool) -> Result<(), sqlx::Error> {
        let invoice = sqlx::query_as::<_, Invoice>("SELECT id, organization_id, total FROM invoices WHERE id = $1") //~ tenantless-message pedantic
            .bind(self.invoice_id)
            .fetch_one(db)
            .await?;
        println!("{}", invoice.total);
        Ok(())
    }
}

#[async_trait::async_trait]
impl AsyncRunnable for PayOf {
    async fn run(&self, db: &PgPool) -> Result<(), sqlx::Error> {
        let invoice = sqlx::query_as::<_, Invoice>("SELECT id, organization_id, total FROM invoices WHERE id = $1 AND organization_id = $2")
        //~^ verdict wrongly-scoped
            .bind(self.invoice_id)
            .bind(self.organization_id)
            .fetch_one(db)
            .await?;
        println!("{}", invoice.total);
        Ok(())
    }
}
