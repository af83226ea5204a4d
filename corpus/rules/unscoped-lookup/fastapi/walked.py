"""A function inside of another one calls itself at many places: what it asks for is seen once, whoever it was called by."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


@app.post("/leaky")
def leaky(tree: dict, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    found = []

    def walk(node: dict):
        found.append(session.get(Invoice, node["invoice"]))  #~ unscoped-lookup
        walk(node["north"])
        walk(node["east"])
        walk(node["south"])
        walk(node["west"])
        walk(node["first"])
        walk(node["second"])
        walk(node["third"])
        walk(node["fourth"])
        walk(node["above"])
        walk(node["below"])

    walk(tree)
    return found


@app.post("/fixed")
def fixed(tree: dict, user: User = Depends(get_current_user), session: Session = Depends(get_session)):
    found = []

    def walk(node: dict):
        mine = select(Invoice).where(Invoice.id == node["invoice"])  #~ verdict scoped
        mine = mine.where(Invoice.organization_id == user.organization_id)
        found.append(session.scalars(mine).first())
        walk(node["north"])
        walk(node["east"])
        walk(node["south"])
        walk(node["west"])
        walk(node["first"])
        walk(node["second"])
        walk(node["third"])
        walk(node["fourth"])
        walk(node["above"])
        walk(node["below"])

    walk(tree)
    return found
