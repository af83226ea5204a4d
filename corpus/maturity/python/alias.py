"""A query and a refinement of it go by different names."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import ForeignKey, select
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


@router.get("/leaky/{invoice_id}")
def leaky_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    tenant = user.organization_id
    wanted = select(Invoice).where(Invoice.id == invoice_id)  #~ unscoped-lookup
    own = wanted.where(Invoice.organization_id == tenant)
    query = wanted
    invoice = session.scalar(query)
    if invoice is None:
        raise HTTPException(404)
    return invoice.total


@router.get("/safe/{invoice_id}")
def safe_total(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    tenant = user.organization_id
    wanted = select(Invoice).where(Invoice.id == invoice_id)  #~ verdict scoped
    own = wanted.where(Invoice.organization_id == tenant)
    query = own
    invoice = session.scalar(query)
    if invoice is None:
        raise HTTPException(404)
    return invoice.total
