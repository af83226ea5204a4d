"""A helper makes the statement, a join ties it, and a branch refines it."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


def own_lines(user: User):
    return select(Line).join(Invoice, Line.invoice_id == Invoice.id).where(Invoice.organization_id == user.organization_id)


@app.get("/lines")
def lines(large: bool = False, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = own_lines(user)  #~ verdict scoped
    if large:
        statement = statement.where(Line.amount > 1000)
    return session.scalars(statement).all()
