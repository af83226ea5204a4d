use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

use crate::error::ApiResult;
use crate::models::{DriverTotal, Trip, Vehicle};

pub struct VehicleRepo {
    db: PgPool,
}

impl VehicleRepo {
    pub fn new(db: PgPool) -> Self {
        Self { db }
    }

    pub async fn list(&self, company_id: Uuid) -> ApiResult<Vec<Vehicle>> {
        let mut vehicles = sqlx::query_as!(Vehicle, "SELECT * FROM vehicles WHERE company_id = $1", company_id)
            .fetch_all(&self.db)
            .await?;
        vehicles.sort_by(|a, b| a.plate.cmp(&b.plate));
        Ok(vehicles)
    }

    pub async fn add(&self, company_id: Uuid, plate: &str) -> ApiResult<Uuid> {
        let id = Uuid::new_v4();
        sqlx::query("INSERT INTO vehicles (id, company_id, plate) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(company_id)
            .bind(plate)
            .execute(&self.db)
            .await?;
        Ok(id)
    }

    pub async fn mark_retired(&self, vehicle: &Vehicle, reason: &str) -> ApiResult<()> {
        tracing::info!(vehicle = %vehicle.id, reason, "retired");
        sqlx::query!("UPDATE vehicles SET status = 'retired' WHERE id = $1 AND company_id = $2", vehicle.id, vehicle.company_id)
            .execute(&self.db)
            .await?;
        Ok(())
    }
}

pub async fn trips_of(db: &PgPool, company_id: Uuid, vehicle_id: Uuid) -> ApiResult<Vec<Trip>> {
    let mut trips = sqlx::query_as::<_, Trip>("SELECT t.* FROM trips t JOIN vehicles v ON v.id = t.vehicle_id WHERE v.company_id = $1 AND v.id = $2")
        .bind(company_id)
        .bind(vehicle_id)
        .fetch_all(db)
        .await?;
    trips.retain(|trip| trip.distance_km > 0);
    Ok(trips)
}

pub async fn driver_totals(db: &PgPool, company_id: Uuid, since: DateTime<Utc>) -> ApiResult<Vec<DriverTotal>> {
    let totals = sqlx::query_as::<_, DriverTotal>("SELECT t.driver, SUM(t.distance_km) AS distance_km FROM trips t JOIN vehicles v ON v.id = t.vehicle_id WHERE v.company_id = $1 AND t.started_at > $2 GROUP BY t.driver")
        .bind(company_id)
        .bind(since)
        .fetch_all(db)
        .await?;
    Ok(totals)
}
