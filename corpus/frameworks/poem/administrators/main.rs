//! Where nobody's role is one within a tenant, administrators run the installation: by the scheme that lets them in, or by the right that
//! they are asked for.

use poem_openapi::auth::ApiKey;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{OpenApi, SecurityScheme};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};

mod ticket;
mod user;

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "X-Token", key_in = "header", checker = "administrator")]
pub struct AdminToken(Access);

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "X-Token", key_in = "header", checker = "anybody")]
pub struct UserToken(Access);

pub enum AdminRight {
    EditUsers,
}

pub struct Api {
    db: DatabaseConnection,
}

#[OpenApi]
impl Api {
    #[oai(path = "/users/:user_id/tickets", method = "get")]
    async fn listed(&self, admin: AdminToken, user_id: Path<i64>) -> Result<Json<usize>> {
        let rows = ticket::Entity::find().filter(ticket::Column::UserId.eq(user_id.0)).all(&self.db).await?; //~ verdict scoped
        Ok(Json(rows.len()))
    }

    #[oai(path = "/users/:user_id/tickets", method = "delete")]
    async fn cleared(&self, auth: UserToken, user_id: Path<i64>) -> Result<()> {
        auth.require(AdminRight::EditUsers)?;
        ticket::Entity::delete_many().filter(ticket::Column::UserId.eq(user_id.0)).exec(&self.db).await?; //~ verdict scoped
        Ok(())
    }

    #[oai(path = "/tickets/:id", method = "delete")]
    async fn dropped(&self, auth: UserToken, id: Path<i64>) -> Result<()> {
        auth.require(Right::EditTickets)?;
        ticket::Entity::delete_by_id(id.0).exec(&self.db).await?; //~ unscoped-write
        Ok(())
    }

    #[oai(path = "/people/:user_id/tickets", method = "get")]
    async fn shown(&self, auth: UserToken, user_id: Path<i64>) -> Result<Json<usize>> {
        auth.require_user_or_admin()?;
        let rows = ticket::Entity::find().filter(ticket::Column::UserId.eq(user_id.0)).all(&self.db).await?; //~ unscoped-lookup
        Ok(Json(rows.len()))
    }
}
