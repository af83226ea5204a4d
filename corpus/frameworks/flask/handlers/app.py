from flask import Flask, abort, g, request
from flask_jwt_extended import get_jwt_identity, jwt_required
from flask_restful import Api, Resource
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

app = Flask(__name__)
db = SQLAlchemy(app)
api = Api(app)


class Finds:
    @classmethod
    def by_id(cls, id):
        return db.session.execute(select(cls).where(cls.id == id)).scalar_one_or_none()

    @classmethod
    def by_id_and_org(cls, id, organization):
        return db.session.query(cls).filter(cls.id == id, cls.organization == organization).one_or_none()


class Organization(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    organization_id = db.Column(db.Integer, db.ForeignKey("organization.id"))
    organization = db.relationship("Organization", backref="users")


class Invoice(Finds, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    organization_id = db.Column(db.Integer, db.ForeignKey("organization.id"))
    organization = db.relationship(Organization, backref="invoices")
    number = db.Column(db.String)

    @classmethod
    def get_by_id_and_org(cls, id, organization):
        return cls.query.filter(cls.id == id, cls.organization == organization).one_or_none()

    @classmethod
    def find(cls, id):
        return cls.query.filter(cls.id == id).first()

    @classmethod
    def numbered(cls, number):
        return db.session.query(cls).filter(cls.number == number).all()

    def others(self):
        return self.query.filter(Invoice.id == self.id).all()


class BaseResource(Resource):
    decorators = [jwt_required()]

    @property
    def current_user(self):
        return User.query.get(get_jwt_identity())

    @property
    def current_org(self):
        return self.current_user.organization


def get_object_or_404(fn, *args, **kwargs):
    row = fn(*args, **kwargs)
    if row is None:
        abort(404)
    return row


class InvoiceResource(BaseResource):
    def get(self, invoice_id):
        invoice = get_object_or_404(Invoice.find, invoice_id)  #~ unscoped-lookup
        return {"number": invoice.number}

    def post(self, invoice_id):
        invoice = get_object_or_404(Invoice.get_by_id_and_org, invoice_id, self.current_org)  #~ verdict scoped
        invoice.number = request.get_json()["number"]
        db.session.commit()
        return {}

    def delete(self, invoice_id):
        invoice = Invoice.query.get_or_404(invoice_id)  #~ unscoped-lookup
        db.session.delete(invoice)
        db.session.commit()

    def put(self, invoice_id):
        invoice = Invoice.query.get_or_404(invoice_id)  #~ verdict guarded
        if invoice.organization_id != self.current_user.organization_id:
            abort(403)
        return {"number": invoice.number}


class Invoices(BaseResource):
    def get(self):
        return [row.number for row in Invoice.query.filter_by(number=request.args.get("number"))]  #~ unscoped-lookup

    def post(self):
        return [row.number for row in self.current_org.invoices]

    def put(self):
        return [row.number for row in Invoice.numbered(request.args["number"])]  #~ unscoped-lookup


class Shared(BaseResource):
    def get(self, invoice_id):
        return {"number": Invoice.by_id(invoice_id).number}  #~ unscoped-lookup

    def put(self, invoice_id):
        return {"number": Invoice.by_id_and_org(invoice_id, self.current_org).number}  #~ verdict scoped


api.add_resource(InvoiceResource, "/invoices/<int:invoice_id>")
api.add_resource(Invoices, "/invoices")
api.add_resource(Shared, "/shared/<int:invoice_id>")
