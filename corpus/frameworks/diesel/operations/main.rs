//! Operations that one handler runs by the type of what is sent, closures that a helper of the program runs on a connection, columns that
//! are imported where they are used, and lists of those who may.

#[macro_use]
extern crate diesel;
mod schema;
use actix_web::{web, App, HttpResponse};
use jsonwebtoken::{decode, encode, DecodingKey, EncodingKey, Header, TokenData, Validation};
use diesel::{PgConnection, result::Error, insert_into};
use crate::schema::{note, board, users, board_editor};

pub trait Crud<T> {
    fn create(conn: &PgConnection, form: &T) -> Result<Self, Error> where Self: Sized;
    fn read(conn: &PgConnection, id: i32) -> Result<Self, Error> where Self: Sized;
    fn update(conn: &PgConnection, id: i32, form: &T) -> Result<Self, Error> where Self: Sized;
}

#[derive(Queryable, Identifiable)]
#[table_name = "users"]
pub struct User { pub id: i32, pub name: String, pub email: String, pub admin: bool }

#[derive(Queryable, Identifiable, Associations)]
#[belongs_to(Board)]
#[table_name = "note"]
pub struct Note { pub id: i32, pub owner_id: i32, pub board_id: i32, pub content: String }

#[derive(Queryable, Identifiable)]
#[table_name = "board"]
pub struct Board { pub id: i32, pub owner_id: i32, pub title: String }

#[derive(Queryable, Identifiable)]
#[table_name = "board_editor"]
pub struct BoardEditor { pub id: i32, pub board_id: i32, pub user_id: i32 }

#[derive(Insertable)]
#[table_name = "board_editor"]
pub struct BoardEditorForm { pub board_id: i32, pub user_id: i32 }

#[derive(Insertable, AsChangeset, Clone)]
#[table_name = "note"]
pub struct NoteForm { pub owner_id: i32, pub board_id: i32, pub content: String }

impl Crud<NoteForm> for Note {
    fn create(conn: &PgConnection, form: &NoteForm) -> Result<Self, Error> {
        use crate::schema::note::dsl::*;
        insert_into(note).values(form).get_result::<Self>(conn)
    }
    fn read(conn: &PgConnection, note_id: i32) -> Result<Self, Error> {
        use crate::schema::note::dsl::*;
        note.find(note_id).first::<Self>(conn)
    }
    fn update(conn: &PgConnection, note_id: i32, form: &NoteForm) -> Result<Self, Error> {
        use crate::schema::note::dsl::*;
        diesel::update(note.find(note_id)).set(form).get_result::<Self>(conn) //~ unverified-reference
    }
}

impl User {
    pub fn admins(conn: &PgConnection) -> Result<Vec<Self>, Error> {
        use crate::schema::users::dsl::*;
        users.filter(admin.eq(true)).order_by(name).load::<Self>(conn)
    }
}
impl BoardEditor {
    pub fn leave(conn: &PgConnection, form: &BoardEditorForm) -> Result<usize, Error> {
        use crate::schema::board_editor::dsl::*;
        diesel::delete(board_editor.filter(board_id.eq(form.board_id)).filter(user_id.eq(form.user_id))).execute(conn)
    }
    pub fn of_board(conn: &PgConnection, of: i32) -> Result<Vec<Self>, Error> {
        use crate::schema::board_editor::dsl::*;
        board_editor.filter(board_id.eq(of)).load::<Self>(conn)
    }
    pub fn join(conn: &PgConnection, form: &BoardEditorForm) -> Result<Self, Error> {
        use crate::schema::board_editor::dsl::*;
        insert_into(board_editor).values(form).get_result::<Self>(conn) //~ unverified-reference
    }
}

pub struct Claims { pub id: i32 }
impl Claims {
    pub fn decode(jwt: &str) -> Result<TokenData<Claims>, jsonwebtoken::errors::Error> {
        let v = Validation { validate_exp: false, ..Validation::default() };
        decode::<Claims>(&jwt, &DecodingKey::from_secret(Settings::get().jwt_secret.as_ref()), &v)
    }
}

