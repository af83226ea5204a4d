//! An extractor that is derived gives what the one gives that it goes through: the application's state is nobody's input.

use crate::prelude::*;
use axum::extract::{FromRequestParts, Path, State};
use axum::routing::get;
use axum::Router;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

#[derive(Clone, FromRequestParts)]
#[from_request(via(State))]
pub struct AppState {
    pub db: Db,
    pub default_invoice: i64,
}

#[derive(serde::Deserialize, FromRequestParts)]
#[from_request(via(Path))]
pub struct Chosen {
    pub invoice: i64,
}

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/default", get(default_lines))
        .route("/chosen/{invoice}", get(chosen_lines))
}

async fn default_lines(_user: CurrentUser, app: AppState) -> Reply<String> {
    let mut db = app.db.get().await.map_err(failed)?;
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(app.default_invoice)).load(&mut db).await.map_err(failed)?; //~ verdict unknown
    Ok(found.len().to_string())
}

async fn chosen_lines(_user: CurrentUser, app: AppState, chosen: Chosen) -> Reply<String> {
    let mut db = app.db.get().await.map_err(failed)?;
    let found: Vec<Line> = lines::table.filter(lines::invoice_id.eq(chosen.invoice)).load(&mut db).await.map_err(failed)?; //~ unscoped-lookup
    Ok(found.len().to_string())
}
