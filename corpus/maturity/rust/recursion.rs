//! Two helpers that call each other; the query is in the one, and is reached from the other as well.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
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

async fn load(db: &mut Connection<Db>, id: i64, attempts: u8) -> QueryResult<Invoice> {
    if attempts > 0 {
        return Box::pin(retry(db, id, attempts)).await;
    }
    invoices::table.find(id).first::<Invoice>(db).await
}

async fn retry(db: &mut Connection<Db>, id: i64, attempts: u8) -> QueryResult<Invoice> {
    load(db, id, attempts - 1).await
}

#[rocket::get("/safe/<id>")]
async fn safe(id: i64, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let invoice = load(&mut db, id, 2).await.ok()?; //~ verdict guarded
    if invoice.organization_id != user.organization_id {
        return None;
    }
    Some(invoice.total.to_string())
}

#[rocket::get("/leaky/<id>")]
async fn leaky(id: i64, _user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let invoice = retry(&mut db, id, 2).await.ok()?; //~ unscoped-lookup
    Some(invoice.total.to_string())
}
