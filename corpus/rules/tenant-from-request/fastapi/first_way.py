from fastapi import Depends, Header, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Membership, Organization, User, app, get_current_user, get_session


def must_belong(session: Session, user: User, organization_id: int):
    own = select(Membership).where(Membership.organization_id == organization_id, Membership.user_id == user.id)
    if session.scalars(own).first() is None:
        raise HTTPException(403)


# what was found out before is given back at once: then nothing of the rest is there, and else it is checked
def organization_of(session: Session, user: User, wanted: int, known: Organization | None = None):
    if known is not None:
        return known
    organization = session.get(Organization, wanted)
    must_belong(session, user, wanted)
    return organization


def unchecked(session: Session, user: User, wanted: int, known: Organization | None = None):
    if known is not None:
        return known
    organization = session.get(Organization, wanted)
    if organization is None:
        raise HTTPException(404)
    return organization


@app.get("/own")
def own(wanted: int = Header(), session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    organization = organization_of(session, user, wanted)
    own = select(Invoice).where(Invoice.organization_id == organization.id)  #~ verdict scoped
    return session.scalars(own).all()


@app.get("/any")
def anyones(wanted: int = Header(), session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    organization = unchecked(session, user, wanted)
    return session.scalars(select(Invoice).where(Invoice.organization_id == organization.id)).all()  #~ tenant-from-request
