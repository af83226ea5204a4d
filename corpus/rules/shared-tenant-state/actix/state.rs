use actix_identity::Identity;
use actix_web::{HttpResponse, get, web};
use std::collections::HashMap;
use std::sync::{Mutex, RwLock};

lazy_static::lazy_static! {
    static ref CURRENT: RwLock<Option<i64>> = RwLock::new(None);
}

pub struct Organization {
    pub id: i64,
}

pub struct AppState {
    pub current: Mutex<Option<i64>>,
    pub names: Mutex<HashMap<i64, String>>,
    pub limit: Mutex<u32>,
}

impl AppState {
    pub fn set_current(&self, user_id: i64) {
        let mut guard = self.current.lock().unwrap();
        *guard = Some(user_id); //~ shared-tenant-state
    }

    pub fn replace(&self, user_id: i64) {
        self.current.lock().unwrap().replace(user_id); //~ shared-tenant-state
    }
}

/// What one request is told of its caller.
pub struct Told {
    pub current: Mutex<Option<i64>>,
}

#[get("/mine")]
async fn mine(state: web::Data<AppState>, identity: Identity) -> HttpResponse {
    let user_id: i64 = identity.id().unwrap().parse().unwrap();
    state.set_current(user_id);
    state.replace(user_id);
    if let Ok(mut guard) = CURRENT.write() {
        *guard = Some(user_id); //~ shared-tenant-state
    }
    HttpResponse::Ok().finish()
}

#[get("/right")]
async fn right(state: web::Data<AppState>, identity: Identity) -> HttpResponse {
    let user_id: i64 = identity.id().unwrap().parse().unwrap();
    state.names.lock().unwrap().insert(user_id, "me".to_owned());
    *state.limit.lock().unwrap() = 3;
    let told = Told { current: Mutex::new(None) };
    *told.current.lock().unwrap() = Some(user_id);
    HttpResponse::Ok().finish()
}
