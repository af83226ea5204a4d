from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session

SAMPLE_INVOICE_ID = 1


def may_use(session: Session, invoice_id: int, user: User) -> bool:
    statement = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)
    #~^ verdict scoped
    return session.scalar(statement) is not None


# One that the code names needs no check: the caller has not chosen it.
@app.post("/lines")
def sample_or_own(invoice_id: int, amount: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    if invoice_id != SAMPLE_INVOICE_ID:
        if not may_use(session, invoice_id, user):
            raise HTTPException(404)
    session.add(Line(invoice_id=invoice_id, amount=amount))  #~ verdict scoped
    session.commit()


# Any but the named one is anybody's.
@app.post("/lines/unchecked")
def any_but_the_sample(invoice_id: int, amount: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    if invoice_id == SAMPLE_INVOICE_ID:
        raise HTTPException(400)
    session.add(Line(invoice_id=invoice_id, amount=amount))  #~ unverified-reference
    session.commit()


# Another input that the code names says nothing of this one.
@app.post("/lines/otherwise")
def named_otherwise(invoice_id: int, kind: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    if kind != SAMPLE_INVOICE_ID:
        if not may_use(session, invoice_id, user):
            raise HTTPException(404)
    session.add(Line(invoice_id=invoice_id, amount=kind))  #~ unverified-reference
    session.commit()


# What is cut out of an input says nothing of the whole.
@app.post("/lines/cut")
def cut_out(state: str, amount: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    prefix, _, _ = state.partition(":")
    if prefix != "invoice":
        raise HTTPException(400)
    session.add(Line(invoice_id=state, amount=amount))  #~ unverified-reference
    session.commit()
