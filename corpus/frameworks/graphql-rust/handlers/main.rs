use async_graphql::{Context, Object, Result, Schema, EmptySubscription, ID};
use sqlx::PgPool;
#[derive(sqlx::FromRow)]
pub struct Invoice { pub id: i64, pub organization_id: i64, pub total: i64 }
pub struct Query;
#[Object]
impl Query {
    async fn invoice(&self, ctx: &Context<'_>, id: i64) -> Result<Invoice> {
        let pool = ctx.data::<PgPool>()?;
        Ok(sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_one(pool).await?) //~ unscoped-sql
    }
    async fn own(&self, ctx: &Context<'_>, id: i64) -> Result<Invoice> {
        let pool = ctx.data::<PgPool>()?;
        let claims = ctx.data::<Claims>()?;
        Ok(sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2").bind(id).bind(claims.organization_id).fetch_one(pool).await?) //~ verdict unknown
    }
}
pub struct Mutation;
#[Object]
impl Mutation {
    async fn remove(&self, ctx: &Context<'_>, id: i64) -> Result<bool> {
        let pool = ctx.data::<PgPool>()?;
        sqlx::query("DELETE FROM invoices WHERE id = $1").bind(id).execute(pool).await?; //~ unscoped-write
        Ok(true)
    }
}
