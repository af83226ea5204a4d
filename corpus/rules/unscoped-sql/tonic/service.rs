//! The methods of a service take messages; an interceptor has put the caller beside them.

use sqlx::PgPool;
use tonic::{Request, Response, Status};

#[derive(Clone)]
pub struct Caller {
    pub organization_id: i64,
}

pub struct Service {
    db: PgPool,
}

impl Service {
    pub fn new(db: PgPool) -> Self {
        Self { db }
    }
}

#[tonic::async_trait]
impl Invoices for Service {
    async fn show(&self, request: Request<ShowInvoice>) -> Result<Response<Shown>, Status> {
        let message = request.into_inner();
        let query = sqlx::query_scalar("SELECT total FROM invoices WHERE id = $1").bind(message.id); //~ unscoped-sql
        let total: i64 = query.fetch_one(&self.db).await.map_err(|_| Status::not_found("invoice"))?;
        Ok(Response::new(Shown { total }))
    }

    async fn own(&self, request: Request<ShowInvoice>) -> Result<Response<Shown>, Status> {
        let caller = request.extensions().get::<Caller>().cloned().ok_or_else(|| Status::unauthenticated("caller"))?;
        let text = "SELECT total FROM invoices WHERE id = $1 AND organization_id = $2";
        let query = sqlx::query_scalar(text).bind(request.into_inner().id).bind(caller.organization_id); //~ verdict scoped
        let total: i64 = query.fetch_one(&self.db).await.map_err(|_| Status::not_found("invoice"))?;
        Ok(Response::new(Shown { total }))
    }
}
