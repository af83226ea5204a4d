//! Entities that stand in modules inside of one file, and rows that are written by a method of their own.

use axum::extract::{FromRequestParts, Path, State};
use axum::http::{StatusCode, request::Parts};
use axum::routing::{get, post};
use axum::{Json, Router};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, Set};

pub mod team {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "teams")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod folder {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "folders")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub team_id: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::team::Entity", from = "Column::TeamId", to = "super::team::Column::Id")]
        Team,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod document {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "documents")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub folder_id: i64,
        pub title: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::folder::Entity", from = "Column::FolderId", to = "super::folder::Column::Id")]
        Folder,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(serde::Deserialize)]
pub struct Claims {
    pub team_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Claims {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let token = parts.headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
        jsonwebtoken::decode::<Claims>(token.to_str().unwrap_or_default(), &KEY, &Default::default())
            .map(|data| data.claims)
            .map_err(|_| StatusCode::UNAUTHORIZED)
    }
}

type Db = State<DatabaseConnection>;
type Reply<T> = Result<T, StatusCode>;

fn failed(_: DbErr) -> StatusCode {
    StatusCode::NOT_FOUND
}

#[derive(serde::Deserialize)]
struct NewDocument {
    folder_id: i64,
    title: String,
}

async fn open(_claims: Claims, Path(id): Path<i64>, State(db): Db) -> Reply<Json<folder::Model>> {
    let found = folder::Entity::find_by_id(id).one(&db).await.map_err(failed)?; //~ unscoped-lookup
    found.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn own(claims: Claims, Path(id): Path<i64>, State(db): Db) -> Reply<Json<folder::Model>> {
    let query = folder::Entity::find_by_id(id).filter(folder::Column::TeamId.eq(claims.team_id)); //~ verdict scoped
    let found = query.one(&db).await.map_err(failed)?;
    found.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn put(_claims: Claims, State(db): Db, Json(sent): Json<NewDocument>) -> Reply<()> {
    let row = document::ActiveModel {
        folder_id: Set(sent.folder_id),
        title: Set(sent.title),
        ..Default::default()
    };
    row.insert(&db).await.map_err(failed)?; //~ unverified-reference
    Ok(())
}

async fn put_own(claims: Claims, State(db): Db, Json(sent): Json<NewDocument>) -> Reply<()> {
    let query = folder::Entity::find_by_id(sent.folder_id).filter(folder::Column::TeamId.eq(claims.team_id)); //~ verdict scoped
    query.one(&db).await.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)?;
    let row = document::ActiveModel {
        folder_id: Set(sent.folder_id),
        title: Set(sent.title),
        ..Default::default()
    };
    row.insert(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}

pub fn app(db: DatabaseConnection) -> Router {
    Router::new()
        .route("/open/{id}", get(open))
        .route("/own/{id}", get(own))
        .route("/put", post(put))
        .route("/put-own", post(put_own))
        .with_state(db)
}
