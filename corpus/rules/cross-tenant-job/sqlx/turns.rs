//! A worker goes over the organizations: what it asks at each turn, and what it forgets.

mod prelude;

use crate::prelude::Invoice;
use sqlx::PgPool;
use std::time::Duration;

#[derive(sqlx::FromRow)]
struct Organization {
    id: i64,
}

async fn unpaid(db: &PgPool) -> Result<Vec<Invoice>, sqlx::Error> {
    sqlx::query_as::<_, Invoice>("SELECT id, organization_id, total FROM invoices WHERE paid = FALSE").fetch_all(db).await
}

async fn unpaid_of(db: &PgPool, organization_id: i64) -> Result<Vec<Invoice>, sqlx::Error> {
    sqlx::query_as::<_, Invoice>("SELECT id, organization_id, total FROM invoices WHERE paid = FALSE AND organization_id = $1")
        .bind(organization_id)
        .fetch_all(db)
        .await
}

async fn organizations(db: &PgPool) -> Result<Vec<Organization>, sqlx::Error> {
    sqlx::query_as::<_, Organization>("SELECT id FROM organizations").fetch_all(db).await
}

async fn send(_organization: i64, _invoices: Vec<Invoice>) {}

async fn forgets(db: PgPool) -> Result<(), sqlx::Error> {
    for organization in organizations(&db).await? {
        tracing::info!(organization.id, "its turn");
        let invoices = unpaid(&db).await?; //~ cross-tenant-job
        send(organization.id, invoices).await;
    }
    Ok(())
}

async fn asks(db: PgPool) -> Result<(), sqlx::Error> {
    for organization in organizations(&db).await? {
        let invoices = unpaid_of(&db, organization.id).await?;
        send(organization.id, invoices).await;
    }
    Ok(())
}

async fn sorts(db: PgPool) -> Result<(), sqlx::Error> {
    for organization in organizations(&db).await? {
        let invoices = unpaid(&db).await?;
        let own = invoices.into_iter().filter(|invoice| invoice.organization_id == organization.id).collect();
        send(organization.id, own).await;
    }
    Ok(())
}

async fn sets_up(db: PgPool) -> Result<(), sqlx::Error> {
    for organization in organizations(&db).await? {
        sqlx::query("SELECT set_config('app.organization', $1, false)").bind(organization.id).execute(&db).await?;
        let invoices = unpaid(&db).await?;
        send(organization.id, invoices).await;
    }
    Ok(())
}

pub fn start(db: PgPool) {
    tokio::spawn(async move {
        loop {
            let _ = forgets(db.clone()).await;
            let _ = asks(db.clone()).await;
            let _ = sorts(db.clone()).await;
            let _ = sets_up(db.clone()).await;
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
    });
}
