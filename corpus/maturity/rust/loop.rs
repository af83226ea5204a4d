//! Each turn of a loop loads one record of a list in the body.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use rocket::serde::json::Json;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket_db_pools::Connection;

use crate::{Db, KEY};

diesel::table! { organizations (id) { id -> Int8 } }
diesel::table! { invoices (id) { id -> Int8, organization_id -> Int8, total -> Int8 } }
diesel::joinable!(invoices -> organizations (organization_id));

#[derive(Queryable)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub total: i64,
}

#[derive(serde::Deserialize)]
pub struct AuthUser {
    pub id: i64,
    pub organization_id: i64,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AuthUser {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let token = request.headers().get_one("Authorization").unwrap_or_default();
        match jsonwebtoken::decode::<AuthUser>(token, &KEY, &Default::default()) {
            Ok(data) => Outcome::Success(data.claims),
            Err(_) => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

#[rocket::post("/leaky", data = "<ids>")]
async fn leaky(ids: Json<Vec<i64>>, _user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let mut sum = 0;
    for id in ids.into_inner() {
        let invoice = invoices::table.find(id).first::<Invoice>(&mut db).await.ok()?; //~ unscoped-lookup
        sum += invoice.total;
    }
    Some(sum.to_string())
}

#[rocket::post("/safe", data = "<ids>")]
async fn safe(ids: Json<Vec<i64>>, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let mut sum = 0;
    for id in ids.into_inner() {
        let invoice = invoices::table.find(id).first::<Invoice>(&mut db).await.ok()?; //~ verdict guarded
        if invoice.organization_id != user.organization_id {
            continue;
        }
        sum += invoice.total;
    }
    Some(sum.to_string())
}
