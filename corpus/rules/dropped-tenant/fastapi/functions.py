"""A repository: one method asks by whose the row is, another by its id alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice


class Invoices:
    def __init__(self, session: Session):
        self.session = session

    def one(self, organization_id: int, invoice_id: int) -> Invoice | None:
        asked = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == organization_id)  #~ verdict latent
        return self.session.scalars(asked).one_or_none()

    def pay(self, organization_id: int, invoice_id: int) -> None:
        invoice = self.session.get(Invoice, invoice_id)  #~ dropped-tenant
        invoice.paid = True
        self.session.commit()

    def any(self, invoice_id: int) -> Invoice | None:
        return self.session.get(Invoice, invoice_id)  #~ verdict latent
