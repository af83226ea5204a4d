//! A group of users is no tenant: who administers, administers the installation.

use axum::extract::{Extension, Path, State};
use axum::routing::delete;
use axum::{Json, Router};
use std::sync::Arc;
use tokio_postgres::Client;

#[derive(Clone)]
pub struct CurrentUser {
    pub id: i32,
    pub is_admin: bool,
}

pub fn router() -> Router<Arc<Client>> {
    let notes = Router::new().route("/notes/{id}", delete(drop_note)).route("/users/{id}/notes", delete(clear));
    notes.route("/groups/{id}", delete(drop_group))
}

async fn drop_group(State(db): State<Arc<Client>>, Extension(user): Extension<CurrentUser>, Path(id): Path<i32>) -> Result<(), Failure> {
    db.execute("DELETE FROM user_groups WHERE id = $1", &[&id]).await?;
    Ok(())
}

async fn clear(State(db): State<Arc<Client>>, Extension(user): Extension<CurrentUser>, Path(id): Path<i32>) -> Result<(), Failure> {
    require_admin(&user)?;
    db.execute("DELETE FROM notes WHERE user_id = $1", &[&id]).await?; //~ verdict scoped
    Ok(())
}

async fn drop_note(State(db): State<Arc<Client>>, Extension(user): Extension<CurrentUser>, Path(id): Path<i32>) -> Result<(), Failure> {
    db.execute("DELETE FROM notes WHERE id = $1", &[&id]).await?; //~ unscoped-write
    Ok(())
}
