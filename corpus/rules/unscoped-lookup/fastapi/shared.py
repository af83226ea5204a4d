"""What joins persons to somebody's own record shares the record, and makes no tenant of it."""

from fastapi import Depends
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from prelude import Base, User, app, get_current_user, get_session


class Assistant(Base):
    __tablename__ = "assistants"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class AssistantUser(Base):
    __tablename__ = "assistant_users"

    assistant_id: Mapped[int] = mapped_column(ForeignKey("assistants.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class Folder(Base):
    """Those with whom it is shared stand in a list of its own."""

    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    users: Mapped[list[User]] = relationship(User, secondary="folder_users")


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


@app.get("/notes/{note_id}")
def note(note_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Note).where(Note.id == note_id, Note.user_id == user.id)).one()
    #~^ verdict scoped


@app.get("/own/{assistant_id}")
def own(assistant_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Assistant).where(Assistant.id == assistant_id, Assistant.user_id == user.id)
    #~^ verdict scoped
    return session.scalars(statement).one()


@app.get("/any/{assistant_id}")
def any_one(assistant_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.get(Assistant, assistant_id)  #~ unscoped-lookup
