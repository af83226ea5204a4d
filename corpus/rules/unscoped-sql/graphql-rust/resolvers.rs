//! Resolvers that take the context are asked from outside; their other parameters are the request's.

use async_graphql::{Context, ID, Object, Result};
use sqlx::PgPool;

pub struct Query;

#[Object]
impl Query {
    async fn invoice(&self, ctx: &Context<'_>, id: ID) -> Result<i64> {
        let query = sqlx::query_scalar("SELECT total FROM invoices WHERE id = $1").bind(id); //~ unscoped-sql
        Ok(query.fetch_one(ctx.data::<PgPool>()?).await?)
    }
}
