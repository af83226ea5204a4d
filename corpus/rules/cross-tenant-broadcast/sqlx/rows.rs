//! `emit` on the server goes to everybody, on a room to those in it.

use axum::extract::{Path, State};
use axum::routing::post;
use axum::Router;
use socketioxide::SocketIo;
use sqlx::PgPool;

use crate::prelude::{CurrentUser, Invoice, Reply, failed};

#[derive(Clone)]
pub struct App {
    pub db: PgPool,
    pub io: SocketIo,
}

pub fn router(app: App) -> Router {
    Router::new().route("/invoices/{id}/pay", post(pay)).with_state(app)
}

async fn pay(State(app): State<App>, user: CurrentUser, Path(id): Path<i64>) -> Reply<()> {
    let io = app.io.clone();
    let invoice = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(id)
        .bind(user.organization_id)
        .fetch_one(&app.db)
        .await
        .map_err(failed)?;
    io.emit("paid", &invoice.id).await.map_err(failed)?; //~ cross-tenant-broadcast
    io.to(format!("organization:{}", user.organization_id)).emit("paid", &invoice.id).await.map_err(failed)?;
    io.emit("tick", &3).await.map_err(failed)
}