pub async fn blocking<F, T>(pool: &DbPool, f: F) -> Result<T, AppError>
where F: FnOnce(&diesel::PgConnection) -> T + Send + 'static, T: Send + 'static {
    let pool = pool.clone();
    let res = actix_web::web::block(move || {
        let conn = pool.get()?;
        let res = (f)(&conn);
        Ok(res) as Result<_, AppError>
    }).await?;
    Ok(res)
}

pub struct Oper<T> { data: T, client: Client }
impl<Data> Oper<Data> { pub fn new(data: Data, client: Client) -> Oper<Data> { Oper { data, client } } }

#[async_trait::async_trait(?Send)]
pub trait Perform {
    type Response: serde::ser::Serialize + Send;
    async fn perform(&self, pool: &DbPool) -> Result<Self::Response, AppError>;
}

#[derive(Deserialize)]
pub struct EditNote { id: i32, content: String, owner_id: i32, board_id: i32, auth: String }
#[derive(Deserialize)]
pub struct MoveNote { id: i32, content: String, owner_id: i32, board_id: i32, auth: String }
#[derive(Deserialize)]
pub struct CheckedEdit { id: i32, content: String, auth: String }
#[derive(Deserialize)]
pub struct AddEditor { board_id: i32, user_id: i32, auth: String }

#[async_trait::async_trait(?Send)]
impl Perform for Oper<EditNote> {
    type Response = NoteResponse;
    async fn perform(&self, pool: &DbPool) -> Result<NoteResponse, AppError> {
        let data: &EditNote = &self.data;
        let claims = match Claims::decode(&data.auth) {
            Ok(claims) => claims.claims,
            Err(_e) => return Err(ApiError::err("not_logged_in").into()),
        };
        let user_id = claims.id;
        let form = NoteForm { owner_id: user_id, board_id: data.board_id, content: data.content.clone() };
        let note_id = data.id;
        let note = blocking(pool, move |conn| Note::update(conn, note_id, &form)).await??; //~ unscoped-write
        Ok(NoteResponse { note })
    }
}

#[async_trait::async_trait(?Send)]
impl Perform for Oper<MoveNote> {
    type Response = NoteResponse;
    async fn perform(&self, pool: &DbPool) -> Result<NoteResponse, AppError> {
        let data: &MoveNote = &self.data;
        let claims = match Claims::decode(&data.auth) {
            Ok(claims) => claims.claims,
            Err(_e) => return Err(ApiError::err("not_logged_in").into()),
        };
        let user_id = claims.id;
        let board_id = data.board_id;
        let mut editors: Vec<i32> = vec![data.owner_id];
        editors.append(
            &mut blocking(pool, move |conn| {
                BoardEditor::of_board(conn, board_id).map(|v| v.into_iter().map(|m| m.user_id).collect()) //~ unscoped-lookup
            }).await??,
        );
        if !editors.contains(&user_id) {
            return Err(ApiError::err("not_allowed").into());
        }
        let form = NoteForm { owner_id: user_id, board_id: data.board_id, content: data.content.clone() };
        let note_id = data.id;
        let note = match blocking(pool, move |conn| Note::update(conn, note_id, &form)).await? { //~ unscoped-write
            Ok(note) => note,
            Err(_e) => return Err(ApiError::err("not_updated").into()),
        };
        Ok(NoteResponse { note })
    }
}

#[async_trait::async_trait(?Send)]
impl Perform for Oper<CheckedEdit> {
    type Response = NoteResponse;
    async fn perform(&self, pool: &DbPool) -> Result<NoteResponse, AppError> {
        let data: &CheckedEdit = &self.data;
        let claims = match Claims::decode(&data.auth) {
            Ok(claims) => claims.claims,
            Err(_e) => return Err(ApiError::err("not_logged_in").into()),
        };
        let user_id = claims.id;
        let note_id = data.id;
        let orig = blocking(pool, move |conn| Note::read(conn, note_id)).await??; //~ verdict guarded
        let mut editors: Vec<i32> = vec![orig.owner_id];
        let board_id = orig.board_id;
        editors.append(
            &mut blocking(pool, move |conn| {
                BoardEditor::of_board(conn, board_id).map(|v| v.into_iter().map(|m| m.user_id).collect()) //~ verdict guarded
            }).await??,
        );
        if !editors.contains(&user_id) {
            return Err(ApiError::err("not_allowed").into());
        }
        let form = NoteForm { owner_id: orig.owner_id, board_id: orig.board_id, content: data.content.clone() };
        let note = match blocking(pool, move |conn| Note::update(conn, note_id, &form)).await? { //~ verdict scoped
            Ok(note) => note,
            Err(_e) => return Err(ApiError::err("not_updated").into()),
        };
        Ok(NoteResponse { note })
    }
}

