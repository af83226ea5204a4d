"""Most that reads remarks asks for anybody's: who wrote one need not be the only one to read it, and still alone may change it."""

from fastapi import Depends, HTTPException
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from prelude import Base, app, get_session


class User(Base):
    __tablename__ = "app_users"
    id: Mapped[int] = mapped_column(primary_key=True)


def get_current_user() -> User: ...


class Remark(Base):
    __tablename__ = "remarks"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_users.id"))
    topic: Mapped[str]
    text: Mapped[str]


@app.get("/remarks/{remark_id}")
def show(remark_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return {"mine": user.id, "is": session.get(Remark, remark_id)}  #~ unscoped-lookup pedantic


@app.get("/remarks/{remark_id}/raw")
def raw(remark_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return {"mine": user.id, "is": session.get(Remark, remark_id).text}  #~ unscoped-lookup pedantic


@app.get("/topics/{topic}")
def of_topic(topic: str, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    rows = session.scalars(select(Remark).where(Remark.topic == topic)).all()  #~ unscoped-lookup pedantic
    return [(row.text, row.user_id == user.id) for row in rows]


@app.get("/remarks")
def latest(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    rows = session.scalars(select(Remark).order_by(Remark.id).limit(10)).all()  #~ unscoped-list pedantic
    return [(row.text, row.user_id == user.id) for row in rows]


@app.get("/users/{user_id}/remarks/{remark_id}")
def of_anybody(user_id: int, remark_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    query = select(Remark).where(Remark.user_id == user_id, Remark.id == remark_id)  #~ unscoped-lookup pedantic
    return {"mine": user.id, "is": session.scalars(query).first()}


@app.get("/quotes/{remark_id}")
def quote(remark_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return {"by": user.id, "of": session.get(Remark, remark_id).text}  #~ unscoped-lookup pedantic


@app.get("/feeds/{remark_id}")
def feed(remark_id: int, session: Session = Depends(get_session)):
    return session.get(Remark, remark_id)  #~ unscoped-lookup pedantic


@app.get("/mine")
def mine(user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Remark).where(Remark.user_id == user.id)).all()  #~ verdict scoped


@app.put("/remarks/{remark_id}")
def change(remark_id: int, text: str, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    remark = session.get(Remark, remark_id)  #~ unscoped-lookup
    remark.text = text + str(user.id)
    session.commit()
    return remark


@app.put("/remarks/{remark_id}/mine")
def change_own(remark_id: int, text: str, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    remark = session.get(Remark, remark_id)  #~ verdict guarded
    if remark.user_id != user.id:
        raise HTTPException(403)
    remark.text = text
    session.commit()
    return remark


@app.get("/drafts/{remark_id}")
def forgets_who_asks(remark_id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.get(Remark, remark_id)  #~ unscoped-lookup
