"""Both are restricted to the user."""

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.get("/invoices")
def invoices(minimum: int = 0, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.total >= minimum, Invoice.organization_id == user.organization_id)  #~ verdict scoped
    return session.scalars(statement).all()


@app.get("/count")
def count(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    own = select(func.count()).select_from(Invoice).where(Invoice.organization_id == user.organization_id)  #~ verdict scoped
    return session.scalar(own)
