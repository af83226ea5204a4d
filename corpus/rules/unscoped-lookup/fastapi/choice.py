"""A value that is one thing or another is checked as a whole: whichever it is, it passed. What it may have been by itself was not checked."""

from fastapi import Body, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


def own_ids(user: User, session: Session) -> set[int]:
    return {invoice.id for invoice in session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id))}


@app.post("/whole")
def whole(ids: list[int] = Body(), unpaid: bool = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    chosen = ids
    if unpaid:
        chosen = [invoice.id for invoice in session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()]
    foreign = [id for id in chosen if id not in own_ids(user, session)]
    if foreign:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(chosen))).all()  #~ verdict scoped


@app.post("/part")
def part(ids: list[int] = Body(), unpaid: bool = Body(), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    chosen = ids
    if unpaid:
        chosen = [invoice.id for invoice in session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()]
    foreign = [id for id in chosen if id not in own_ids(user, session)]
    if foreign:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ unscoped-lookup
