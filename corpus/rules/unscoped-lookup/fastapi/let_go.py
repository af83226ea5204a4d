"""A row that is not the caller's is let go of, and the next one is asked for: nobody gets the first. Who kept it elsewhere does."""

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.get("/found/{invoice_id}")
def found(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
    if invoice and invoice.organization_id != user.organization_id:
        invoice = None
    if not invoice:
        newest = select(Invoice).where(Invoice.organization_id == user.organization_id)  #~ verdict scoped
        invoice = session.scalars(newest).first()
    if not invoice:
        raise HTTPException(404)
    return invoice


def looked_up(session: Session, invoice_id: int):
    try:
        invoice = session.get(Invoice, invoice_id)
        if invoice:
            return True, invoice
    except ValueError:
        pass
    return False, None


@app.get("/tried/{invoice_id}")
def tried(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    _, invoice = looked_up(session, invoice_id)  #~ verdict guarded
    if invoice and invoice.organization_id != user.organization_id:
        invoice = None
    if not invoice:
        raise HTTPException(404)
    return invoice


@app.get("/kept/{invoice_id}")
def kept(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ open-check
    first = invoice
    if invoice and invoice.organization_id != user.organization_id:
        invoice = None
    return first


@app.get("/paid/{invoice_id}")
def paid(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ unscoped-lookup
    if invoice and invoice.paid:
        invoice = None
    if not invoice:
        raise HTTPException(404)
    return invoice
