"""The tenant holds in every case."""

from fastapi import Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from prelude import User, app, get_current_user, get_session


@app.post("/invoices/{invoice_id}/pay")
def pay(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = text("UPDATE invoices SET paid = TRUE WHERE id = :id AND organization_id = :org")
    session.execute(statement, {"id": invoice_id, "org": user.organization_id})  #~ verdict scoped
    session.commit()


@app.get("/open")
def unpaid(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = "SELECT id FROM invoices WHERE organization_id = :org AND paid = FALSE"
    return session.execute(text(statement), {"org": user.organization_id}).scalars().all()  #~ verdict scoped
