"""What is made of each of the caller's rows tells of them as the rows do: an id among theirs is the caller's."""

from dataclasses import dataclass

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@dataclass
class InvoiceView:
    id: int
    total: int


def views(session, organization_id):
    rows = session.scalars(select(Invoice).where(Invoice.organization_id == organization_id)).all()
    return [InvoiceView(id=row.id, total=row.total) for row in rows]


@app.get("/a/{invoice_id}")
def among_views(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = views(session, user.organization_id)  #~ verdict scoped
    if not any(view.id == invoice_id for view in own):
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/b/{invoice_id}")
def among_records(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    rows = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()  #~ verdict scoped
    if not any(record["id"] == invoice_id for record in [{"id": row.id, "total": row.total} for row in rows]):
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/c/{invoice_id}")
def among_anybodys(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    others = [InvoiceView(id=row.id, total=row.total) for row in session.scalars(select(Invoice)).all()]  #~ unscoped-list
    if not any(view.id == invoice_id for view in others):
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup
