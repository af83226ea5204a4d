//! Entities that a macro makes beside their model, reached through the modules that hold them and through a prelude.

use crate::entity::{document, folder, prelude::*, team_member};
use axum::extract::{Extension, Path, Query, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{delete, get, put};
use axum::{Json, Router};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, Set};

mod entity;

#[derive(Clone)]
pub struct Caller {
    pub user_id: i32,
    pub team_id: i32,
}

async fn auth(State(db): State<DatabaseConnection>, mut req: Request, next: Next) -> Result<Response, AppError> {
    let token = req.headers().get("authorization").and_then(|h| h.to_str().ok()).ok_or(AppError::Unauthorized)?;
    let claims = verify_jwt(token)?;
    req.extensions_mut().insert(Caller { user_id: claims.sub, team_id: claims.team });
    Ok(next.run(req).await)
}

async fn by_id(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<document::Model>, AppError> {
    let doc = document::Entity::find_by_id(id).one(&db).await?.ok_or(AppError::NotFound)?; //~ unscoped-lookup
    Ok(Json(doc))
}

async fn by_id_scoped(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<document::Model>, AppError> {
    let doc = Document::find_by_id(id).filter(document::Column::TeamId.eq(caller.team_id)).one(&db).await?.ok_or(AppError::NotFound)?; //~ verdict scoped
    Ok(Json(doc))
}

async fn by_id_if_let(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<document::Model>, AppError> {
    if let Some(doc) = Document::find_by_id(id).one(&db).await? //~ verdict guarded
        && doc.team_id == caller.team_id
    {
        return Ok(Json(doc));
    }
    Err(AppError::NotFound)
}

async fn update_leaky(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>, Json(body): Json<Edit>) -> Result<Json<document::Model>, AppError> {
    let doc = Document::find_by_id(id).one(&db).await?.ok_or(AppError::NotFound)?; //~ unscoped-lookup
    let mut active: document::ActiveModel = doc.into();
    active.title = Set(body.title);
    Ok(Json(active.update(&db).await?))
}

async fn delete_leaky(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<(), AppError> {
    Document::delete_by_id(id).exec(&db).await?; //~ unscoped-write
    Ok(())
}

async fn delete_many_safe(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Json(ids): Json<Vec<i32>>) -> Result<(), AppError> {
    Document::delete_many().filter(Condition::all().add(document::Column::Id.is_in(ids)).add(document::Column::TeamId.eq(caller.team_id))).exec(&db).await?; //~ verdict scoped
    Ok(())
}

async fn list_any(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>) -> Result<Json<Vec<document::Model>>, AppError> {
    let docs = Document::find().filter(Condition::any().add(document::Column::TeamId.eq(caller.team_id)).add(document::Column::Title.contains("x"))).all(&db).await?; //~ unscoped-list
    Ok(Json(docs))
}

async fn related(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(id): Path<i32>) -> Result<Json<Vec<document::Model>>, AppError> {
    let folder = Folder::find_by_id(id).filter(folder::Column::TeamId.eq(caller.team_id)).one(&db).await?.ok_or(AppError::NotFound)?; //~ verdict scoped
    let docs = folder.find_related(Document).all(&db).await?; //~ verdict scoped
    Ok(Json(docs))
}

async fn member(db: &DatabaseConnection, user: i32, team: i32) -> Result<team_member::Model, AppError> {
    TeamMember::find().filter(team_member::Column::UserId.eq(user)).filter(team_member::Column::TeamId.eq(team)).one(db).await?.ok_or(AppError::Forbidden)
}

async fn team_docs(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(team): Path<i32>) -> Result<Json<Vec<document::Model>>, AppError> {
    member(&db, caller.user_id, team).await?; //~ verdict scoped
    Ok(Json(Document::find().filter(document::Column::TeamId.eq(team)).all(&db).await?)) //~ verdict scoped
}

async fn team_docs_leaky(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Path(team): Path<i32>) -> Result<Json<Vec<document::Model>>, AppError> {
    Ok(Json(Document::find().filter(document::Column::TeamId.eq(team)).all(&db).await?)) //~ tenant-from-request
}

async fn paged(State(db): State<DatabaseConnection>, Extension(caller): Extension<Caller>, Query(p): Query<Page>) -> Result<Json<Vec<document::Model>>, AppError> {
    let pages = Document::find().order_by_asc(document::Column::Id).paginate(&db, 50); //~ unscoped-list
    Ok(Json(pages.fetch_page(p.page).await?))
}

pub fn app(db: DatabaseConnection) -> Router {
    Router::new()
        .route("/documents/{id}", get(by_id).put(update_leaky).delete(delete_leaky))
        .route("/documents/{id}/own", get(by_id_scoped))
        .route("/documents/{id}/here", get(by_id_if_let))
        .route("/documents/own", delete(delete_many_safe))
        .route("/documents/any", get(list_any))
        .route("/documents", get(paged))
        .route("/folders/{id}/documents", get(related))
        .route("/teams/{team}/documents", get(team_docs))
        .route("/teams/{team}/all", get(team_docs_leaky))
        .layer(middleware::from_fn_with_state(db.clone(), auth))
        .with_state(db)
}
