"""Keys that were sent are put into a list before rows are removed by them: as they came, after a look at each, or by a function that is handed
the list."""

from fastapi import Depends
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.post("/invoices/remove")
def as_sent(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    wanted = []
    for invoice_id in ids:
        wanted.append(invoice_id)
    session.execute(delete(Invoice).where(Invoice.id.in_(wanted)))  #~ unscoped-write
    session.commit()


@app.post("/invoices/clean")
def looked_at(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    wanted = []
    for invoice_id in ids:
        own = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)  #~ verdict scoped
        if session.scalars(own).first() is not None:
            wanted.append(invoice_id)
    session.execute(delete(Invoice).where(Invoice.id.in_(wanted)))  #~ verdict scoped
    session.commit()


@app.post("/invoices/{invoice_id}/remove")
def handed(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    wanted = []
    put(invoice_id, wanted)
    session.execute(delete(Invoice).where(Invoice.id.in_(wanted)))  #~ unscoped-write
    session.commit()


def put(invoice_id, into):
    into.append(invoice_id)
