"""Rows may be counted to see whether there are any: what a number says depends on what it is compared with, and how."""

from fastapi import Depends, HTTPException
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.get("/a/{invoice_id}")
def none(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if len(own) == 0:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/b/{invoice_id}")
def less_than_one(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if len(own) < 1:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/c/{invoice_id}")
def not_one(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if not len(own) >= 1:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/d/{invoice_id}")
def turned(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.query(Invoice).filter(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id).count()
    if 0 >= own:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/e/{invoice_id}")
def some(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if len(own) > 0:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup


@app.get("/f/{invoice_id}")
def always(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if len(own) < 0:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup


@app.get("/g/{invoice_id}")
def few(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    if len(own) <= 1:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/h/{invoice_id}")
def not_many(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.query(Invoice).filter(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id).count()
    if own > 1:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup
