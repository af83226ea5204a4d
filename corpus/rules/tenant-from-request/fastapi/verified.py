"""The router holds the caller to the tenant in the route."""

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, app, get_session, require_member


router = APIRouter(prefix="/organizations/{organization_id}", dependencies=[Depends(require_member)])


@router.get("/invoices")
def invoices(organization_id: int, session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.organization_id == organization_id)  #~ verdict scoped
    return session.scalars(statement).all()


app.include_router(router)
