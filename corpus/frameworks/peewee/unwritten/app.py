"""The row's own key and that of a relation are columns of the class, though nobody writes them."""

from flask import Flask
from flask_login import current_user, login_required
from peewee import CharField, ForeignKeyField, Model, SqliteDatabase

database = SqliteDatabase("shop.db")
app = Flask(__name__)


class Base(Model):
    class Meta:
        database = database


class Tenant(Base):
    name = CharField()


class User(Base):
    tenant = ForeignKeyField(Tenant, backref="users")


class Doc(Base):
    tenant = ForeignKeyField(Tenant, backref="docs")
    name = CharField()


@app.route("/docs/<int:doc_id>")
@login_required
def one(doc_id):
    return Doc.get(Doc.id == doc_id).name  #~ unscoped-lookup


@app.route("/own/<int:doc_id>")
@login_required
def own(doc_id):
    doc = Doc.get_or_none(Doc.id == doc_id, Doc.tenant_id == current_user.tenant_id)  #~ verdict scoped
    return doc.name
