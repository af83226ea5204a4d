"""A row that was looked for with the caller in mind, in a way that could not be followed, and that had to be found: what is asked for
by the same value after it may be meant for them. A row that was looked for without the caller says nothing."""

from fastapi import Depends, HTTPException
from sqlalchemy import select

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.get("/sought/{invoice_id}")
def sought(invoice_id: int, user: User = Depends(get_current_user), session=Depends(get_session)):
    invoice = session.scalars(select(Invoice).where(Invoice.id == invoice_id).visible_to(user)).first()  #~ verdict unknown
    if invoice is None:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup pedantic


@app.get("/unsought/{invoice_id}")
def unsought(invoice_id: int, user: User = Depends(get_current_user), session=Depends(get_session)):
    invoice = session.scalars(select(Invoice).where(Invoice.id == invoice_id).visible_to(user)).first()  #~ verdict unknown
    if invoice is None:
        print("not found")
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup
