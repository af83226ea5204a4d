from collections.abc import Iterator
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from shop.models import Membership, User

engine = create_engine("postgresql+psycopg://localhost/shop")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def get_current_user(session: SessionDep, token: str = Depends(oauth2_scheme)) -> User:
    payload = jwt.decode(token, "change-me", algorithms=["HS256"])
    user = session.get(User, int(payload["sub"]))
    if user is None:
        raise HTTPException(401)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


def require_member(organization_id: int, session: SessionDep, user: CurrentUser) -> Membership:
    statement = select(Membership).where(Membership.organization_id == organization_id, Membership.user_id == user.id)
    membership = session.scalars(statement).one_or_none()
    if membership is None:
        raise HTTPException(403)
    return membership


Member = Annotated[Membership, Depends(require_member)]
