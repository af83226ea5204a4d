"""Who manages something may be meant to see the rows of any person; whoever else asks is not."""

from fastapi import Depends, HTTPException
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, User, app, get_current_user, get_session


class AppUser(Base):
    __tablename__ = "app_users"

    id: Mapped[int] = mapped_column(primary_key=True)


class ApiKey(Base):
    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_users.id"))


def require_permission(permission: str):
    def check(user: User = Depends(get_current_user)) -> User:
        if permission not in user.permissions:
            raise HTTPException(403)
        return user

    return check


MANAGE_KEYS = "manage-keys"
BASIC_ACCESS = "basic-access"


@app.get("/keys/{key_id}")
def managed(key_id: int, _: User = Depends(require_permission(MANAGE_KEYS)), session: Session = Depends(get_session)):
    return session.get(ApiKey, key_id)  #~ unscoped-lookup pedantic


@app.get("/basic/{key_id}")
def basic(key_id: int, _: User = Depends(require_permission(BASIC_ACCESS)), session: Session = Depends(get_session)):
    return session.get(ApiKey, key_id)  #~ unscoped-lookup


# the address says whom it is for
@app.get("/admin/keys/{key_id}")
def addressed(key_id: int, _: User = Depends(require_permission(BASIC_ACCESS)), session: Session = Depends(get_session)):
    return session.get(ApiKey, key_id)  #~ unscoped-lookup pedantic


@app.get("/admin/anybody/{key_id}")
def addressed_to_anybody(key_id: int, session: Session = Depends(get_session)):
    return session.get(ApiKey, key_id)  #~ unscoped-lookup


@app.get("/administration-of-keys/{key_id}")
def called_alike(key_id: int, _: User = Depends(require_permission(BASIC_ACCESS)), session: Session = Depends(get_session)):
    return session.get(ApiKey, key_id)  #~ unscoped-lookup
