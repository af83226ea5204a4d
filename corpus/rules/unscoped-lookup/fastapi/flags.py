from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


# the first of two says whether it went well: then the check was passed
def found(session: Session, user: User, id: int):
    invoice = session.get(Invoice, id)
    if invoice is None or invoice.organization_id != user.organization_id:
        return False, {"error": "no such invoice", "code": 404}
    return counted(session, id)


def counted(session: Session, id: int):
    return True, {"lines": len(session.scalars(select(Line).where(Line.invoice_id == id)).all())}


@app.get("/invoices/{id}/asked")
def asked(id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    well, result = found(session, user, id)
    if not well:
        raise HTTPException(404, result["error"])
    return result, session.get(Invoice, id)  #~ verdict scoped


@app.get("/invoices/{id}/unasked")
def unasked(id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    well, result = found(session, user, id)
    return well, result, session.get(Invoice, id)  #~ unscoped-lookup


@app.get("/invoices/{id}/opposite")
def opposite(id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    well, result = found(session, user, id)
    if well:
        return result
    return session.get(Invoice, id)  #~ unscoped-lookup
