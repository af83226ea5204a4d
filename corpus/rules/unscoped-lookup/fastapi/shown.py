"""One row of a person whom the request names by key is shown with what names the person."""

from fastapi import Depends
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, User, app, get_current_user, get_session


class AppUser(Base):
    __tablename__ = "app_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]


class ApiKey(Base):
    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_users.id"))


@app.get("/people/{user_id}")
def anybody(user_id: int, _: User = Depends(get_current_user), session: Session = Depends(get_session)):
    user = session.get(AppUser, user_id)  #~ unscoped-lookup
    return {"email": user.email}


# the key alone names nobody
@app.get("/people/{user_id}/key")
def key(user_id: int, _: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return {"id": session.get(AppUser, user_id).id}
