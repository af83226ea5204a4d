"""The server's own `emit` goes to everybody, unless a room is named."""

import socketio
from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session

sio = socketio.AsyncServer(async_mode="asgi")


@app.post("/invoices/{invoice_id}/pay")
async def pay(invoice_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    statement = select(Invoice).where(Invoice.id == invoice_id, Invoice.organization_id == user.organization_id)
    #~^ verdict scoped
    invoice = session.scalars(statement).one()
    invoice.paid = True
    session.commit()
    await sio.emit("paid", {"id": invoice.id, "total": invoice.total})  #~ cross-tenant-broadcast
    await sio.emit("paid", {"id": invoice.id}, room=f"organization:{user.organization_id}")
    await sio.emit("tick", {"version": 3})
