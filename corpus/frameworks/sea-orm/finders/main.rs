mod db;
use axum::{
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
    routing::{delete, get},
    Json, Router,
};
use db::{project, task};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, ModelTrait, QueryFilter,
};

#[derive(Clone)]
pub struct AppState {
    db: DatabaseConnection,
}
pub struct Caller {
    organization_id: i32,
}
#[axum::async_trait]
impl FromRequestParts<AppState> for Caller {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _state: &AppState) -> Result<Self, Error> {
        let claims: Claims = parts.extensions.get::<Claims>().cloned().ok_or(Error::Unauthorized)?;
        Ok(Caller {
            organization_id: claims.organization_id,
        })
    }
}
pub struct WithProject {
    project: project::Model,
}
#[axum::async_trait]
impl FromRequestParts<AppState> for WithProject {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let Path(id) = Path::<i32>::from_request_parts(parts, state).await?;
        let project = project::Entity::secure_find_by_id(caller.organization_id, id) //~ verdict scoped
            .one(&state.db)
            .await?
            .ok_or(Error::NotFound)?;
        Ok(WithProject { project })
    }
}
async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i32>,
) -> Result<Json<project::Model>, Error> {
    let project = project::Entity::secure_find_by_id(caller.organization_id, id) //~ verdict scoped
        .one(&state.db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(project))
}
async fn read_told(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i32>,
) -> Result<Json<project::Model>, Error> {
    let project = project::Entity::by_id(id) //~ verdict scoped
        .filter(project::Entity::is_of(caller.organization_id))
        .one(&state.db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(project))
}
async fn read_any(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i32>,
) -> Result<Json<project::Model>, Error> {
    let project = project::Entity::by_id(id) //~ unscoped-lookup
        .one(&state.db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(project))
}
async fn read_model(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i32>,
) -> Result<Json<project::Model>, Error> {
    let project = project::Model::fetch(&state.db, caller.organization_id, id) //~ verdict scoped
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(project))
}
async fn read_model_any(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i32>,
) -> Result<Json<project::Model>, Error> {
    let project = project::Model::fetch_any(&state.db, id) //~ unscoped-lookup
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(project))
}
async fn tasks(
    State(state): State<AppState>,
    WithProject { project }: WithProject,
) -> Result<Json<Vec<task::Model>>, Error> {
    let tasks = task::Entity::find() //~ verdict scoped
        .filter(task::Column::ProjectId.eq(project.id))
        .all(&state.db)
        .await?;
    Ok(Json(tasks))
}
async fn task_any(
    State(state): State<AppState>,
    WithProject { project }: WithProject,
    Path((_, task_id)): Path<(i32, i32)>,
) -> Result<Json<task::Model>, Error> {
    let task = task::Entity::find_by_id(task_id) //~ unscoped-lookup
        .one(&state.db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(task))
}
async fn rename(State(state): State<AppState>, WithProject { project }: WithProject) -> Result<Json<()>, Error> {
    let mut project: project::ActiveModel = project.into();
    project.name = Set("x".into());
    project.update(&state.db).await?;
    Ok(Json(()))
}
async fn remove(State(state): State<AppState>, caller: Caller, Path(id): Path<i32>) -> Result<Json<()>, Error> {
    project::Entity::delete_by_id(id).exec(&state.db).await?; //~ unscoped-write
    Ok(Json(()))
}
async fn remove_found(State(state): State<AppState>, caller: Caller, Path(id): Path<i32>) -> Result<Json<()>, Error> {
    let project = project::Entity::find_by_id(id) //~ verdict scoped
        .filter(project::Column::OrganizationId.eq(caller.organization_id))
        .one(&state.db)
        .await?
        .ok_or(Error::NotFound)?;
    project.delete(&state.db).await?;
    Ok(Json(()))
}
fn router() -> Router<AppState> {
    Router::new()
        .route("/projects/:id", get(read).delete(remove).put(rename))
        .route("/told/:id", get(read_told))
        .route("/any/:id", get(read_any))
        .route("/model/:id", get(read_model))
        .route("/model-any/:id", get(read_model_any))
        .route("/projects/:id/tasks", get(tasks))
        .route("/projects/:id/tasks/:task_id", get(task_any))
        .route("/found/:id", delete(remove_found))
}
