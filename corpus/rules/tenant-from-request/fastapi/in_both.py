"""What was sent is cut down to what the caller has."""

from fastapi import Depends, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Membership, User, app, get_current_user, get_session


def own(session: Session, user: User) -> set[int]:
    statement = select(Membership.organization_id).where(Membership.user_id == user.id)
    return set(session.scalars(statement).all())


def picked(session: Session, user: User, sent: list[int] | None) -> set[int]:
    allowed = own(session, user)
    if sent is not None:
        return {int(one) for one in sent if one in allowed}
    return allowed


def listed(session: Session, organizations):
    return session.scalars(select(Invoice).where(Invoice.organization_id.in_(organizations))).all()


@app.get("/picked")
def by_helper(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return listed(session, picked(session, user, sent))  #~ verdict scoped


@app.get("/cut")
def by_cut(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    chosen = own(session, user)
    if sent is not None:
        chosen = chosen & set(sent)
    return listed(session, list(chosen))  #~ verdict scoped


@app.get("/cut-in-place")
def by_cut_in_place(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    chosen = own(session, user)
    chosen &= set(sent)
    return listed(session, list(chosen))  #~ verdict scoped


@app.get("/common")
def by_call(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return listed(session, set(sent).intersection(own(session, user)))  #~ verdict scoped


@app.get("/joined")
def joined(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return listed(session, own(session, user) | set(sent))  #~ tenant-from-request


@app.get("/left-over")
def left_over(sent: list[int] = Query(None), user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    return listed(session, [one for one in sent if one not in allowed])  #~ tenant-from-request


@app.get("/both-sent")
def both_sent(sent: list[int] = Query(None), other: list[int] = Query(None), session: Session = Depends(get_session)):
    return listed(session, set(sent) & set(other))  #~ tenant-from-request
