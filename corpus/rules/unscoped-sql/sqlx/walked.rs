//! A function inside of another one calls itself at many places: what it asks for is seen once, whoever it was called by.

use crate::prelude::*;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub struct Node {
    pub invoice: i64,
    pub children: Vec<Node>,
}

pub fn router() -> Router<PgPool> {
    Router::new().route("/leaky", post(leaky)).route("/fixed", post(fixed))
}

async fn leaky(user: CurrentUser, State(db): State<PgPool>, Json(tree): Json<Node>) -> Reply<String> {
    async fn walk(db: &PgPool, node: &Node) -> Reply<i64> {
        let own = sqlx::query_scalar!("SELECT total FROM invoices WHERE id = $1", node.invoice) //~ unscoped-sql
            .fetch_one(db)
            .await
            .map_err(failed)?;
        let below = match node.children.as_slice() {
            [] => 0,
            [a] => walk(db, a).await?,
            [a, b] => walk(db, a).await? + walk(db, b).await?,
            [a, b, c] => walk(db, a).await? + walk(db, b).await? + walk(db, c).await?,
            [a, .., z] => walk(db, a).await? + walk(db, z).await?,
        };
        Ok(own + below)
    }
    let _ = user;
    Ok(walk(&db, &tree).await?.to_string())
}

async fn fixed(user: CurrentUser, State(db): State<PgPool>, Json(tree): Json<Node>) -> Reply<String> {
    async fn walk(db: &PgPool, organization: i64, node: &Node) -> Reply<i64> {
        let own = sqlx::query_scalar!( //~ verdict scoped
            "SELECT total FROM invoices WHERE id = $1 AND organization_id = $2",
            node.invoice,
            organization
        )
        .fetch_one(db)
        .await
        .map_err(failed)?;
        let below = match node.children.as_slice() {
            [] => 0,
            [a] => walk(db, organization, a).await?,
            [a, b] => walk(db, organization, a).await? + walk(db, organization, b).await?,
            [a, .., z] => walk(db, organization, a).await? + walk(db, organization, z).await?,
        };
        Ok(own + below)
    }
    Ok(walk(&db, user.organization_id, &tree).await?.to_string())
}
