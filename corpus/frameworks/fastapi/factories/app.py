"""Repositories that a factory makes for a type: what is asked for, or what the factory is handed, says more than what it says itself."""

from typing import Callable, Type
from fastapi import APIRouter, Depends
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase): ...


class Organization(Base):
    __tablename__ = "organizations"
    id: Mapped[int] = mapped_column(primary_key=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))


class Item(Base):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))


router = APIRouter()


def get_db() -> Session: ...


def get_current_user() -> User: ...


class BaseRepository:
    def __init__(self, db: Session) -> None:
        self._db = db


class ItemsRepository(BaseRepository):
    def get(self, id: int) -> Item:
        return self._db.get(Item, id)

    def get_tied(self, id: int, organization_id: int) -> Item:
        return self._db.scalar(select(Item).where(Item.id == id, Item.organization_id == organization_id))


def get_repository(repo_type: Type[BaseRepository]) -> Callable[[Session], BaseRepository]:
    def _get_repo(db: Session = Depends(get_db)) -> BaseRepository:
        return repo_type(db)
    return _get_repo


@router.get("/{id}")
def one(id: int, user: User = Depends(get_current_user), repo: ItemsRepository = Depends(get_repository(ItemsRepository))):
    return repo.get(id)  #~ unscoped-lookup


@router.get("/t/{id}")
def tied(id: int, user: User = Depends(get_current_user), repo: ItemsRepository = Depends(get_repository(ItemsRepository))):
    return repo.get_tied(id, user.organization_id)  #~ verdict scoped


@router.get("/u/{id}")
def untyped(id: int, user: User = Depends(get_current_user), repo=Depends(get_repository(ItemsRepository))):
    return repo.get(id)  #~ unscoped-lookup


class ItemService:
    def __init__(self, repo: ItemsRepository = Depends(get_repository(ItemsRepository)), user: User = Depends(get_current_user)):
        self.repo = repo
        self.user = user

    def find(self, id: int):
        return self.repo.get(id)

    def find_tied(self, id: int):
        return self.repo.get_tied(id, self.user.organization_id)


@router.get("/sv/{id}")
def service(id: int, service: ItemService = Depends()):
    return service.find(id)  #~ unscoped-lookup


@router.get("/sv2/{id}")
def service2(id: int, service: ItemService = Depends(ItemService)):
    return service.find_tied(id)  #~ verdict scoped
