//! A row's own key may be named by the request; what it refers to may not.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new().route("/chats", post(create)).route("/chats/on", post(on)).route("/topics", post(topic))
}

#[derive(serde::Deserialize)]
struct NewChat {
    chat_id: i64,
    document_id: i64,
}

async fn create(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewChat>) -> Reply<()> {
    sqlx::query!("INSERT INTO chats (chat_id, organization_id) VALUES ($1, $2)", data.chat_id, user.organization_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn on(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewChat>) -> Reply<()> {
    sqlx::query!("INSERT INTO chats (organization_id, document_id) VALUES ($1, $2)", user.organization_id, data.document_id) //~ unverified-reference
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn topic(user: CurrentUser, State(db): State<PgPool>, Json(data): Json<NewChat>) -> Reply<()> {
    sqlx::query!("INSERT INTO app_topics (topic_id, organization_id) VALUES ($1, $2)", data.chat_id, user.organization_id) //~ verdict scoped
        .execute(&db)
        .await
        .map_err(failed)?;
    Ok(())
}
