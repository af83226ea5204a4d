from fastapi import Depends
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


# conditions that are gathered in a list, here or by the caller, before the query takes them
def listed(session: Session, *, conditions: list, paid: bool | None = None):
    if paid is not None:
        conditions.append(Invoice.paid == paid)
    statement = select(Invoice)
    if conditions:
        statement = statement.where(and_(*conditions))
    return session.scalars(statement.limit(20)).all()


@app.get("/invoices/own")
def own(paid: bool | None = None, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return listed(session, conditions=[Invoice.organization_id == user.organization_id], paid=paid)  #~ verdict scoped


@app.get("/invoices/every")
def every(session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return listed(session, conditions=[])  #~ unscoped-list


@app.get("/invoices/here")
def here(paid: bool | None = None, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    conditions = [Invoice.organization_id == user.organization_id]
    if paid is not None:
        conditions.append(Invoice.paid == paid)
    return session.scalars(select(Invoice).where(*conditions)).all()  #~ verdict scoped


@app.get("/invoices/sometimes")
def sometimes(mine: bool, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    conditions = []
    if mine:
        conditions.append(Invoice.organization_id == user.organization_id)
    return session.scalars(select(Invoice).where(*conditions)).all()  #~ unscoped-list


@app.get("/invoices/either")
def either(session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    conditions = [Invoice.organization_id == user.organization_id, Invoice.paid == True]
    return session.scalars(select(Invoice).where(or_(*conditions))).all()  #~ unscoped-list
