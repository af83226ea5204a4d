"""What runs in front of handlers, and what is wrapped around them, leaves the caller in the module."""

from functools import wraps

from flask import Flask, current_app, g
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)
organization = None
last_user = None


class Organization(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Invoice(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    organization_id = db.Column(db.Integer, db.ForeignKey("organization.id"))


class Repository:
    organization = None

    def __init__(self, organization_id):
        self.organization_id = organization_id

    @staticmethod
    def remember(organization_id):
        Repository.organization = organization_id  #~ shared-tenant-state

    def unpaid(self):
        return Invoice.query.filter_by(organization_id=self.organization_id, paid=False).all()  #~ verdict latent


@app.before_request
def remember_organization():
    global organization
    organization = current_user.organization_id  #~ shared-tenant-state
    g.organization = current_user.organization_id


def with_user(view):
    @wraps(view)
    def inner(*args, **kwargs):
        global last_user
        last_user = current_user.id  #~ shared-tenant-state
        return view(*args, **kwargs)

    return inner


@app.route("/totals")
@login_required
@with_user
def totals():
    current_app.config["ORGANIZATION"] = current_user.organization_id  #~ shared-tenant-state
    Repository.remember(current_user.organization_id)
    rows = Invoice.query.filter_by(organization_id=current_user.organization_id).all()  #~ verdict scoped
    return str(len(rows))


@app.route("/right")
@login_required
def right():
    g.user = current_user
    repository = Repository(current_user.organization_id)
    repository.organization = current_user.organization_id
    current_app.config["VERSION"] = "3"
    return str(g.organization)


@app.cli.command("reindex")
def reindex():
    global last_user
    last_user = None