#[async_trait::async_trait(?Send)]
impl Perform for Oper<AddEditor> {
    type Response = NoteResponse;
    async fn perform(&self, pool: &DbPool) -> Result<NoteResponse, AppError> {
        let data: &AddEditor = &self.data;
        let claims = match Claims::decode(&data.auth) {
            Ok(claims) => claims.claims,
            Err(_e) => return Err(ApiError::err("not_logged_in").into()),
        };
        let form = BoardEditorForm { board_id: data.board_id, user_id: data.user_id };
        let join = move |conn: &'_ _| BoardEditor::join(conn, &form);
        if blocking(pool, join).await?.is_err() {
            return Err(ApiError::err("already_exists").into());
        }
        Ok(NoteResponse {})
    }
}

#[derive(Deserialize)]
pub struct AddEditor2 { board_id: i32, user_id: i32, auth: String }
#[async_trait::async_trait(?Send)]
impl Perform for Oper<AddEditor2> {
    type Response = NoteResponse;
    async fn perform(&self, pool: &DbPool) -> Result<NoteResponse, AppError> {
        let data: &AddEditor2 = &self.data;
        let claims = match Claims::decode(&data.auth) {
            Ok(claims) => claims.claims,
            Err(_e) => return Err(ApiError::err("not_logged_in").into()),
        };
        let user_id = claims.id;
        let form = BoardEditorForm { board_id: data.board_id, user_id: data.user_id };
        let mut editors: Vec<i32> = vec![];
        let board_id = data.board_id;
        editors.append(
            &mut blocking(pool, move |conn| {
                BoardEditor::of_board(conn, board_id).map(|v| v.into_iter().map(|m| m.user_id).collect()) //~ verdict guarded
            }).await??,
        );
        editors.append(
            &mut blocking(pool, move |conn| {
                User::admins(conn).map(|v| v.into_iter().map(|m| m.id).collect())
            }).await??,
        );
        if !editors.contains(&user_id) {
            return Err(ApiError::err("not_allowed").into());
        }
        if data.added {
            let join = move |conn: &'_ _| BoardEditor::join(conn, &form);
            if blocking(pool, join).await?.is_err() {
                return Err(ApiError::err("already_exists").into());
            }
        } else {
            let leave = move |conn: &'_ _| BoardEditor::leave(conn, &form); //~ verdict scoped
            if blocking(pool, leave).await?.is_err() {
                return Err(ApiError::err("already_exists").into());
            }
        }
        Ok(NoteResponse {})
    }
}

async fn perform<Request>(data: Request, client: &Client, db: DbPoolParam) -> Result<HttpResponse, Error>
where Oper<Request>: Perform, Request: Send + 'static {
    let oper: Oper<Request> = Oper::new(data, client.clone());
    let res = oper.perform(&db).await.map(|json| HttpResponse::Ok().json(json)).map_err(ErrorBadRequest)?;
    Ok(res)
}

async fn route_post<Data>(data: web::Json<Data>, client: web::Data<Client>, db: DbPoolParam) -> Result<HttpResponse, Error>
where Data: Serialize + Send + 'static, Oper<Data>: Perform {
    perform::<Data>(data.0, &client, db).await
}

pub fn config(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope("/api/v1")
            .route("/note", web::put().to(route_post::<EditNote>))
            .route("/note/move", web::post().to(route_post::<MoveNote>))
            .route("/note/edit", web::post().to(route_post::<CheckedEdit>))
            .route("/board/editor", web::post().to(route_post::<AddEditor>)).route("/board/editor2", web::post().to(route_post::<AddEditor2>)),
    );
}
