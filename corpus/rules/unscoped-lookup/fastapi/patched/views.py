from fastapi import Depends, HTTPException
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


def load(session: Session, invoice_id: int) -> Invoice:
    return session.get(Invoice, invoice_id)


@app.get("/invoices/{invoice_id}")
def show(invoice_id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    invoice = load(session, invoice_id)  #~ verdict guarded
    if invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return invoice
