"""As many rows of one's own as ids were sent: every id is of one's own rows. An id that was left out finds nothing."""

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/counted")
def counted(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id.in_(ids))
    #~^ verdict scoped
    own = session.scalars(statement).all()
    if len(own) != len(ids):
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ verdict scoped


@app.post("/some")
def some(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id.in_(ids))
    #~^ verdict scoped
    own = session.scalars(statement).all()
    if len(own) == 0:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()  #~ unscoped-lookup


@app.get("/lines")
def lines(invoice_id: int | None = None, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if invoice_id:
        statement = select(Invoice).where(Invoice.organization_id == user.organization_id, Invoice.id == invoice_id)
        #~^ verdict scoped
        if session.scalars(statement).first() is None:
            raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped
