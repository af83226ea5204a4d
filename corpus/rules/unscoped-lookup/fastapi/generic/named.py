"""Tables whose entity is an argument of the constructor."""

from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice

M = TypeVar("M")


class Table(Generic[M]):
    def __init__(self, model: type[M], session: Session, organization_id: int | None = None) -> None:
        self.model = model
        self.session = session
        self.organization_id = organization_id

    def get(self, id: int) -> M | None:
        statement = select(self.model).filter_by(id=id)
        if self.organization_id:
            statement = statement.filter_by(organization_id=self.organization_id)
        return self.session.execute(statement).scalars().first()


class InvoiceTable(Table):
    def __init__(self, session: Session) -> None:
        super().__init__(Invoice, session)


class Repositories:
    def __init__(self, session: Session, organization_id: int) -> None:
        self.session = session
        self.organization_id = organization_id

    @property
    def any_invoice(self):
        return Table[Invoice](Invoice, self.session)

    @property
    def invoices(self):
        return Table[Invoice](Invoice, self.session, self.organization_id)
