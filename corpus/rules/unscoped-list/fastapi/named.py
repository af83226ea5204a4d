from fastapi import Depends
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


# a repository that is told the entity, and what to restrict it by
class Repository:
    def __init__(self, session: Session):
        self.session = session

    def all(self, model, **filters):
        return self.session.query(model).filter_by(**filters).all()


def repository(session: Session = Depends(get_session)) -> Repository:
    return Repository(session)


@app.get("/invoices/own")
def own(rows: Repository = Depends(repository), user: User = Depends(get_current_user)):
    return rows.all(Invoice, organization_id=user.organization_id)  #~ verdict scoped


@app.get("/invoices/paid")
def paid(rows: Repository = Depends(repository), user: User = Depends(get_current_user)):
    return rows.all(Invoice, paid=True)  #~ unscoped-list
