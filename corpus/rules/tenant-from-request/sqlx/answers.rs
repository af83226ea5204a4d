//! A function that fails, or that gives an answer, stops nobody by itself: its caller does, by looking at what came back.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/let-go/{org}", get(let_go))
        .route("/logged/{org}", get(logged))
        .route("/handed-on/{org}", get(handed_on))
        .route("/matched/{org}", get(matched))
        .route("/unread/{org}", get(unread))
        .route("/opposite/{org}", get(opposite))
        .route("/asked/{org}", get(asked))
        .route("/wrapped/{org}", get(wrapped))
        .route("/wrapped-opposite/{org}", get(wrapped_opposite))
        .route("/counted/{org}", get(counted))
        .route("/uncounted/{org}", get(uncounted))
        .route("/together/{org}", get(together))
        .route("/block/{org}", get(block))
}

struct Membership {
    user_id: i64,
}

async fn membership(db: &PgPool, user: &CurrentUser, org: i64) -> Reply<Membership> {
    let text = "SELECT user_id FROM memberships WHERE organization_id = $1 AND user_id = $2";
    let found: Membership = sqlx::query_as(text).bind(org).bind(user.id).fetch_one(db).await.map_err(failed)?;
    Ok(found)
}

async fn is_member(db: &PgPool, user: &CurrentUser, org: i64) -> Reply<bool> {
    let text = "SELECT user_id FROM memberships WHERE organization_id = $1 AND user_id = $2";
    let found: Option<Membership> =
        sqlx::query_as(text).bind(org).bind(user.id).fetch_optional(db).await.map_err(failed)?;
    Ok(found.is_some())
}

const LIST: &str = "SELECT * FROM invoices WHERE organization_id = $1";

async fn let_go(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let _ = membership(&db, &user, org).await;
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn logged(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let found = membership(&db, &user, org).await;
    if found.is_err() {
        tracing::warn!("somebody else");
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn handed_on(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    membership(&db, &user, org).await?;
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn matched(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let Ok(_) = membership(&db, &user, org).await else {
        return Err(StatusCode::FORBIDDEN);
    };
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn unread(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let member = is_member(&db, &user, org).await?;
    tracing::info!("{member}");
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn opposite(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    if is_member(&db, &user, org).await? {
        return Err(StatusCode::CONFLICT);
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn asked(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    if !is_member(&db, &user, org).await? {
        return Err(StatusCode::FORBIDDEN);
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

/// What a function gives that is run elsewhere comes back inside of a result of its own.
async fn aside<F: FnOnce() -> T, T>(run: F) -> Reply<T> {
    let given = tokio::task::spawn_blocking(move || run()).await.map_err(failed)?;
    Ok(given)
}

fn membership_now(db: &PgPool, user: i64, org: i64) -> Reply<Membership> {
    let text = "SELECT user_id FROM memberships WHERE organization_id = $1 AND user_id = $2";
    let found: Membership = sqlx::query_as(text).bind(org).bind(user).fetch_one(db).map_err(failed)?;
    Ok(found)
}

async fn wrapped(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let member = move || membership_now(&db, user.id, org).is_ok();
    if !aside(member).await? {
        return Err(StatusCode::FORBIDDEN);
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn wrapped_opposite(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let member = move || membership_now(&db, user.id, org).is_ok();
    if aside(member).await? {
        return Err(StatusCode::CONFLICT);
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

const MEMBERS: &str = "SELECT EXISTS(SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2)";

async fn counted(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let member: bool = sqlx::query_scalar(MEMBERS).bind(org).bind(user.id).fetch_one(&db).await.map_err(failed)?;
    if !member {
        return Err(StatusCode::FORBIDDEN);
    }
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ verdict scoped
    list.map(Json).map_err(failed)
}

async fn uncounted(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let member: bool = sqlx::query_scalar(MEMBERS).bind(org).bind(user.id).fetch_one(&db).await.map_err(failed)?;
    tracing::info!("{member}");
    let list = sqlx::query_as(LIST).bind(org).fetch_all(&db).await; //~ tenant-from-request
    list.map(Json).map_err(failed)
}

async fn list(db: &PgPool, org: i64) -> Reply<Vec<Invoice>> {
    sqlx::query_as(LIST).bind(org).fetch_all(db).await.map_err(failed)
}

async fn together(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let (list, _) = tokio::try_join!(list(&db, org), membership(&db, &user, org))?; //~ verdict scoped
    Ok(Json(list))
}

async fn block(user: CurrentUser, State(db): State<PgPool>, Path(org): Path<i64>) -> Reply<Json<Vec<Invoice>>> {
    let work = async {
        membership(&db, &user, org).await?;
        list(&db, org).await //~ verdict scoped
    };
    work.await.map(Json)
}
