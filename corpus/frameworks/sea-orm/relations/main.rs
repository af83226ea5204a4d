//! A column is a foreign key by the relation that stands beside the model, whatever it is called.

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::routing::get;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};

mod document;
mod organization;

#[derive(Clone)]
pub struct Caller {
    pub organization: i32,
}

pub fn router() -> Router<DatabaseConnection> {
    Router::new().route("/documents/{id}", get(show)).route("/own/{id}", get(own))
}

async fn show(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<document::Model>, Failure> {
    let row = document::Entity::find_by_id(id).one(&db).await?; //~ unscoped-lookup
    row.map(Json).ok_or(Failure::Missing)
}

async fn own(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<document::Model>, Failure> {
    let row = document::Entity::find_by_id(id).filter(document::Column::Belongs.eq(caller.organization)).one(&db).await?; //~ verdict scoped
    row.map(Json).ok_or(Failure::Missing)
}
