"""The tenant key comes in with the body, and goes into the row by whichever way."""

from fastapi import Depends
from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


class NewInvoice(BaseModel):
    organization_id: int
    total: int


@app.post("/spread")
def spread(payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = Invoice(**payload.model_dump())
    session.add(invoice)  #~ writable-tenant-key
    session.commit()


@app.post("/made")
def made(payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    session.add(Invoice(organization_id=payload.organization_id, total=payload.total))  #~ writable-tenant-key
    session.commit()


@app.post("/inserted")
def inserted(payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    session.execute(insert(Invoice).values(**payload.dict()))  #~ writable-tenant-key
    session.commit()


@app.put("/each/{invoice_id}")
def each(invoice_id: int, payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)  #~ verdict scoped
    invoice = session.scalars(own).one()
    for key, value in payload.dict(exclude_unset=True).items():
        setattr(invoice, key, value)  #~ writable-tenant-key
    session.commit()


@app.put("/assigned/{invoice_id}")
def assigned(invoice_id: int, payload: NewInvoice, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)  #~ verdict scoped
    invoice = session.scalars(own).one()
    invoice.organization_id = payload.organization_id  #~ writable-tenant-key
    session.commit()
