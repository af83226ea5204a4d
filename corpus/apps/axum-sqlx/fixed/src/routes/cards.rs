use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use uuid::Uuid;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::{ApiError, ApiResult};
use crate::models::{CardSearch, FuelCard};

pub async fn search(
    user: CurrentUser,
    Query(query): Query<CardSearch>,
    State(state): State<AppState>,
) -> ApiResult<Json<Vec<FuelCard>>> {
    let cards = sqlx::query_as!(FuelCard, "SELECT * FROM fuel_cards WHERE company_id = $1 AND number LIKE '%' || $2", user.company_id, query.suffix) //~ verdict scoped
        .fetch_all(&state.db)
        .await?;
    Ok(Json(cards))
}

pub async fn block(user: CurrentUser, Path(id): Path<Uuid>, State(state): State<AppState>) -> ApiResult<StatusCode> {
    let done = sqlx::query!("UPDATE fuel_cards SET blocked = TRUE WHERE id = $1 AND company_id = $2", id, user.company_id) //~ verdict scoped
        .execute(&state.db)
        .await?;
    if done.rows_affected() == 0 {
        return Err(ApiError::NotFound);
    }
    Ok(StatusCode::NO_CONTENT)
}
