import strawberry
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from strawberry.permission import BasePermission
from strawberry.types import Info


class Base(DeclarativeBase):
    pass


class Organization(Base):
    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))


class Invoice(Base):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    number: Mapped[str]


class IsAuthenticated(BasePermission):
    message = "no"

    def has_permission(self, source, info: Info, **kwargs) -> bool:
        return info.context["request"].user.is_authenticated


@strawberry.type
class InvoiceType:
    number: str


@strawberry.input
class InvoiceInput:
    id: int
    number: str


@strawberry.type
class Query:
    @strawberry.field(permission_classes=[IsAuthenticated])
    def invoice(self, info: Info, id: int) -> InvoiceType:
        with Session() as session:
            return session.get(Invoice, id)  #~ unscoped-lookup

    @strawberry.field(permission_classes=[IsAuthenticated])
    def own_invoice(self, info: Info, id: int) -> InvoiceType | None:
        user = info.context["request"].user
        with Session() as session:
            own = select(Invoice).where(Invoice.organization_id == user.organization_id)  #~ verdict scoped
            return session.scalars(own.where(Invoice.id == id)).first()

    @strawberry.field
    def by_context(self, info: Info, id: int) -> InvoiceType | None:
        with Session() as session:
            own = select(Invoice).where(Invoice.organization_id == info.context.user.organization_id)  #~ verdict scoped
            return session.scalars(own.where(Invoice.id == id)).first()

    @strawberry.field
    def invoices(self, info: Info, number: str) -> list[InvoiceType]:
        with Session() as session:
            return session.scalars(select(Invoice).where(Invoice.number == number)).all()  #~ unscoped-lookup


@strawberry.type
class Mutation:
    @strawberry.mutation
    def rename(self, info: Info, data: InvoiceInput) -> InvoiceType:
        with Session() as session:
            invoice = session.get(Invoice, data.id)  #~ unscoped-lookup
            invoice.number = data.number
            session.commit()
            return invoice

    @strawberry.mutation
    async def rename_own(self, info: Info, data: InvoiceInput) -> InvoiceType:
        user = info.context["request"].user
        with Session() as session:
            invoice = session.get(Invoice, data.id)  #~ verdict guarded
            if invoice.organization_id != user.organization_id:
                raise PermissionError
            invoice.number = data.number
            session.commit()
            return invoice


schema = strawberry.Schema(query=Query, mutation=Mutation)
