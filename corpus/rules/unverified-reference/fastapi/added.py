from fastapi import Depends, HTTPException
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/lines")
def any_line(invoice_id: int, amount: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    session.add(Line(invoice_id=invoice_id, amount=amount))  #~ unverified-reference
    session.commit()


@app.post("/invoices/{invoice_id}/lines/own")
def own_line(invoice_id: int, amount: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
    if invoice is None or invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    session.add(Line(invoice_id=invoice_id, amount=amount))  #~ verdict scoped
    session.commit()
