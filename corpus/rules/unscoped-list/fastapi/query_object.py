"""A query as an object: its constructor keeps what its method asks with."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


class InvoicesOf:
    def __init__(self, user: User, paid: bool):
        self._organization = user.organization_id
        self._paid = paid

    def run(self, session: Session):
        statement = select(Invoice).where(Invoice.organization_id == self._organization, Invoice.paid == self._paid)
        return session.scalars(statement).all()


class PaidInvoices:
    def __init__(self, paid: bool):
        self._paid = paid

    def run(self, session: Session):
        return session.scalars(select(Invoice).where(Invoice.paid == self._paid)).all()


@app.get("/invoices")
def listed(paid: bool, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return InvoicesOf(user, paid).run(session)  #~ verdict scoped


@app.get("/paid")
def all_paid(paid: bool, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return PaidInvoices(paid).run(session)  #~ unscoped-lookup
