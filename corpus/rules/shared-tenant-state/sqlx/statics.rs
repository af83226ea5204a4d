use crate::prelude::{CurrentUser, Invoice, Reply, failed};
use axum::{Json, debug_handler, extract::{Path, State}};
use sqlx::PgPool;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, RwLock};

static ORGANIZATION: Mutex<Option<i64>> = Mutex::new(None);
static FIRST: OnceLock<i64> = OnceLock::new();
static LAST: LazyLock<RwLock<Option<Invoice>>> = LazyLock::new(|| RwLock::new(None));
static LATEST: AtomicI64 = AtomicI64::new(0);
static ASKED: AtomicU64 = AtomicU64::new(0);
static BY_ORGANIZATION: LazyLock<Mutex<HashMap<i64, Invoice>>> = LazyLock::new(|| Mutex::new(HashMap::new()));
static VERSION: OnceLock<String> = OnceLock::new();

thread_local! {
    static OF_THREAD: RefCell<Option<i64>> = RefCell::new(None);
}

tokio::task_local! {
    static OF_TASK: i64;
}

pub struct Session {
    pub organization: Option<i64>,
    pub visits: u64,
}

pub struct AppState {
    pub db: PgPool,
    pub session: Mutex<Session>,
    pub current: tokio::sync::RwLock<Option<i64>>,
    pub sessions: Mutex<HashMap<i64, Session>>,
}

fn remember(organization: i64) {
    *ORGANIZATION.lock().unwrap() = Some(organization); //~ shared-tenant-state
}

#[debug_handler]
async fn unpaid(user: CurrentUser, State(state): State<Arc<AppState>>) -> Reply<Json<Vec<Invoice>>> {
    remember(user.organization_id);
    FIRST.get_or_init(|| user.organization_id); //~ shared-tenant-state
    LATEST.store(user.organization_id, Ordering::Relaxed); //~ shared-tenant-state
    *state.current.write().await = Some(user.organization_id); //~ shared-tenant-state
    state.session.lock().unwrap().organization = Some(user.organization_id); //~ shared-tenant-state
    let rows = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE organization_id = $1") //~ verdict scoped
        .bind(user.organization_id)
        .fetch_all(&state.db)
        .await
        .map_err(failed)?;
    Ok(Json(rows))
}

#[debug_handler]
async fn one(user: CurrentUser, Path(id): Path<i64>, State(state): State<Arc<AppState>>) -> Reply<Json<i64>> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(id)
        .bind(user.organization_id)
        .fetch_one(&state.db)
        .await
        .map_err(failed)?;
    let total = row.total;
    let mut last = LAST.write().unwrap();
    *last = Some(row); //~ shared-tenant-state
    Ok(Json(total))
}

#[debug_handler]
async fn right(user: CurrentUser, Path(id): Path<i64>, State(state): State<Arc<AppState>>) -> Reply<Json<i64>> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(id)
        .bind(user.organization_id)
        .fetch_one(&state.db)
        .await
        .map_err(failed)?;
    let mut current = None;
    current.replace(user.organization_id);
    let total = row.total;
    ASKED.fetch_add(1, Ordering::Relaxed);
    state.session.lock().unwrap().visits += 1;
    VERSION.get_or_init(|| "3".to_owned());
    BY_ORGANIZATION.lock().unwrap().insert(user.organization_id, row);
    OF_THREAD.with(|own| *own.borrow_mut() = Some(user.organization_id));
    let mut sessions = state.sessions.lock().unwrap();
    sessions.get_mut(&user.organization_id).unwrap().organization = Some(user.organization_id);
    Ok(Json(total))
}
