"""Rows that are gathered one by one are checked where the collection is gone through; to look only for some of them checks none."""

from fastapi import Body, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/list")
def listed(ids: list[int] = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    found = []
    for id in ids:
        invoice = session.get(Invoice, id)  #~ verdict guarded
        if invoice is None:
            raise HTTPException(404)
        found.append(invoice)
    for invoice in found:
        if invoice.organization_id != user.organization_id:
            raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ verdict scoped


@app.post("/dict")
def keyed(ids: list[int] = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    found = {}
    for id in ids:
        invoice = session.get(Invoice, id)  #~ verdict guarded
        if invoice is None:
            raise HTTPException(404)
        found[id] = invoice
    for id, invoice in found.items():
        if invoice.organization_id != user.organization_id:
            raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ verdict scoped


@app.post("/unpaid")
def unpaid(ids: list[int] = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    found = {}
    for id in ids:
        invoice = session.get(Invoice, id)  #~ unscoped-lookup
        if invoice is None:
            raise HTTPException(404)
        found[id] = invoice
    for id, invoice in found.items():
        if invoice.paid:
            raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ unscoped-lookup


@app.post("/own")
def own(ids: list[int] = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = []
    for invoice in session.scalars(select(Invoice).where(Invoice.id.in_(ids))).all():  #~ verdict guarded
        if invoice.organization_id == user.organization_id:
            own.append(invoice)
    return own
