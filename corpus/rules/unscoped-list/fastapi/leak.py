"""A filter on the amount, and a count over everything."""

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.get("/invoices")
def invoices(minimum: int = 0, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.total >= minimum).order_by(Invoice.id)  #~ unscoped-list
    return session.scalars(statement).all()


@app.get("/count")
def count(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalar(select(func.count()).select_from(Invoice))  #~ unscoped-list
