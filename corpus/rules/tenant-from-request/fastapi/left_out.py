"""The caller's own identity stands in only where the message names nobody's: whoever names another is believed."""

import json

from fastapi import Depends, HTTPException, Request, WebSocket
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Membership, User, app, get_current_user, get_session


class Order(BaseModel):
    organization_id: int | None = None
    query: str


async def enqueue(work):
    print(work)


def member(session: Session, user: User, organization_id: int) -> None:
    statement = select(Membership).where(Membership.organization_id == organization_id, Membership.user_id == user.id)
    if session.scalars(statement).first() is None:
        raise HTTPException(403)


@app.websocket("/work")
async def work(websocket: WebSocket, user: User = Depends(get_current_user)):
    while True:
        message = json.loads(await websocket.receive_text())
        if "user_id" not in message:
            message["user_id"] = user.id  #~ tenant-from-request
        await enqueue(message)


@app.websocket("/own-work")
async def own_work(websocket: WebSocket, user: User = Depends(get_current_user)):
    while True:
        message = json.loads(await websocket.receive_text())
        message["user_id"] = user.id
        await enqueue(message)


@app.post("/orders")
async def order(body: Order, user: User = Depends(get_current_user)):
    if not body.organization_id:
        body.organization_id = user.organization_id  #~ tenant-from-request
    await enqueue(body)


@app.post("/checked-orders")
async def checked(body: Order, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if body.organization_id is None:
        body.organization_id = user.organization_id
    member(session, user, body.organization_id)
    await enqueue(body)


@app.post("/searches")
async def search(request: Request, user: User = Depends(get_current_user)):
    body = await request.json()
    if body.get("query") is None:
        body["query"] = user.id
    await enqueue(body)
