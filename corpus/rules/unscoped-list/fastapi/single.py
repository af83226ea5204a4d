"""The one row that holds what goes for the whole installation."""

from fastapi import Depends
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, Invoice, User, app, get_current_user, get_session


class Preferences(Base):
    __tablename__ = "preferences"

    id: Mapped[int] = mapped_column(primary_key=True)
    home_organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))


@app.get("/preferences")
def preferences(session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return session.query(Preferences).one().home_organization_id  #~ verdict unknown


@app.get("/invoices/all")
def every(session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return session.query(Invoice).all()  #~ unscoped-list
