"""The payload has no tenant key, leaves it out, or is overwritten; or the one that it names was checked."""

from fastapi import Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Membership, User, app, get_current_user, get_session


class NewInvoice(BaseModel):
    total: int


class AnyInvoice(NewInvoice):
    organization_id: int


@app.post("/spread")
def spread(payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = Invoice(**payload.model_dump(), organization_id=user.organization_id)
    session.add(invoice)  #~ verdict scoped
    session.commit()


@app.post("/left-out")
def left_out(payload: AnyInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = Invoice(**payload.model_dump(exclude={"organization_id"}), organization_id=user.organization_id)
    session.add(invoice)  #~ verdict scoped
    session.commit()


@app.post("/overwritten")
def overwritten(payload: AnyInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    data = payload.dict()
    data["organization_id"] = user.organization_id
    session.add(Invoice(**data))  #~ verdict scoped
    session.commit()


@app.put("/each/{invoice_id}")
def each(invoice_id: int, payload: AnyInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)  #~ verdict scoped
    invoice = session.scalars(own).one()
    for key, value in payload.model_dump(exclude={"organization_id"}).items():
        setattr(invoice, key, value)
    session.commit()


@app.post("/checked")
def checked(payload: AnyInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Membership).where(  #~ verdict scoped
        Membership.organization_id == payload.organization_id, Membership.user_id == user.id
    )
    if session.scalars(statement).first() is None:
        raise HTTPException(403)
    session.add(Invoice(**payload.dict()))  #~ verdict scoped
    session.commit()
