use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{Duration, Utc};
use uuid::Uuid;

use crate::AppState;
use crate::auth::{CurrentUser, ensure_member};
use crate::error::{ApiError, ApiResult};
use crate::models::{DriverTotal, Trip};
use crate::repo;

pub async fn list(user: CurrentUser, Path(id): Path<Uuid>, State(state): State<AppState>) -> ApiResult<Json<Vec<Trip>>> {
    Ok(Json(repo::trips_of(&state.db, user.company_id, id).await?)) //~ verdict scoped
}

pub async fn remove(
    user: CurrentUser,
    Path((company_id, vehicle_id, trip_id)): Path<(Uuid, Uuid, Uuid)>,
    State(state): State<AppState>,
) -> ApiResult<StatusCode> {
    ensure_member(&state.db, &user, company_id).await?;
    let trip = sqlx::query_as::<_, Trip>("SELECT t.* FROM trips t JOIN vehicles v ON v.id = t.vehicle_id WHERE t.id = $1 AND v.id = $2 AND v.company_id = $3") //~ verdict scoped
        .bind(trip_id)
        .bind(vehicle_id)
        .bind(company_id)
        .fetch_optional(&state.db)
        .await?
        .ok_or(ApiError::NotFound)?;
    sqlx::query("DELETE FROM trips WHERE id = $1 AND vehicle_id = $2").bind(trip.id).bind(trip.vehicle_id).execute(&state.db).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn drivers(user: CurrentUser, State(state): State<AppState>) -> ApiResult<Json<Vec<DriverTotal>>> {
    let since = Utc::now() - Duration::days(30);
    Ok(Json(repo::driver_totals(&state.db, user.company_id, since).await?)) //~ verdict scoped
}
