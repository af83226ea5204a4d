use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::{StatusCode, request::Parts};
use jsonwebtoken::{DecodingKey, Validation, decode};
use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub type Reply<T> = Result<T, StatusCode>;

#[derive(serde::Deserialize)]
pub struct CurrentUser {
    pub id: i64,
    pub organization_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Reply<Self> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(StatusCode::UNAUTHORIZED)?;
        let key = DecodingKey::from_secret(b"change-me");
        let data = decode::<CurrentUser>(token, &key, &Validation::default());
        data.map(|data| data.claims).map_err(|_| StatusCode::UNAUTHORIZED)
    }
}

pub fn failed<E>(_: E) -> StatusCode {
    StatusCode::NOT_FOUND
}

pub type Db = Pool<AsyncPgConnection>;

diesel::table! {
    organizations (id) {
        id -> Int8,
    }
}

diesel::table! {
    users (id) {
        id -> Int8,
    }
}

diesel::table! {
    memberships (organization_id, user_id) {
        organization_id -> Int8,
        user_id -> Int8,
    }
}

diesel::table! {
    invoices (id) {
        id -> Int8,
        organization_id -> Int8,
        total -> Int8,
        paid -> Bool,
    }
}

diesel::table! {
    lines (id) {
        id -> Int8,
        invoice_id -> Int8,
        amount -> Int8,
    }
}

diesel::joinable!(memberships -> organizations (organization_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(invoices -> organizations (organization_id));
diesel::joinable!(lines -> invoices (invoice_id));
diesel::allow_tables_to_appear_in_same_query!(organizations, users, memberships, invoices, lines);

#[derive(Queryable, Identifiable)]
#[diesel(table_name = organizations)]
pub struct Organization {
    pub id: i64,
}

#[derive(Queryable, Identifiable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: i64,
}

#[derive(Queryable, Identifiable, Associations)]
#[diesel(table_name = memberships, primary_key(organization_id, user_id), belongs_to(Organization), belongs_to(User))]
pub struct Membership {
    pub organization_id: i64,
    pub user_id: i64,
}

#[derive(Queryable, Identifiable, Associations)]
#[diesel(table_name = invoices, belongs_to(Organization))]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub total: i64,
    pub paid: bool,
}

#[derive(Queryable, Identifiable, Associations)]
#[diesel(table_name = lines, belongs_to(Invoice))]
pub struct Line {
    pub id: i64,
    pub invoice_id: i64,
    pub amount: i64,
}

pub async fn ensure_member(db: &mut AsyncPgConnection, user: &CurrentUser, organization_id: i64) -> Reply<()> {
    let membership = memberships::table
        .find((organization_id, user.id))
        .first::<Membership>(db)
        .await
        .optional()
        .map_err(failed)?;
    if membership.is_none() {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(())
}
