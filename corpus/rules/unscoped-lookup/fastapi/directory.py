"""A directory's own interface (SCIM, RFC 7644) is for who runs the installation where only persons own anything: it is told to the pedantic."""

from fastapi import Depends
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, app, get_session


class User(Base):
    __tablename__ = "app_users"
    id: Mapped[int] = mapped_column(primary_key=True)


def get_current_user() -> User: ...


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_users.id"))


@app.get("/scim/v2/notes/{id}")
def provisioned(id: int, _user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Note).where(Note.id == id)).one()  #~ unscoped-lookup pedantic


@app.get("/v2/notes/{id}")
def asked(id: int, _user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Note).where(Note.id == id)).one()  #~ unscoped-lookup
