"""A middleware that is a function."""

from fastapi import Request

from prelude import app

last = None


@app.middleware("http")
async def remember(request: Request, call_next):
    global last
    last = request.user  #~ shared-tenant-state
    request.state.user = request.user
    return await call_next(request)


@app.on_event("startup")
async def begin():
    global last
    last = None
