"""Records are loaded one by one, and a check inside of the loop passes over those of others."""

from fastapi import APIRouter, Depends
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


@router.post("/leaky/totals")
def leaky_totals(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    totals = []
    for invoice_id in ids:
        invoice = session.get(Invoice, invoice_id)  #~ unscoped-lookup
        if invoice is None:
            continue
        totals.append(invoice.total)
    return totals


@router.post("/safe/totals")
def safe_totals(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    totals = []
    for invoice_id in ids:
        invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
        if invoice is None or invoice.organization_id != user.organization_id:
            continue
        totals.append(invoice.total)
    return totals
