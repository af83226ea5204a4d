import uuid
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from planner.config import settings
from planner.db import get_session
from planner.models import Membership, User

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")

SessionDep = Annotated[AsyncSession, Depends(get_session)]


async def get_current_user(session: SessionDep, token: str = Depends(oauth2_scheme)) -> User:
    try:
        payload = jwt.decode(token, settings.jwt_secret, algorithms=[settings.jwt_algorithm])
    except jwt.InvalidTokenError:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "invalid token")
    user = await session.get(User, uuid.UUID(payload["sub"]))
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "unknown user")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


async def require_member(organization_id: uuid.UUID, session: SessionDep, user: CurrentUser) -> Membership:
    statement = select(Membership).where(
        Membership.organization_id == organization_id,
        Membership.user_id == user.id,
    )
    membership = (await session.execute(statement)).scalar_one_or_none()
    if membership is None:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "not a member of this organization")
    return membership


Member = Annotated[Membership, Depends(require_member)]
