//! Statements behind a store that the application's state holds as a trait: what the store checks for the person whom it is told of is
//! checked for the caller, and for nobody where a request names the person.

use crate::prelude::*;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{delete, post};
use policies::Decisions;
use sqlx::PgPool;
use std::sync::Arc;

pub trait InvoiceStore: Send + Sync {
    async fn clear(&self, organization_id: i64, id: i64) -> Reply<()>;
    async fn remove(&self, organization_id: i64, uid: i64, id: i64) -> Reply<()>;
}

pub trait Access: Send + Sync {
    async fn enforce_action(&self, organization_id: i64, uid: i64, invoice_id: i64) -> Reply<()>;
}

pub struct Decided {
    decisions: Decisions,
}

impl Access for Decided {
    async fn enforce_action(&self, organization_id: i64, uid: i64, invoice_id: i64) -> Reply<()> {
        match self.decisions.decide(uid, organization_id, invoice_id).await {
            Ok(true) => Ok(()),
            _ => Err(failed(invoice_id)),
        }
    }
}

pub struct PgStore {
    db: PgPool,
    access: Arc<dyn Access>,
}

impl InvoiceStore for PgStore {
    async fn clear(&self, _organization_id: i64, id: i64) -> Reply<()> {
        sqlx::query!("UPDATE invoices SET total = 0 WHERE id = $1", id).execute(&self.db).await.map_err(failed)?;
        Ok(())
    }

    async fn remove(&self, organization_id: i64, uid: i64, id: i64) -> Reply<()> {
        self.access.enforce_action(organization_id, uid, id).await?;
        sqlx::query!("DELETE FROM invoices WHERE id = $1", id).execute(&self.db).await.map_err(failed)?;
        Ok(())
    }
}

pub struct AppState {
    pub invoices: Arc<dyn InvoiceStore>,
}

pub fn router() -> Router<Arc<AppState>> {
    Router::new()
        .route("/organizations/{organization_id}/invoices/{id}/clear", post(clear))
        .route("/organizations/{organization_id}/invoices/{id}", delete(remove))
        .route("/people/{uid}/organizations/{organization_id}/invoices/{id}", delete(remove_for))
}

async fn clear(_user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(state): State<Arc<AppState>>) -> Reply<()> {
    state.invoices.clear(organization_id, id).await //~ unscoped-write
}

async fn remove(user: CurrentUser, Path((organization_id, id)): Path<(i64, i64)>, State(state): State<Arc<AppState>>) -> Reply<()> {
    state.invoices.remove(organization_id, user.id, id).await //~ verdict scoped
}

async fn remove_for(Path((uid, organization_id, id)): Path<(i64, i64, i64)>, State(state): State<Arc<AppState>>) -> Reply<()> {
    state.invoices.remove(organization_id, uid, id).await //~ unscoped-write
}
