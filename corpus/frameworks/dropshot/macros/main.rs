//! The caller is made of the token by the program's own code, and what is asked for by the program's own macros.

use diesel::prelude::*;
use dropshot::{HttpError, HttpResponseOk, Path, RequestContext, endpoint};

diesel::table! { users (id) { id -> Integer, uuid -> Text, email -> Text, } }
diesel::table! { keys (id) { id -> Integer, uuid -> Text, user_id -> Integer, name -> Text, } }
diesel::joinable!(keys -> users (user_id));

#[derive(Queryable)]
pub struct User {
    pub id: i32,
    pub uuid: String,
    pub email: String,
}

#[derive(Queryable)]
pub struct Key {
    pub id: i32,
    pub uuid: String,
    pub user_id: i32,
    pub name: String,
}

impl User {
    found_by_uuid!(users);
}

impl Key {
    found_by_uuid!(keys, user_id);
    found_by_uuid!(keys);
}

pub struct AuthUser {
    pub user: User,
}

impl AuthUser {
    pub fn is_admin(&self, rbac: &Rbac) -> bool {
        rbac.may(self, Permission::Administer)
    }

    pub fn uuid(&self) -> String {
        self.user.uuid.clone()
    }

    async fn from_token(state: &State, bearer_token: BearerToken) -> Result<Self, HttpError> {
        let claims = state.signing.read(&bearer_token)?;
        let user = users::table.filter(users::email.eq(claims.email())).first(&mut state.conn())?;
        Ok(Self { user })
    }
}

pub struct KeyPath {
    pub user: String,
    pub key: String,
}

#[endpoint { method = GET, path = "/users/{user}/keys/{key}" }]
pub async fn own(context: RequestContext<State>, bearer_token: BearerToken, path: Path<KeyPath>) -> Result<HttpResponseOk<String>, HttpError> {
    let state = context.context();
    let caller = AuthUser::from_token(state, bearer_token).await?;
    let path = path.into_inner();
    let user = User::any(&mut state.conn(), &path.user)?;
    same_user!(caller, state.rbac, user.uuid);
    let key = Key::found(&mut state.conn(), user.id, &path.key)?; //~ verdict scoped
    Ok(HttpResponseOk(key.name))
}

#[endpoint { method = GET, path = "/keys/{key}" }]
pub async fn anybodys(context: RequestContext<State>, bearer_token: BearerToken, path: Path<KeyPath>) -> Result<HttpResponseOk<String>, HttpError> {
    let state = context.context();
    let caller = AuthUser::from_token(state, bearer_token).await?;
    let path = path.into_inner();
    let user = User::any(&mut state.conn(), &path.user)?;
    let key = Key::found(&mut state.conn(), user.id, &path.key)?; //~ unscoped-lookup
    let other = Key::any(&mut state.conn(), &path.key)?; //~ unscoped-lookup
    Ok(HttpResponseOk(key.name + &other.name))
}
