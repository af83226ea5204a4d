"""Somebody is logged in; the route names the tenant."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.get("/organizations/{organization_id}/invoices")
def invoices(organization_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.organization_id == organization_id)  #~ tenant-from-request
    return session.scalars(statement).all()
