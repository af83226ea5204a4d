"""A dependency, a middleware and a handler that leave the caller where all requests look."""

from contextvars import ContextVar

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.middleware.base import BaseHTTPMiddleware

from prelude import Invoice, User, app, get_current_user, get_session

current_user: User | None = None
newest: list[Invoice] = []
context = ContextVar("user")


class Tenants:
    current = None
    limit = 10


async def remember_user(user: User = Depends(get_current_user)) -> User:
    global current_user
    current_user = user  #~ shared-tenant-state
    return user


async def keep_user(user: User = Depends(get_current_user)) -> User:
    context.set(user)
    return user


class TenantMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        self.user = request.user  #~ shared-tenant-state
        request.state.user = request.user
        return await call_next(request)


@app.get("/invoices")
def unpaid(user: User = Depends(remember_user), session: Session = Depends(get_session)):
    global newest
    Tenants.current = user.organization_id  #~ shared-tenant-state
    app.state.organization = user.organization_id  #~ shared-tenant-state
    newest = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()
    #~^ verdict scoped, shared-tenant-state
    return newest


@app.get("/right")
def right(request: Request, user: User = Depends(keep_user), session: Session = Depends(get_session)):
    # without `global` this is a local of its own
    newest = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()
    #~^ verdict scoped
    current_user = user
    request.state.user = current_user
    Tenants.limit = 20
    return newest


@app.get("/tenant/{organization_id}")
def switch(organization_id: int, request: Request):
    request.app.state.organization = organization_id  #~ shared-tenant-state
    return organization_id
