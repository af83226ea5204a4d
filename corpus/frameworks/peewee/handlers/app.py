from flask import Flask, abort, jsonify, request
from flask_login import current_user, login_required
from peewee import BooleanField, CharField, ForeignKeyField, Model, PostgresqlDatabase

db = PostgresqlDatabase("shop")
app = Flask(__name__)


class BaseModel(Model):
    class Meta:
        database = db


class Organization(BaseModel):
    name = CharField()


class User(BaseModel):
    organization = ForeignKeyField(Organization, backref="users")
    email = CharField()


class Invoice(BaseModel):
    organization = ForeignKeyField(Organization, backref="invoices")
    number = CharField()
    paid = BooleanField()


class Line(BaseModel):
    invoice = ForeignKeyField(Invoice, backref="lines")


@app.get("/invoices/<int:invoice_id>")
@login_required
def one(invoice_id):
    invoice = Invoice.get_by_id(invoice_id)  #~ unscoped-lookup
    return jsonify(number=invoice.number)


@app.get("/own/<int:invoice_id>")
@login_required
def own(invoice_id):
    invoice = Invoice.get_or_none((Invoice.id == invoice_id) & (Invoice.organization == current_user.organization))  #~ verdict scoped
    if invoice is None:
        abort(404)
    return jsonify(number=invoice.number)


@app.get("/invoices")
@login_required
def every():
    rows = Invoice.select().where(Invoice.paid == True)  #~ unscoped-list
    return jsonify([row.number for row in rows])


@app.get("/mine")
@login_required
def mine():
    rows = Invoice.select().where(Invoice.organization == current_user.organization).order_by(Invoice.number)  #~ verdict scoped
    return jsonify([row.number for row in rows])


@app.delete("/invoices/<int:invoice_id>")
@login_required
def delete(invoice_id):
    Invoice.delete().where(Invoice.id == invoice_id).execute()  #~ unscoped-write
    return "", 204


@app.delete("/mine/<int:invoice_id>")
@login_required
def delete_own(invoice_id):
    Invoice.delete().where(Invoice.id == invoice_id, Invoice.organization == current_user.organization).execute()  #~ verdict scoped
    return "", 204


@app.patch("/invoices/<int:invoice_id>")
@login_required
def update(invoice_id):
    Invoice.update(paid=True).where(Invoice.id == invoice_id).execute()  #~ unscoped-write
    return "", 204


@app.get("/lines/<int:line_id>")
@login_required
def line(line_id):
    row = Line.select().join(Invoice).where(Line.id == line_id, Invoice.organization == current_user.organization).get()  #~ verdict scoped
    return jsonify(id=row.id)


@app.get("/related/<int:invoice_id>")
@login_required
def related(invoice_id):
    rows = current_user.organization.invoices.where(Invoice.id == invoice_id)
    return jsonify([row.number for row in rows])


@app.get("/checked/<int:invoice_id>")
@login_required
def checked(invoice_id):
    invoice = Invoice.get(Invoice.id == invoice_id)  #~ verdict guarded
    if invoice.organization_id != current_user.organization_id:
        abort(404)
    return jsonify(number=invoice.number)
