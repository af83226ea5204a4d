from litestar import Litestar, Controller, Router, get, delete, Request
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from sqlalchemy import select, ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase): pass
class Organization(Base):
    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)
class Invoice(Base):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))

@get("/invoices/{invoice_id:int}")
async def read(invoice_id: int, db_session: AsyncSession, request: Request) -> dict:
    row = await db_session.get(Invoice, invoice_id) #~ unscoped-lookup
    if row is None:
        raise NotFoundException()
    return {"id": row.id}

@get("/own/{invoice_id:int}")
async def own(invoice_id: int, db_session: AsyncSession, request: Request) -> dict:
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == request.user.organization_id) #~ verdict scoped
    row = (await db_session.execute(query)).scalar_one_or_none()
    if row is None:
        raise NotFoundException()
    return {"id": row.id}

class InvoiceController(Controller):
    path = "/c"
    @get("/{invoice_id:int}")
    async def one(self, invoice_id: int, db_session: AsyncSession, request: Request) -> dict:
        row = await db_session.scalar(select(Invoice).where(Invoice.id == invoice_id)) #~ unscoped-lookup
        return {"id": row.id}
    @delete("/{invoice_id:int}")
    async def remove(self, invoice_id: int, db_session: AsyncSession, request: Request) -> None:
        row = await db_session.get(Invoice, invoice_id) #~ verdict guarded
        if row is None or row.organization_id != request.user.organization_id:
            raise NotFoundException()
        await db_session.delete(row)

app = Litestar(route_handlers=[read, own, InvoiceController])
