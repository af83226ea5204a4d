//! Default methods of a trait run the queries.

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

#[rocket::async_trait]
trait Finder {
    fn tenant(&self) -> i64;

    async fn find_any(&self, db: &mut Connection<Db>, id: i64) -> Option<Invoice> {
        invoices::table.find(id).first::<Invoice>(db).await.ok()
    }

    async fn find_own(&self, db: &mut Connection<Db>, id: i64) -> Option<Invoice> {
        invoices::table.find(id).filter(invoices::organization_id.eq(self.tenant())).first::<Invoice>(db).await.ok()
    }
}

#[rustfmt::skip]
impl Finder for AuthUser {
    fn tenant(&self) -> i64 { self.organization_id }
}

#[rocket::get("/leaky/<id>")]
async fn leaky(id: i64, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let invoice = user.find_any(&mut db, id).await?; //~ unscoped-lookup
    Some(invoice.total.to_string())
}

#[rocket::get("/safe/<id>")]
async fn safe(id: i64, user: AuthUser, mut db: Connection<Db>) -> Option<String> {
    let invoice = user.find_own(&mut db, id).await?; //~ verdict scoped
    Some(invoice.total.to_string())
}
