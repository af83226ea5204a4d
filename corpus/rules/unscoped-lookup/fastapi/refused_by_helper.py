"""A helper that only ever refuses, and one that says the same no to everybody: where they are returned, nobody gets a row."""

from fastapi import Depends
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


def answer(data=None, message="success", code=0):
    return {"data": data, "message": message, "code": code}


def auth_error(invoice_id: int):
    print("refused", invoice_id)
    return answer(data=False, message="no authorization", code="AUTHENTICATION_ERROR")


def no(invoice_id: int):
    print("refused", invoice_id)
    return {"data": False, "message": "sorry", "code": 109}


def may(session: Session, invoice_id: int, user: User) -> bool:
    invoice = session.get(Invoice, invoice_id)  #~ verdict scoped
    if invoice is None:
        return False
    return invoice.organization_id == user.organization_id


@app.get("/first/{invoice_id}")
def first(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if not may(session, invoice_id, user):
        return auth_error(invoice_id)
    return answer(session.get(Invoice, invoice_id))  #~ verdict scoped


@app.get("/second/{invoice_id}")
def second(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if not may(session, invoice_id, user):
        return no(invoice_id)
    return answer(session.get(Invoice, invoice_id))  #~ verdict scoped


@app.get("/third/{invoice_id}")
def third(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ open-check
    if invoice.organization_id != user.organization_id:
        return answer(invoice)
    return answer(invoice)
