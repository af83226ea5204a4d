"""A row that is asked for as the child of another is as good as that one, and it is that one that is reported. A person is nobody's: who
hangs on one that was chosen is reported here."""

from fastapi import Depends, HTTPException
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, Invoice, Line, User, app, get_current_user, get_session


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


@app.get("/a/{invoice_id}/{line_id}")
def line(invoice_id: int, line_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ unscoped-lookup
    if invoice is None:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice.id, Line.id == line_id)).one()  #~ verdict unscoped


@app.get("/b/{invoice_id}/{line_id}")
def own_line(invoice_id: int, line_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)  #~ verdict guarded
    if invoice is None or invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return session.scalars(select(Line).where(Line.invoice_id == invoice.id, Line.id == line_id)).one()  #~ verdict scoped


@app.get("/c/{user_id}/{note_id}")
def note(user_id: int, note_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    person = session.get(User, user_id)
    if person is None:
        raise HTTPException(404)
    return session.scalars(select(Note).where(Note.user_id == person.id, Note.id == note_id)).one()  #~ unscoped-lookup
