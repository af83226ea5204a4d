//! The context is the program's own, and holds who asks.

use juniper::{FieldError, FieldResult, graphql_object};
use sqlx::SqlitePool;

pub struct Claims {
    pub sub: i64,
}

pub struct Context {
    pub claims: Option<Claims>,
    pub db: SqlitePool,
}

impl juniper::Context for Context {}

#[derive(sqlx::FromRow)]
pub struct Task {
    pub id: i64,
    pub creator_id: i64,
    pub title: String,
}

fn caller(ctx: &Context) -> FieldResult<&Claims> {
    ctx.claims.as_ref().ok_or(FieldError::from("nobody"))
}

async fn tasks_of(db: &SqlitePool, user: i64) -> FieldResult<Vec<Task>> {
    Ok(sqlx::query_as("SELECT * FROM tasks WHERE creator_id = ?").bind(user).fetch_all(db).await?)
}

pub struct Query;

#[graphql_object(context = Context)]
impl Query {
    async fn mine(ctx: &Context) -> FieldResult<Vec<Task>> {
        let claims = caller(ctx)?;
        tasks_of(&ctx.db, claims.sub).await //~ verdict scoped
    }

    async fn of(ctx: &Context, user_id: i32) -> FieldResult<Vec<Task>> {
        caller(ctx)?;
        tasks_of(&ctx.db, user_id.into()).await //~ unscoped-sql
    }
}
