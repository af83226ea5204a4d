"""Where nothing of what was sent is left once one's own rows are taken out, each of it is one's own. What is left, and what some other
condition leaves, says nothing of the rest."""

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, Line, User, app, get_current_user, get_session


def own(session: Session, user: User) -> set[int]:
    rows = session.scalars(select(Invoice).where(Invoice.organization_id == user.organization_id)).all()
    return {row.id for row in rows}


def listed(session: Session, ids):
    return session.scalars(select(Line).where(Line.invoice_id.in_(ids))).all()


@app.post("/taken-out")
def taken_out(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    foreign = set(ids) - set(own(session, user))
    if foreign:
        raise HTTPException(404)
    return listed(session, ids)  #~ verdict scoped


@app.post("/difference")
def difference(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    foreign = set(ids).difference(own(session, user))
    if len(foreign) > 0:
        raise HTTPException(404)
    return listed(session, ids)  #~ verdict scoped


@app.post("/subset")
def subset(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if not set(ids).issubset(own(session, user)):
        raise HTTPException(404)
    return listed(session, ids)  #~ verdict scoped


@app.post("/not-among")
def not_among(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    foreign = [one for one in ids if one not in allowed]
    if foreign:
        raise HTTPException(404, f"unknown: {foreign}")
    return listed(session, ids)  #~ verdict scoped


@app.post("/counted")
def counted(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    if len([one for one in ids if one not in allowed]) != 0:
        raise HTTPException(404)
    return listed(session, ids)  #~ verdict scoped


@app.post("/any-not-among")
def any_not_among(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    if any(one not in allowed for one in ids):
        raise HTTPException(404)
    return listed(session, ids)  #~ verdict scoped


@app.post("/wrong-way")
def wrong_way(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    missing = [one for one in own(session, user) if one > 100]
    if missing:
        raise HTTPException(404)
    return listed(session, ids)  #~ unscoped-lookup


@app.post("/left")
def left(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    foreign = set(ids) - set(own(session, user))
    if not foreign:
        raise HTTPException(404)
    return listed(session, foreign)  #~ open-check


@app.post("/unheeded")
def unheeded(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    foreign = set(ids) - set(own(session, user))
    if foreign:
        print(f"unknown: {foreign}")
    return listed(session, ids)  #~ open-check


@app.post("/some-asked")
def some_asked(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    foreign = [one for one in ids if one > 1000 and one not in allowed]
    if foreign:
        raise HTTPException(404)
    return listed(session, ids)  #~ open-check


@app.post("/else-asked")
def else_asked(ids: list[int], user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    if [one for one in ids if one > 1000]:
        raise HTTPException(404)
    return listed(session, ids)  #~ unscoped-lookup


@app.post("/added")
def added(ids: list[int], more: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    allowed = own(session, user)
    chosen = [one for one in ids if one in allowed]
    chosen.append(more)
    return listed(session, chosen)  #~ unscoped-lookup
