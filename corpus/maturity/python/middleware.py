"""A dependency of the router compares the organization in the route with the caller's."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.auth import User, get_current_user
from app.database import get_session


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


def require_member(organization_id: int, user: User = Depends(get_current_user)):
    if organization_id != user.organization_id:
        raise HTTPException(404)


leaky = APIRouter(prefix="/leaky/{organization_id}", dependencies=[Depends(get_current_user)])
safe = APIRouter(prefix="/safe/{organization_id}", dependencies=[Depends(require_member)])


@leaky.get("/invoices/{invoice_id}")
def leaky_total(organization_id: int, invoice_id: int, session: Session = Depends(get_session)):
    invoice = session.scalars(select(Invoice).filter_by(id=invoice_id, organization_id=organization_id)).one()  #~ tenant-from-request
    return invoice.total


@safe.get("/invoices/{invoice_id}")
def safe_total(organization_id: int, invoice_id: int, session: Session = Depends(get_session)):
    invoice = session.scalars(select(Invoice).filter_by(id=invoice_id, organization_id=organization_id)).one()  #~ verdict scoped
    return invoice.total
