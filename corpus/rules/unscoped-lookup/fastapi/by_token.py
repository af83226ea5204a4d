"""Who calls is made of a token by code of the program: what is called after the caller is the caller."""

from fastapi import Depends, Header
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, app, get_session


class AuthContext:
    def __init__(self, organization_id: int):
        self.organization_id = organization_id

    @classmethod
    def from_token(cls, text: str) -> "AuthContext":
        return cls(read(text)["organization"])


class Selection:
    def __init__(self, organization_id: int):
        self.organization_id = organization_id

    @classmethod
    def from_token(cls, text: str) -> "Selection":
        return cls(read(text)["organization"])


@app.get("/own/{invoice_id}")
def own(invoice_id: int, session: Session = Depends(get_session), api_token: str = Header()):
    caller = AuthContext.from_token(api_token)
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == caller.organization_id)  #~ verdict scoped
    return session.scalars(query).first()


@app.get("/any/{invoice_id}")
def anybodys(invoice_id: int, session: Session = Depends(get_session), api_token: str = Header()):
    caller = AuthContext.from_token(api_token)
    return session.scalars(select(Invoice).where(Invoice.id == invoice_id)).first()  #~ unscoped-lookup


# what was sent is no token, whatever is made of it
@app.get("/chosen/{invoice_id}")
def chosen(invoice_id: int, organization: str, session: Session = Depends(get_session)):
    caller = AuthContext.from_token(organization)
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == caller.organization_id)  #~ tenant-from-request
    return session.scalars(query).first()


@app.get("/called/{invoice_id}")
def called(invoice_id: int, session: Session = Depends(get_session), api_token: str = Header()):
    selection = Selection.from_token(api_token)
    query = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == selection.organization_id)  #~ tenant-from-request
    return session.scalars(query).first()
