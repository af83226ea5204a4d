use axum::Router;
use axum::routing::{delete, get, post};

use crate::AppState;

mod cards;
mod trips;
mod vehicles;

pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/vehicles", get(vehicles::list).post(vehicles::create))
        .route("/vehicles/{id}", get(vehicles::show))
        .route("/vehicles/{id}/retire", post(vehicles::retire))
        .route("/vehicles/{id}/trips", get(trips::list))
        .route("/companies/{company_id}/vehicles/{vehicle_id}/trips/{trip_id}", delete(trips::remove))
        .route("/drivers", get(trips::drivers))
        .route("/fuel-cards", get(cards::search))
        .route("/fuel-cards/{id}/block", post(cards::block))
        .with_state(state)
}
