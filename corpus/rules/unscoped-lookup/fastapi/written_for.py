"""A decorator decides by what is written where it is put: the same decorator asks for a right of one handler and for none of another."""

from functools import wraps
from typing import Optional

from fastapi import Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Line, User, app, get_current_user, get_session


class Needed(BaseModel):
    role: Optional[list[str]] = None
    kind: Optional[str] = None


def allowed(needed: Needed):
    def decorator(func):
        @wraps(func)
        async def wrapper(*args, **kwargs):
            user = kwargs["user"]
            if user.is_superuser and not needed.kind:
                return await func(*args, **kwargs)
            roles = needed.role
            if roles:
                if "operator" in roles and not user.is_superuser:
                    raise HTTPException(403)
            if not needed.kind:
                return await func(*args, **kwargs)
            raise HTTPException(403)
        return wrapper
    return decorator


@app.get("/a/{invoice_id}")
@allowed(needed=Needed(role=["operator"]))
async def operators(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ verdict scoped


@app.get("/b/{invoice_id}")
@allowed(needed=Needed(role=["clerk"]))
async def clerks(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup


@app.get("/c/{invoice_id}")
@allowed(needed=Needed())
async def anybody(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Line).where(Line.invoice_id == invoice_id)).all()  #~ unscoped-lookup
