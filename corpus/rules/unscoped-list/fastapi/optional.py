"""A restriction that a caller may leave out: each caller decides whether it is there."""

from dataclasses import dataclass

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@dataclass
class Filters:
    organization_id: int | None = None
    paid: bool | None = None


def invoices_of(session: Session, organization_id: int | None = None, paid: bool | None = None):
    statement = select(Invoice)
    if paid is not None:
        statement = statement.where(Invoice.paid == paid)
    if organization_id is not None:
        statement = statement.where(Invoice.organization_id == organization_id)
    return session.scalars(statement).all()


def filtered(session: Session, filters: Filters):
    statement = select(Invoice)
    if filters.organization_id:
        statement = statement.where(Invoice.organization_id == filters.organization_id)
    if filters.paid:
        statement = statement.where(Invoice.paid)
    return session.scalars(statement).all()


@app.get("/own")
def own(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return invoices_of(session, user.organization_id)  #~ verdict scoped


@app.get("/own-paid")
def own_paid(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return filtered(session, Filters(organization_id=user.organization_id, paid=True))  #~ verdict scoped


@app.get("/paid")
def paid(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return invoices_of(session, paid=True)  #~ unscoped-list


@app.get("/all")
def everything(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return filtered(session, Filters(paid=True))  #~ unscoped-list
