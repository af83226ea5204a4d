"""Beside the owner's own rows, those that are shared with a group that the caller is in. A group that somebody else is in says nothing,
nor does something else that two rows have in common."""

from fastapi import Depends
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from prelude import Base, User, app, get_current_user, get_session


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    users: Mapped[list[User]] = relationship("User", secondary="team_users")


class TeamUser(Base):
    __tablename__ = "team_users"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class Theme(Base):
    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    public: Mapped[bool] = mapped_column(default=False)


class Taste(Base):
    __tablename__ = "tastes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True)


def teams_of(session: Session, user_id: int) -> set[int]:
    return set(session.scalars(select(TeamUser.team_id).where(TeamUser.user_id == user_id)).all())


@app.get("/shared/{id}")
def shared(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    visible = Note.user_id == user.id
    teams = teams_of(session, user.id)
    if teams:
        visible |= Note.team_id.in_(teams)
    visible |= Note.user_id == user.id
    visible |= Note.user_id == user.id
    visible |= Note.user_id == user.id
    return session.scalars(select(Note).where(Note.id == id).where(visible)).one()  #~ verdict scoped


@app.get("/of/{other}/{id}")
def of_another(other: int, id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    visible = (Note.user_id == user.id) | Note.team_id.in_(teams_of(session, other))  #~ unscoped-lookup
    return session.scalars(select(Note).where(Note.id == id).where(visible)).one()  #~ unscoped-lookup


@app.get("/liked/{id}")
def liked(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    themes = session.scalars(select(Taste.theme_id).where(Taste.user_id == user.id)).all()
    visible = (Note.user_id == user.id) | Note.theme_id.in_(themes)
    return session.scalars(select(Note).where(Note.id == id).where(visible)).one()  #~ unscoped-lookup
