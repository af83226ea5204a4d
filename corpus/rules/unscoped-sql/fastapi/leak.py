"""A write by key, and a tenant that is only one arm of an alternative."""

from fastapi import Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from prelude import User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/pay")
def pay(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    session.execute(text("UPDATE invoices SET paid = TRUE WHERE id = :id"), {"id": invoice_id})  #~ unscoped-write
    session.commit()


@app.get("/open")
def unpaid(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = "SELECT id FROM invoices WHERE organization_id = :org OR paid = FALSE"
    return session.execute(text(statement), {"org": user.organization_id}).scalars().all()  #~ unscoped-sql
