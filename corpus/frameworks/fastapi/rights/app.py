"""Notes belong to persons alone. Who has a right that the code names is spared what restricts everybody else, and nobody else is."""

import enum
from fastapi import APIRouter, Depends, HTTPException, FastAPI, Request
from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    role = Column(String)


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"), nullable=False)


class Permission(enum.Enum):
    MANAGE = "manage"


def get_db() -> Session: ...


def current_user(request: Request, db: Session = Depends(get_db)) -> User:
    user = db.query(User).filter(User.id == request.state.user_id).first()
    if user is None:
        raise HTTPException(401)
    return user


def permissions_of(user: User) -> set[str]:
    return set(user.role.split(","))


def has_permission(user: User, permission: Permission) -> bool:
    return permission.value in permissions_of(user)


router = APIRouter()


def visible(stmt, user: User):
    if has_permission(user, Permission.MANAGE):
        return stmt
    return stmt.where(Note.user_id == user.id)


@router.get("/z/{note_id}")
def z(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    stmt = visible(select(Note).where(Note.id == note_id), user)  #~ verdict scoped
    return db.execute(stmt).scalar_one_or_none()


def visible2(stmt, user: User):
    if Permission.MANAGE in permissions_of(user):
        return stmt
    return stmt.where(Note.user_id == user.id)


@router.get("/z2/{note_id}")
def z2(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    stmt = visible2(select(Note).where(Note.id == note_id), user)  #~ verdict scoped
    return db.execute(stmt).scalar_one_or_none()


@router.get("/c/{note_id}")
def c(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    note = db.query(Note).filter(Note.id == note_id).first()  #~ verdict guarded
    if user.role != "manager" and note.user_id != user.id:
        raise HTTPException(403)
    return note


@router.get("/d/{note_id}")
def d(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    if user.role == "blocked":
        raise HTTPException(403)
    return db.query(Note).filter(Note.id == note_id).first()  #~ unscoped-lookup


@router.get("/e")
def e(user: User = Depends(current_user), db: Session = Depends(get_db)):
    q = select(Note)  #~ verdict scoped
    if user.role != "manager":
        q = q.where(Note.user_id == user.id)
    return db.execute(q).all()


@router.get("/e2")
def e2(mine: str, user: User = Depends(current_user), db: Session = Depends(get_db)):
    q = select(Note)  #~ unscoped-list
    if mine != "all":
        q = q.where(Note.user_id == user.id)
    return db.execute(q).all()


@router.get("/f/{note_id}")
def f(note_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    if user.role == "manager":
        return db.query(Note).filter(Note.id == note_id).first()  #~ unscoped-lookup pedantic
    return db.query(Note).filter(Note.id == note_id, Note.user_id == user.id).first()  #~ verdict scoped


app = FastAPI()
app.include_router(router)
