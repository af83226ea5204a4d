"""Statements that change rows by a key of the request, and a row that is loaded before it is removed."""

from fastapi import Depends
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/paid")
def pay(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    session.execute(update(Invoice).where(Invoice.id == invoice_id).values(paid=True))  #~ unscoped-write
    session.commit()


@app.delete("/lines/{line_id}")
def remove(line_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    session.execute(delete(Line).where(Line.id == line_id))  #~ unscoped-write
    session.commit()


@app.delete("/invoices/{invoice_id}")
def loaded(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.scalars(select(Invoice).where(Invoice.id == invoice_id)).one()  #~ unscoped-lookup
    session.delete(invoice)
    session.commit()
