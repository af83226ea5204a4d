"""A subquery that another constant holds; the alternative is about something else."""

from fastapi import Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from prelude import User, app, get_current_user, get_session


OWN = "SELECT id FROM invoices WHERE organization_id = :org"


@app.get("/lines")
def amounts(minimum: int = 0, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = text(f"SELECT amount FROM lines WHERE invoice_id IN ({OWN}) AND (amount > :minimum OR amount < 0)")
    rows = session.execute(statement, {"org": user.organization_id, "minimum": minimum})  #~ verdict scoped
    return rows.scalars().all()
