//! Handlers whose work is a block that is handed to a function which runs it; who calls is told by a key in a header of the product's own.

use sqlx::PgPool;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::proto::{GetRequest, PayoutReply, payouts_server};

pub struct Api {
    pool: PgPool,
}

struct Profile {
    id: Uuid,
    account_id: Uuid,
}

struct Payout {
    id: Uuid,
    account_id: Uuid,
    amount: i64,
}

const KEY: &str = "x-shop-api-key";

fn failed<E>(_: E) -> Status {
    Status::not_found("nothing")
}

async fn record_error<T, E: std::fmt::Display, F: FnOnce() -> R, R: Future<Output = Result<T, E>>>(run: F) -> Result<T, E> {
    let result = run().await;
    if let Err(ref error) = result {
        tracing::error!("{error}");
    }
    result
}

async fn authenticate(pool: &PgPool, key: &str) -> Result<Profile, Status> {
    sqlx::query_as!(
        Profile,
        "SELECT p.id, p.account_id FROM profiles p JOIN profile_keys k ON k.profile_id = p.id WHERE k.encrypted_key = crypt($1, encrypted_key)",
        key
    )
    .fetch_one(pool)
    .await
    .map_err(failed)
}

fn key_of<T>(request: &Request<T>) -> Result<&str, Status> {
    let value = request.metadata().get(KEY).ok_or(Status::unauthenticated("no key"))?;
    value.to_str().map_err(|_| Status::unauthenticated("bad key"))
}

#[tonic::async_trait]
impl payouts_server::Payouts for Api {
    async fn any(&self, request: Request<GetRequest>) -> Result<Response<PayoutReply>, Status> {
        record_error(|| async move {
            authenticate(&self.pool, key_of(&request)?).await?; //~ verdict scoped
            let id: Uuid = request.into_inner().id.parse().map_err(failed)?;
            let found = sqlx::query_as!(Payout, "SELECT id, account_id, amount FROM payouts WHERE id = $1", id) //~ unscoped-sql
                .fetch_one(&self.pool)
                .await
                .map_err(failed)?;
            Ok(Response::new(PayoutReply { amount: found.amount }))
        })
        .await
    }

    async fn own(&self, request: Request<GetRequest>) -> Result<Response<PayoutReply>, Status> {
        record_error(|| async move {
            let profile = authenticate(&self.pool, key_of(&request)?).await?;
            let id: Uuid = request.into_inner().id.parse().map_err(failed)?;
            let text = "SELECT id, account_id, amount FROM payouts WHERE id = $1 AND account_id = $2";
            let query = sqlx::query_as::<_, Payout>(text).bind(id).bind(profile.account_id); //~ verdict scoped
            let found = query.fetch_one(&self.pool).await.map_err(failed)?;
            Ok(Response::new(PayoutReply { amount: found.amount }))
        })
        .await
    }
}
