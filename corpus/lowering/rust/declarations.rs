#!/usr/bin/env run
//! Types, members, functions.

#[derive(Debug, sqlx::FromRow)]
#[diesel(table_name = invoices, belongs_to(Organization, foreign_key = organization_id))]
pub struct Invoice<'a, T: Clone + Send>
where
    T: Into<String>,
{
    pub id: Uuid,
    #[serde(rename = "memo")]
    note: Option<&'a str>,
    tag: T,
}

struct Id(pub Uuid, Vec<u8>);

enum State {
    Open,
    Paid(u64, Id),
    Void { why: String },
    Last = 3,
}

type Rows<T> = Result<Vec<T>, Box<dyn Error + Send + 'static>>;

pub const LIMIT: i64 = 50;
static NAMES: [&str; 2] = ["a", "b"];

pub trait Repository<T>: Send + Base {
    type Row: Model;
    const TABLE: &'static str = "invoices";

    fn get(&self, id: u8) -> Option<T>;

    fn all() -> usize {
        1
    }
}

impl<T: Clone> Repository<T> for db::Pg<T> {
    type Row = Invoice<'static, T>;

    fn get(self: Arc<Self>, id: u8) -> Option<T> {
        None
    }
}

impl Invoice<'_, String> {
    pub async fn load(Path((organization, id)): Path<(Uuid, Uuid)>, pool: &PgPool) -> Result<Self, sqlx::Error> {
        todo!()
    }

    fn each<F>(&mut self, f: F, g: impl Fn(&str) -> bool + Send, h: fn(u8) -> u8, xs: &[u8], x: <T as Has>::Item)
    where
        F: FnOnce(),
    {
    }
}

#[rocket::get("/invoices/<id>?<page>", data = "<body>")]
fn route(id: u8, #[header] page: Option<u8>, body: Json<Body>) -> impl Responder + '_ {}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn checks() {}
}

unsafe extern "C" {
    fn outside(x: u8) -> !;
}
