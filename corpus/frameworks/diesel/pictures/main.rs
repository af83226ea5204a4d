//! Pictures that somebody owns make nobody the owner of what shows them, however many there are.

use crate::schema::{blogs, medias};
use axum::extract::{Extension, Path, State};
use axum::routing::get;
use axum::{Json, Router};
use diesel::prelude::*;

mod schema;

#[derive(Clone)]
pub struct CurrentUser {
    pub id: i32,
}

pub fn router() -> Router<Pool> {
    Router::new().route("/blogs/{id}", get(blog)).route("/medias/{id}", get(media)).route("/mine", get(mine))
}

async fn blog(State(pool): State<Pool>, Extension(user): Extension<CurrentUser>, Path(id): Path<i32>) -> Result<Json<String>, Failure> {
    let title = blogs::table.find(id).select(blogs::title).first(&mut pool.get()?)?;
    Ok(Json(title))
}

async fn media(State(pool): State<Pool>, Extension(user): Extension<CurrentUser>, Path(id): Path<i32>) -> Result<Json<i32>, Failure> {
    let owner = medias::table.find(id).select(medias::owner_id).first(&mut pool.get()?)?; //~ unscoped-lookup
    Ok(Json(owner))
}

async fn mine(State(pool): State<Pool>, Extension(user): Extension<CurrentUser>) -> Result<Json<Vec<i32>>, Failure> {
    let all = medias::table.filter(medias::owner_id.eq(user.id)).select(medias::id).load(&mut pool.get()?)?; //~ verdict scoped
    Ok(Json(all))
}
