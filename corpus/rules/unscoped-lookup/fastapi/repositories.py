"""Repositories that are told their entity by a type argument, by their constructor's argument, or by what a class hands to its base's
constructor; and services that hold such repositories without saying their type."""

from typing import Generic, TypeVar

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Base, Invoice, User, app, get_current_user, get_session

M = TypeVar("M", bound=Base)


class Repository(Generic[M]):
    def __init__(self, model, session):
        self.model = model
        self.session = session

    def get(self, id):
        return self.session.get(self.model, id)

    def own(self, id, organization_id):
        statement = select(self.model).where(self.model.id == id, self.model.organization_id == organization_id)
        return self.session.scalars(statement).first()


class ByArgument(Repository[Invoice]):
    def __init__(self, session):
        super().__init__(Invoice, session)


class Plain:
    def __init__(self, model, session):
        self.model = model
        self.session = session

    def get(self, id):
        return self.session.get(self.model, id)


class ByBase(Plain):
    def __init__(self, session):
        super().__init__(Invoice, session)


class Service:
    def __init__(self, session):
        self.invoices = Repository(Invoice, session)
        self.plain = ByBase(session)

    def find(self, id):
        return self.invoices.get(id)

    def find_plain(self, id):
        return self.plain.get(id)

    def own(self, id, user):
        return self.invoices.own(id, user.organization_id)


class Repositories:
    def __init__(self, session):
        self.session = session

    @property
    def invoices(self) -> Repository[Invoice]:
        return Repository(Invoice, self.session)


@app.get("/made/{id}")
def made(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return Repository(Invoice, session).get(id)  #~ unscoped-lookup


@app.get("/argument/{id}")
def argument(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return ByArgument(session).get(id)  #~ unscoped-lookup


@app.get("/base/{id}")
def base(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return ByBase(session).get(id)  #~ unscoped-lookup


@app.get("/service/{id}")
def service(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return Service(session).find(id)  #~ unscoped-lookup


@app.get("/plain/{id}")
def plain(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return Service(session).find_plain(id)  #~ unscoped-lookup


@app.get("/own/{id}")
def own(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return Service(session).own(id, user)  #~ verdict scoped


@app.get("/property/{id}")
def by_property(id: int, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    return Repositories(session).invoices.get(id)  #~ unscoped-lookup
