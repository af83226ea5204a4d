//! The query runs in a closure that captures its values.

use diesel::prelude::*;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};

use crate::{KEY, SyncDb};

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
async fn leaky(id: i64, _user: AuthUser, db: SyncDb) -> Option<String> {
    let load = move |conn: &mut PgConnection| invoices::table.find(id).first::<Invoice>(conn); //~ unscoped-lookup
    let invoice = db.run(load).await.ok()?;
    Some(invoice.total.to_string())
}

#[rocket::get("/safe/<id>")]
async fn safe(id: i64, user: AuthUser, db: SyncDb) -> Option<String> {
    let tenant = user.organization_id;
    let own = move |conn: &mut PgConnection| {
        invoices::table.find(id).filter(invoices::organization_id.eq(tenant)).first::<Invoice>(conn) //~ verdict scoped
    };
    let invoice = db.run(own).await.ok()?;
    Some(invoice.total.to_string())
}
