"""A session writes when it commits."""

from fastapi import Depends, HTTPException
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/late")
def late(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
    invoice.paid = True
    session.commit()  #~ late-check
    if invoice.organization_id != user.organization_id:
        raise HTTPException(404)


@app.post("/invoices/{invoice_id}/early")
def early(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
    invoice.paid = True
    session.execute(delete(Line).where(Line.invoice_id == invoice.id))  #~ verdict scoped
    if invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    session.commit()
