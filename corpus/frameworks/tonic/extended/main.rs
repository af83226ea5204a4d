//! A trait of the program that gives the request of the library methods: the tenant that what stood in front has put there.

use tonic::{Request, Response, Status};
use sqlx::PgPool;
use uuid::Uuid;

pub trait RequestExt {
    fn tenant(&self) -> Result<Uuid, Status>;
    fn organization(&self) -> Result<Uuid, Status>;
}
impl<T> RequestExt for tonic::Request<T> {
    fn tenant(&self) -> Result<Uuid, Status> {
        extract_tenant(self.extensions().get::<AuthorizedState>())
    }
    fn organization(&self) -> Result<Uuid, Status> {
        let state = self.extensions().get::<AuthorizedState>().ok_or(Status::unauthenticated("no"))?;
        Ok(state.organization_id)
    }
}
impl<T> RequestExt for http::Request<T> {
    fn tenant(&self) -> Result<Uuid, Status> {
        extract_tenant(self.extensions().get::<AuthorizedState>())
    }
    fn organization(&self) -> Result<Uuid, Status> {
        let state = self.extensions().get::<AuthorizedState>().ok_or(Status::unauthenticated("no"))?;
        Ok(state.organization_id)
    }
}
pub fn extract_tenant(maybe: Option<&AuthorizedState>) -> Result<Uuid, Status> {
    let authorized = maybe.ok_or(Status::unauthenticated("Missing"))?;
    match authorized {
        AuthorizedState::Tenant { tenant_id, .. } => Ok(*tenant_id),
        AuthorizedState::Organization { .. } => Err(Status::unauthenticated("Invalid")),
    }
}
pub struct Service { pool: PgPool }
#[tonic::async_trait]
impl InvoicesService for Service {
    async fn show(&self, request: Request<ShowInvoice>) -> Result<Response<Invoice>, Status> {
        let tenant_id = request.tenant()?;
        let req = request.into_inner();
        let row = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1 AND org_id = $2", req.id, tenant_id).fetch_one(&self.pool).await.map_err(failed)?; //~ verdict scoped
        Ok(Response::new(row))
    }
    async fn own(&self, request: Request<ShowInvoice>) -> Result<Response<Invoice>, Status> {
        let organization_id = request.organization()?;
        let req = request.into_inner();
        let row = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1 AND org_id = $2", req.id, organization_id).fetch_one(&self.pool).await.map_err(failed)?; //~ verdict scoped
        Ok(Response::new(row))
    }
    async fn any(&self, request: Request<ShowInvoice>) -> Result<Response<Invoice>, Status> {
        let req = request.into_inner();
        let row = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1", req.id).fetch_one(&self.pool).await.map_err(failed)?; //~ unscoped-sql
        Ok(Response::new(row))
    }
    async fn sent(&self, request: Request<ShowInvoice>) -> Result<Response<Invoice>, Status> {
        let req = request.into_inner();
        let row = sqlx::query_as!(Invoice, "SELECT * FROM invoices WHERE id = $1 AND org_id = $2", req.id, req.org_id).fetch_one(&self.pool).await.map_err(failed)?; //~ tenant-from-request
        Ok(Response::new(row))
    }
}
