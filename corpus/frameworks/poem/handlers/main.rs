use poem::{handler, web::{Data, Json, Path}, Route, get, FromRequest, Request, RequestBody, Result, EndpointExt};
use poem_openapi::{OpenApi, param::Path as ApiPath, payload::Json as ApiJson, SecurityScheme, auth::Bearer};
use sqlx::PgPool;

#[derive(sqlx::FromRow, serde::Serialize)]
pub struct Invoice { pub id: i64, pub organization_id: i64, pub total: i64 }

pub struct Caller { pub organization_id: i64 }
impl<'a> FromRequest<'a> for Caller {
    async fn from_request(req: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let claims = req.extensions().get::<Claims>().ok_or_else(|| poem::Error::from_status(StatusCode::UNAUTHORIZED))?;
        Ok(Caller { organization_id: claims.organization_id })
    }
}
#[handler]
async fn read(pool: Data<&PgPool>, caller: Caller, Path(id): Path<i64>) -> Result<Json<Invoice>> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1") //~ unscoped-sql
        .bind(id).fetch_one(pool.0).await?;
    Ok(Json(row))
}
#[handler]
async fn read_own(pool: Data<&PgPool>, caller: Caller, Path(id): Path<i64>) -> Result<Json<Invoice>> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
        .bind(id).bind(caller.organization_id).fetch_one(pool.0).await?;
    Ok(Json(row))
}
pub struct Api { pool: PgPool }
#[OpenApi]
impl Api {
    #[oai(path = "/invoices/:id", method = "get")]
    async fn get_invoice(&self, caller: Caller, id: ApiPath<i64>) -> Result<ApiJson<Invoice>> {
        let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1") //~ unscoped-sql
            .bind(id.0).fetch_one(&self.pool).await?;
        Ok(ApiJson(row))
    }
    #[oai(path = "/own/:id", method = "get")]
    async fn get_own(&self, caller: Caller, id: ApiPath<i64>) -> Result<ApiJson<Invoice>> {
        let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
            .bind(id.0).bind(caller.organization_id).fetch_one(&self.pool).await?;
        Ok(ApiJson(row))
    }
}
fn app() -> impl poem::Endpoint {
    Route::new().at("/invoices/:id", get(read)).at("/own/:id", get(read_own))
}
