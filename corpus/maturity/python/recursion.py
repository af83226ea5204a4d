"""Two functions that call each other; the query is in the one, and is reached from the other as well."""

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


def load(session, invoice_id, attempts):
    if attempts > 0:
        return retry(session, invoice_id, attempts)
    return session.get(Invoice, invoice_id)


def retry(session, invoice_id, attempts):
    return load(session, invoice_id, attempts - 1)


@router.get("/safe/{invoice_id}")
def safe_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = load(session, invoice_id, 2)  #~ verdict guarded
    if invoice is None or invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return invoice.total


@router.get("/leaky/{invoice_id}")
def leaky_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = retry(session, invoice_id, 2)  #~ unscoped-lookup
    return invoice.total
