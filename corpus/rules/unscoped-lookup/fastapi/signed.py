"""What carries a signature of the installation's, or is a row whose secret the caller knows."""

import hashlib
import hmac
import json
import os
import secrets

from fastapi import Depends, HTTPException, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Base, Invoice, app, get_session
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Hook(Base):
    __tablename__ = "hooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    word: Mapped[str]


def signature(invoice_id: str) -> str:
    key = os.environ["SIGNING_KEY"]
    return hmac.new(key.encode(), invoice_id.encode(), hashlib.sha256).hexdigest()


def is_signed(invoice_id: str, signed: str) -> bool:
    return hmac.compare_digest(signature(invoice_id), signed)


@app.get("/shared/{invoice_id}")
def shared(invoice_id: str, signed: str, session: Session = Depends(get_session)):
    if not is_signed(invoice_id, signed):
        raise HTTPException(404)
    return session.scalar(select(Invoice).where(Invoice.id == invoice_id))  #~ verdict scoped


@app.get("/open/{invoice_id}")
def opened(invoice_id: str, session: Session = Depends(get_session)):
    return session.scalar(select(Invoice).where(Invoice.id == invoice_id))  #~ unscoped-lookup


@app.post("/hooks/{hook_id}")
def called(hook_id: int, word: str, session: Session = Depends(get_session)):
    hook = session.get(Hook, hook_id)  #~ verdict guarded
    if hook is None or not secrets.compare_digest(hook.word, word):
        raise HTTPException(404)
    return hook


def signed_by(secret: str, body: bytes, signed: str) -> bool:
    return hmac.compare_digest(hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(), signed)


@app.post("/hooks/{hook_id}/paid")
async def paid(hook_id: int, request: Request, session: Session = Depends(get_session)):
    hook = session.get(Hook, hook_id)  #~ verdict guarded
    body = await request.body()
    if hook is None or not signed_by(hook.word, body, request.headers["x-signature"]):
        raise HTTPException(404)
    named = json.loads(body)["invoice"]
    paid = session.scalar(select(Invoice).where(Invoice.id == named))  #~ unscoped-lookup
    return session.scalar(  #~ verdict scoped
        select(Invoice).where(Invoice.id == named, Invoice.organization_id == hook.organization_id)
    )
