"""What a function does where nobody asks is not done for the caller, through functions in between as well. Where what it is handed may be
left out by the request, it is."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from prelude import Invoice, User, get_current_user, get_session

router = APIRouter()


def find(session: Session, invoice_id: int, organization_id: int | None = None):
    if organization_id is None:
        return session.query(Invoice).filter(Invoice.id == invoice_id).first()
    return session.query(Invoice).filter(Invoice.id == invoice_id, Invoice.organization_id == organization_id).first()


def find_for(session: Session, invoice_id: int, user: User):
    invoice = find(session, invoice_id, user.organization_id)
    if invoice is None:
        raise HTTPException(status_code=404)
    return invoice


@router.get("/own/{invoice_id}")
def own(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return find_for(session, invoice_id, user).total  #~ verdict scoped


@router.get("/chosen/{invoice_id}")
def chosen(
    invoice_id: int,
    organization_id: int | None = None,
    user: User = Depends(get_current_user),
    session: Session = Depends(get_session),
):
    return find(session, invoice_id, organization_id).total  #~ unscoped-lookup, tenant-from-request
