//! Where nobody is known yet, a person is found by what they are called: what is theirs is asked for by whose it is. Whoever knows a row's
//! secret was given it.

use crate::prelude::*;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

diesel::table! {
    people (id) {
        id -> Int8,
        email -> Text,
    }
}

diesel::table! {
    devices (id) {
        id -> Int8,
        person_id -> Int8,
        name -> Text,
        access_code -> Text,
    }
}

diesel::joinable!(devices -> people (person_id));

#[derive(Queryable, Identifiable)]
#[diesel(table_name = people)]
pub struct Person {
    pub id: i64,
    pub email: String,
}

#[derive(Queryable, Identifiable, Associations)]
#[diesel(table_name = devices, belongs_to(Person))]
pub struct Device {
    pub id: i64,
    pub person_id: i64,
    pub name: String,
    pub access_code: String,
}

impl Device {
    fn is_known_by(&self, code: &str) -> bool {
        subtle::ct_eq(&self.access_code, code)
    }
}

#[derive(serde::Deserialize)]
pub struct Arrival {
    pub email: String,
    pub code: String,
}

async fn person_of(email: &str, db: &Db) -> Reply<Person> {
    let mut conn = db.get().await.map_err(failed)?;
    people::table.filter(people::email.eq(email)).first::<Person>(&mut conn).await.map_err(failed)
}

async fn own(Path(id): Path<i64>, State(db): State<Db>, Json(arrival): Json<Arrival>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let person = person_of(&arrival.email, &db).await?;
    let query = devices::table.filter(devices::id.eq(id)).filter(devices::person_id.eq(person.id)); //~ verdict scoped
    let device = query.first::<Device>(&mut conn).await.map_err(failed)?;
    Ok(device.name)
}

async fn any(Path(id): Path<i64>, State(db): State<Db>, Json(arrival): Json<Arrival>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let person = person_of(&arrival.email, &db).await?;
    let device = devices::table.find(id).first::<Device>(&mut conn).await.map_err(failed)?; //~ unscoped-lookup
    Ok(device.name + &person.email)
}

async fn other(user: CurrentUser, Path(id): Path<i64>, State(db): State<Db>, Json(arrival): Json<Arrival>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let person = person_of(&arrival.email, &db).await?;
    let query = devices::table.filter(devices::id.eq(id)).filter(devices::person_id.eq(person.id)); //~ unscoped-lookup
    let device = query.first::<Device>(&mut conn).await.map_err(failed)?;
    Ok(device.name)
}

async fn known(Path(id): Path<i64>, State(db): State<Db>, Json(arrival): Json<Arrival>) -> Reply<String> {
    let mut conn = db.get().await.map_err(failed)?;
    let device = devices::table.find(id).first::<Device>(&mut conn).await.map_err(failed)?; //~ verdict guarded
    if !device.is_known_by(&arrival.code) {
        return Err(failed(()));
    }
    Ok(device.name)
}

pub fn router() -> Router<Db> {
    Router::new()
        .route("/own/{id}", post(own))
        .route("/any/{id}", post(any))
        .route("/other/{id}", post(other))
        .route("/known/{id}", post(known))
}
