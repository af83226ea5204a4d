use warp::{Filter, Rejection, Reply};
use sqlx::PgPool;
#[derive(sqlx::FromRow, serde::Serialize)]
pub struct Invoice { pub id: i64, pub organization_id: i64 }
pub struct Caller { pub organization_id: i64 }
fn with_caller() -> impl Filter<Extract = (Caller,), Error = Rejection> + Clone {
    warp::header::<String>("authorization").and_then(|token: String| async move {
        let claims = jsonwebtoken::decode::<Claims>(&token, &KEY, &Validation::default()).map_err(|_| warp::reject::reject())?;
        Ok::<_, Rejection>(Caller { organization_id: claims.claims.organization_id })
    })
}
async fn read(id: i64, caller: Caller, pool: PgPool) -> Result<impl Reply, Rejection> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1").bind(id).fetch_one(&pool).await.map_err(|_| warp::reject::not_found())?; //~ unscoped-sql
    Ok(warp::reply::json(&row))
}
async fn read_own(id: i64, caller: Caller, pool: PgPool) -> Result<impl Reply, Rejection> {
    let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2").bind(id).bind(caller.organization_id).fetch_one(&pool).await.map_err(|_| warp::reject::not_found())?; //~ verdict scoped
    Ok(warp::reply::json(&row))
}
pub fn routes(pool: PgPool) -> impl Filter<Extract = impl Reply, Error = Rejection> + Clone {
    let pool = warp::any().map(move || pool.clone());
    let one = warp::path!("invoices" / i64).and(warp::get()).and(with_caller()).and(pool.clone()).and_then(read);
    let own = warp::path!("own" / i64).and(warp::get()).and(with_caller()).and(pool.clone()).and_then(read_own);
    one.or(own)
}
