"""Two functions between the route and the query; the check is in neither of them."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.auth import User, get_current_user
from app.database import get_session

router = APIRouter()


class Base(DeclarativeBase):
    pass


class Organization(Base):
    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)


class Invoice(Base):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    total: Mapped[int]


def load(session, invoice_id):
    return session.get(Invoice, invoice_id)


def load_or_404(session, invoice_id):
    invoice = load(session, invoice_id)
    if invoice is None:
        raise HTTPException(404)
    return invoice


@router.get("/leaky/{invoice_id}")
def leaky_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = load_or_404(session, invoice_id)  #~ unscoped-lookup
    return invoice.total


@router.get("/safe/{invoice_id}")
def safe_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = load_or_404(session, invoice_id)  #~ verdict guarded
    if invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return invoice.total
