"""A directory's own interface (SCIM, RFC 7644) is for who runs the installation where only persons own anything: it is told to the pedantic."""

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/notes")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def get_session():
    with Session(engine) as session:
        yield session


def get_current_user(session: Session = Depends(get_session), token: str = Depends(oauth2_scheme)) -> User:
    payload = jwt.decode(token, "change-me", algorithms=["HS256"])
    user = session.get(User, int(payload["sub"]))
    if user is None:
        raise HTTPException(401)
    return user


@app.get("/scim/v2/notes/{id}")
def provisioned(id: int, _user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Note).where(Note.id == id)).one()  #~ unscoped-lookup pedantic


@app.get("/v2/notes/{id}")
def asked(id: int, _user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Note).where(Note.id == id)).one()  #~ unscoped-lookup
