use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

mod auth;
mod error;
mod jobs;
mod models;
mod repo;
mod routes;

#[derive(Clone)]
pub struct AppState {
    pub db: PgPool,
    pub jwt_secret: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")?;
    let db = PgPoolOptions::new().max_connections(16).connect(&url).await?;
    sqlx::migrate!().run(&db).await?;
    jobs::start(db.clone());

    let state = AppState { db, jwt_secret: std::env::var("JWT_SECRET")? };
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await?;
    axum::serve(listener, routes::router(state)).await?;
    Ok(())
}
