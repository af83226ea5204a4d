//! The scoped query and the other one under new names.

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

#[rocket::get("/leaky/<id>")]
async fn leaky(id: i64, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let tenant = user.organization_id;
    let wanted = invoices::table.filter(invoices::id.eq(id)); //~ unscoped-lookup
    let _own = wanted.clone().filter(invoices::organization_id.eq(tenant));
    let query = wanted;
    let invoice = query.first::<Invoice>(&mut db).await.ok()?;
    Some(invoice.total.to_string())
}

#[rocket::get("/safe/<id>")]
async fn safe(id: i64, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let tenant = user.organization_id;
    let wanted = invoices::table.filter(invoices::id.eq(id)); //~ verdict scoped
    let own = wanted.clone().filter(invoices::organization_id.eq(tenant));
    let query = own;
    let invoice = query.first::<Invoice>(&mut db).await.ok()?;
    Some(invoice.total.to_string())
}
