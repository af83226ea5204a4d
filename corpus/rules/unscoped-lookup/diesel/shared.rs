//! A method that all rows' types share; their attributes hold under a condition; the creator is asked as well as the receiver.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::Router;
use diesel::associations::HasTable;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub fn router() -> Router<Db> {
    Router::new().route("/open/{id}", get(open)).route("/letters/{id}", get(show).delete(drop))
}

diesel::table! {
    letters (id) {
        id -> Int8,
        creator_id -> Int8,
        user_id -> Int8,
    }
}

#[cfg_attr(feature = "full", derive(Queryable, Identifiable, Associations))]
#[cfg_attr(feature = "full", diesel(table_name = letters, belongs_to(User, foreign_key = creator_id)))]
pub struct Letter {
    pub id: i64,
    pub creator_id: i64,
    pub user_id: i64,
}

pub trait Rows: HasTable + Sized {
    type Id;

    fn read(db: &Db, id: Self::Id) -> impl Future<Output = Reply<Self>> + Send {
        async {
            let query: Find<Self> = Self::table().find(id);
            let mut db = db.get().await.map_err(failed)?;
            query.first(&mut db).await.map_err(failed)
        }
    }
}

impl Rows for Letter {
    type Id = i64;
}

async fn open(_user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    let letter = Letter::read(&db, id).await?; //~ unscoped-lookup
    Ok(letter.id.to_string())
}

async fn show(user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>) -> Reply<String> {
    let letter = Letter::read(&db, id).await?; //~ verdict guarded
    let side = if user.id == letter.user_id {
        "received"
    } else if user.id == letter.creator_id {
        "sent"
    } else {
        return Err(StatusCode::NOT_FOUND);
    };
    Ok(side.to_string())
}

async fn drop(user: CurrentUser, Path(id): Path<i64>, State(pool): State<Db>) -> Reply<()> {
    let letter = Letter::read(&pool, id).await?; //~ unscoped-lookup
    let mut db = pool.get().await.map_err(failed)?;
    diesel::delete(letters::table.find(id).filter(letters::user_id.eq(user.id))) //~ verdict scoped
        .execute(&mut db)
        .await
        .map_err(failed)?;
    tracing::info!(letter.id);
    Ok(())
}
