use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Company {
    pub id: Uuid,
    pub name: String,
    pub trip_retention_days: i32,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Vehicle {
    pub id: Uuid,
    pub company_id: Uuid,
    pub plate: String,
    pub status: String,
    pub odometer_km: i64,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Trip {
    pub id: Uuid,
    pub vehicle_id: Uuid,
    pub driver: String,
    pub distance_km: i64,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct FuelCard {
    pub id: Uuid,
    pub company_id: Uuid,
    pub number: String,
    pub blocked: bool,
}

#[derive(Debug, Deserialize)]
pub struct NewVehicle {
    pub plate: String,
}

#[derive(Debug, Deserialize)]
pub struct RetireVehicle {
    pub reason: String,
}

#[derive(Debug, Deserialize)]
pub struct CardSearch {
    pub suffix: String,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct DriverTotal {
    pub driver: String,
    pub distance_km: i64,
}
