"""The same with the tenant in the statement, or in a lookup that stops before it."""

from fastapi import Depends
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/paid")
def pay(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = update(Invoice).where(Invoice.organization_id == user.organization_id)  #~ verdict scoped
    session.execute(own.where(Invoice.id == invoice_id).values(paid=True))
    session.commit()


@app.delete("/invoices/{invoice_id}/lines")
def clear(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)  #~ verdict scoped
    invoice = session.scalars(own).one()
    session.execute(delete(Line).where(Line.invoice_id == invoice.id))  #~ verdict scoped
    session.commit()
