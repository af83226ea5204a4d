"""The user names the tenant."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.get("/invoices")
def invoices(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.organization_id == user.organization_id)  #~ verdict scoped
    return session.scalars(statement).all()
