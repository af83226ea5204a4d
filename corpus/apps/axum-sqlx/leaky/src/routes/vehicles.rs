use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use uuid::Uuid;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::{ApiError, ApiResult};
use crate::models::{NewVehicle, RetireVehicle, Vehicle};
use crate::repo::VehicleRepo;

pub async fn list(user: CurrentUser, State(state): State<AppState>) -> ApiResult<Json<Vec<Vehicle>>> {
    let vehicles = VehicleRepo::new(state.db.clone()).list(user.company_id).await?; //~ verdict scoped
    Ok(Json(vehicles))
}

pub async fn create(
    user: CurrentUser,
    State(state): State<AppState>,
    Json(body): Json<NewVehicle>,
) -> ApiResult<(StatusCode, Json<Uuid>)> {
    let id = VehicleRepo::new(state.db.clone()).add(user.company_id, &body.plate).await?;
    Ok((StatusCode::CREATED, Json(id)))
}

pub async fn show(_user: CurrentUser, Path(id): Path<Uuid>, State(state): State<AppState>) -> ApiResult<Json<Vehicle>> {
    let vehicle = sqlx::query_as!(Vehicle, "SELECT * FROM vehicles WHERE id = $1", id) //~ unscoped-sql
        .fetch_optional(&state.db)
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok(Json(vehicle))
}

pub async fn retire(
    _user: CurrentUser,
    Path(id): Path<Uuid>,
    State(state): State<AppState>,
    Json(body): Json<RetireVehicle>,
) -> ApiResult<StatusCode> {
    let vehicle = sqlx::query_as::<_, Vehicle>("SELECT * FROM vehicles WHERE id = $1") //~ check-against-request
        .bind(id)
        .fetch_one(&state.db)
        .await?;
    if vehicle.company_id != body.company_id {
        return Err(ApiError::NotFound);
    }
    VehicleRepo::new(state.db.clone()).mark_retired(&vehicle, &body.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
