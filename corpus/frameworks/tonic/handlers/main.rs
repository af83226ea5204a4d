use tonic::{transport::Server, Request, Response, Status};
use sqlx::PgPool;
pub mod pb { tonic::include_proto!("invoices"); }
use pb::invoices_server::{Invoices, InvoicesServer};
#[derive(sqlx::FromRow)]
pub struct Invoice { pub id: i64, pub organization_id: i64, pub total: i64 }
pub struct InvoiceService { pool: PgPool }
#[tonic::async_trait]
impl Invoices for InvoiceService {
    async fn get_invoice(&self, request: Request<pb::GetInvoice>) -> Result<Response<pb::Invoice>, Status> {
        let claims = request.extensions().get::<Claims>().ok_or_else(|| Status::unauthenticated("no"))?.clone();
        let body = request.into_inner();
        let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1") //~ unscoped-sql
            .bind(body.id).fetch_one(&self.pool).await.map_err(|_| Status::not_found("no"))?;
        Ok(Response::new(row.into()))
    }
    async fn get_own(&self, request: Request<pb::GetInvoice>) -> Result<Response<pb::Invoice>, Status> {
        let claims = request.extensions().get::<Claims>().ok_or_else(|| Status::unauthenticated("no"))?.clone();
        let body = request.into_inner();
        let row = sqlx::query_as::<_, Invoice>("SELECT * FROM invoices WHERE id = $1 AND organization_id = $2") //~ verdict scoped
            .bind(body.id).bind(claims.organization_id).fetch_one(&self.pool).await.map_err(|_| Status::not_found("no"))?;
        Ok(Response::new(row.into()))
    }
}
async fn serve(pool: PgPool) { Server::builder().add_service(InvoicesServer::new(InvoiceService { pool })).serve(ADDR).await.unwrap(); }
