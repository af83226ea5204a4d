"""An entry point with nothing in front of it that looks a row up by what the request carries to prove who sends it has a login of its
own, and is not meant for everybody."""

from fastapi import Depends, HTTPException, Request
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, Invoice, app, get_session


class ApiToken(Base):
    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    beta: Mapped[str]


@app.get("/carried/{invoice_id}")
def carried(invoice_id: int, request: Request, session: Session = Depends(get_session)):
    token = request.headers.get("Authorization")
    if session.scalars(select(ApiToken).where(ApiToken.beta == token)).first() is None:
        raise HTTPException(401)
    return session.get(Invoice, invoice_id)  #~ unscoped-lookup
