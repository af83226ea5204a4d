"""The tenant is looked up by what the request calls it, and what belongs to it by the row that was found."""

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Membership, Organization, User, app, get_current_user, get_session


def organization(session: Session, organization_id: int) -> Organization:
    found = session.get(Organization, organization_id)
    if found is None:
        raise HTTPException(404)
    return found


@app.get("/organizations/{organization_id}/invoices")
def invoices(organization_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    owner = organization(session, organization_id)
    return session.scalars(select(Invoice).where(Invoice.organization_id == owner.id)).all()  #~ tenant-from-request


@app.get("/organizations/{organization_id}/checked-invoices")
def checked(organization_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    owner = organization(session, organization_id)
    member = session.scalar(  #~ verdict scoped
        select(Membership).where(Membership.organization_id == owner.id, Membership.user_id == user.id)
    )
    if member is None:
        raise HTTPException(403)
    return session.scalars(select(Invoice).where(Invoice.organization_id == owner.id)).all()  #~ verdict scoped
