"""A service that is told who asks: what it checks for that person is checked for the caller only where it is the caller."""

from fastapi import Depends
from permissions import registry
from prelude import Invoice, User, app, get_current_user, get_session


def load_invoice(session, user_id: int, invoice_id: int) -> Invoice:
    registry.require_access(user_id, invoice_id)
    return session.get(Invoice, invoice_id)


def load_unasked(session, user_id: int, invoice_id: int) -> Invoice:
    return session.get(Invoice, invoice_id)


@app.get("/invoices/{invoice_id}")
def read(invoice_id: int, session=Depends(get_session), user: User = Depends(get_current_user)):
    return load_invoice(session, user.id, invoice_id)  #~ verdict scoped


@app.get("/people/{user_id}/invoices/{invoice_id}")
def read_for(user_id: int, invoice_id: int, session=Depends(get_session)):
    return load_invoice(session, user_id, invoice_id)  #~ unscoped-lookup


@app.get("/invoices/{invoice_id}/raw")
def read_raw(invoice_id: int, session=Depends(get_session), user: User = Depends(get_current_user)):
    return load_unasked(session, user.id, invoice_id)  #~ unscoped-lookup
