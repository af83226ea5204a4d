//! Keys that were sent are put into a list before rows are removed by them: as they came, one by one after a look at each, or by a function that
//! is handed the list.

use crate::prelude::*;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use sqlx::PgPool;

pub fn router() -> Router<PgPool> {
    Router::new()
        .route("/invoices/remove", post(as_sent))
        .route("/invoices/clean", post(looked_at))
        .route("/invoices/{id}/remove", post(handed))
        .route("/invoices/{id}/clean", post(found_below))
        .route("/invoices/upload", post(buffered))
}

#[derive(serde::Deserialize)]
struct Entry {
    id: i64,
}

const REMOVE: &str = "DELETE FROM invoices WHERE id = ANY($1)";

async fn as_sent(_user: CurrentUser, State(db): State<PgPool>, Json(entries): Json<Vec<Entry>>) -> Reply<()> {
    let mut ids = Vec::with_capacity(entries.len());
    for entry in entries {
        ids.push(entry.id);
    }
    sqlx::query(REMOVE).bind(&ids).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

async fn looked_at(user: CurrentUser, State(db): State<PgPool>, Json(entries): Json<Vec<Entry>>) -> Reply<()> {
    let mut ids = Vec::new();
    for entry in entries {
        let own = "SELECT * FROM invoices WHERE id = $1 AND organization_id = $2";
        let query = sqlx::query_as::<_, Invoice>(own).bind(entry.id).bind(user.organization_id); //~ verdict scoped
        if query.fetch_optional(&db).await.map_err(failed)?.is_some() {
            ids.push(entry.id);
        }
    }
    sqlx::query(REMOVE).bind(&ids).execute(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}

async fn handed(_user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<()> {
    let mut ids = Vec::new();
    put(id, &mut ids);
    sqlx::query(REMOVE).bind(&ids).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}

fn put(id: i64, into: &mut Vec<i64>) {
    into.push(id);
}

async fn found_below(user: CurrentUser, State(db): State<PgPool>, Path(id): Path<i64>) -> Reply<()> {
    let mut ids = Vec::new();
    put_own(&db, user.organization_id, id, &mut ids).await?;
    sqlx::query(REMOVE).bind(&ids).execute(&db).await.map_err(failed)?; //~ verdict scoped
    Ok(())
}

async fn put_own(db: &PgPool, organization_id: i64, id: i64, into: &mut Vec<i64>) -> Reply<()> {
    let text = "SELECT * FROM invoices WHERE id >= $1 AND organization_id = $2";
    let query = sqlx::query_as::<_, Invoice>(text).bind(id).bind(organization_id);
    for invoice in query.fetch_all(db).await.map_err(failed)? {
        into.push(invoice.id);
    }
    Ok(())
}

struct Upload {
    form: Multipart,
}

impl Upload {
    async fn read(&mut self, into: &mut [u8]) -> Reply<()> {
        let field = self.form.next_field().await.map_err(failed)?.ok_or(StatusCode::BAD_REQUEST)?;
        into.copy_from_slice(&field.bytes().await.map_err(failed)?);
        Ok(())
    }
}

async fn buffered(_user: CurrentUser, State(db): State<PgPool>, form: Multipart) -> Reply<()> {
    let mut upload = Upload { form };
    let mut buffer = vec![0; 8];
    upload.read(&mut buffer).await?;
    let entry: Entry = serde_json::from_slice(&buffer).map_err(failed)?;
    sqlx::query("DELETE FROM invoices WHERE id = $1").bind(entry.id).execute(&db).await.map_err(failed)?; //~ unscoped-write
    Ok(())
}
