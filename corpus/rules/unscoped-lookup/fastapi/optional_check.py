from fastapi import Depends, HTTPException
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session, require_member


# a check that is made only where the caller says whose the row must be
def find(session, id, organization_id=None):
    invoice = session.get(Invoice, id)
    if organization_id is not None and (invoice is None or invoice.organization_id != organization_id):
        return None
    return invoice


def or_404(invoice):
    if invoice is None:
        raise HTTPException(404)
    return invoice


@app.get("/invoices/{id}/nobodys")
def nobodys(id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return or_404(find(session, id))  #~ unscoped-lookup


@app.get("/invoices/{id}/own")
def own(id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return or_404(find(session, id, user.organization_id))  #~ verdict guarded


@app.get("/{organization_id}/invoices/{id}")
def of_member(organization_id: int, id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    require_member(organization_id, session, user)
    return or_404(find(session, id, organization_id))  #~ verdict guarded


# what a request may leave out decides nothing
@app.get("/invoices/{id}/asked")
def asked(id: int, owner: int | None = None, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return or_404(find(session, id, owner))  #~ check-against-request
