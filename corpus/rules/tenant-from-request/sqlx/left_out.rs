//! The caller's own tenant stands in only where the payload names none.

use crate::prelude::*;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/orders", post(order)).route("/own-orders", post(own))
}

#[derive(serde::Deserialize)]
struct Order {
    organization_id: Option<i64>,
    query: String,
}

async fn enqueue(order: Order) -> String {
    order.query
}

async fn order(user: CurrentUser, Json(mut order): Json<Order>) -> Reply<String> {
    if order.organization_id.is_none() {
        order.organization_id = Some(user.organization_id); //~ tenant-from-request
    }
    Ok(enqueue(order).await)
}

async fn own(user: CurrentUser, Json(mut order): Json<Order>) -> Reply<String> {
    order.organization_id = Some(user.organization_id);
    Ok(enqueue(order).await)
}
