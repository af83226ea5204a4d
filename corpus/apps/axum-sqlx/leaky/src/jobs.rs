use std::time::Duration;

use sqlx::PgPool;

use crate::error::ApiResult;
use crate::models::Company;

pub fn start(db: PgPool) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(24 * 3600));
        loop {
            ticks.tick().await;
            if let Err(error) = apply_retention(&db).await {
                tracing::warn!(?error, "retention");
            }
        }
    });
}

async fn apply_retention(db: &PgPool) -> ApiResult<()> {
    let companies = sqlx::query_as::<_, Company>("SELECT * FROM companies").fetch_all(db).await?;
    for company in companies {
        sqlx::query("DELETE FROM trips USING vehicles WHERE vehicles.id = trips.vehicle_id AND vehicles.company_id = $1 AND ended_at < now() - make_interval(days => $2)") //~ verdict scoped
            .bind(company.id)
            .bind(company.trip_retention_days)
            .execute(db)
            .await?;
    }
    Ok(())
}
