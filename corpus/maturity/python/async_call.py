"""The query is awaited, and so is the function that makes it."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

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


async def find_own(session: AsyncSession, invoice_id: int, user: User):
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)
    return await session.scalar(query)


@router.get("/leaky/{invoice_id}")
async def leaky_total(
    invoice_id: int, user: User = Depends(get_current_user), session: AsyncSession = Depends(get_session)
):
    invoice = await session.get(Invoice, invoice_id)  #~ unscoped-lookup
    if invoice is None:
        raise HTTPException(404)
    return invoice.total


@router.get("/safe/{invoice_id}")
async def safe_total(
    invoice_id: int, user: User = Depends(get_current_user), session: AsyncSession = Depends(get_session)
):
    invoice = await find_own(session, invoice_id, user)  #~ verdict scoped
    if invoice is None:
        raise HTTPException(404)
    return invoice.total
