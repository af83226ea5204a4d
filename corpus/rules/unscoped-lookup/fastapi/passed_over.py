"""An element that a loop passes over says nothing of what follows the loop."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.get("/a/{invoice_id}")
def passed_over(invoice_id: int, items: list[str], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    for item in items:
        if not own:
            continue
        print(item, own)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ MISSING unscoped-lookup


@app.get("/b/{invoice_id}")
def asked_within(invoice_id: int, items: list[str], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)).all()
    for item in items:
        if own:
            print(item, own)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup
