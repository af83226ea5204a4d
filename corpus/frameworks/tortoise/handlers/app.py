from fastapi import Depends, FastAPI, HTTPException
from tortoise import fields
from tortoise.models import Model

app = FastAPI()


class Organization(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=50)


class User(Model):
    id = fields.IntField(primary_key=True)
    organization = fields.ForeignKeyField("models.Organization", related_name="users")


class Invoice(Model):
    id = fields.IntField(primary_key=True)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField("models.Organization", related_name="invoices")
    number = fields.CharField(max_length=50)
    paid = fields.BooleanField(default=False)


async def get_current_user() -> User:
    ...


@app.get("/invoices/{invoice_id}")
async def one(invoice_id: int, user: User = Depends(get_current_user)):
    return await Invoice.get(id=invoice_id)  #~ unscoped-lookup


@app.get("/own/{invoice_id}")
async def own(invoice_id: int, user: User = Depends(get_current_user)):
    return await Invoice.get(id=invoice_id, organization_id=user.organization_id)  #~ verdict scoped


@app.get("/none/{invoice_id}")
async def none(invoice_id: int, user: User = Depends(get_current_user)):
    invoice = await Invoice.get_or_none(id=invoice_id)  #~ unscoped-lookup
    if invoice is None:
        raise HTTPException(404)
    return invoice


@app.get("/invoices")
async def every(user: User = Depends(get_current_user)):
    return await Invoice.filter(paid=True).order_by("number")  #~ unscoped-list


@app.get("/all")
async def all_of_them(user: User = Depends(get_current_user)):
    return await Invoice.all()  #~ unscoped-list


@app.get("/mine")
async def mine(user: User = Depends(get_current_user)):
    return await Invoice.filter(organization__id=user.organization_id).all()  #~ verdict scoped


@app.delete("/invoices/{invoice_id}")
async def delete(invoice_id: int, user: User = Depends(get_current_user)):
    deleted = await Invoice.filter(id=invoice_id).delete()  #~ unscoped-write
    if not deleted:
        raise HTTPException(404)


@app.get("/related/{invoice_id}")
async def related(invoice_id: int, user: User = Depends(get_current_user)):
    await user.fetch_related("organization")
    return await user.organization.invoices.filter(id=invoice_id).first()  #~ verdict scoped


@app.get("/checked/{invoice_id}")
async def checked(invoice_id: int, user: User = Depends(get_current_user)):
    invoice = await Invoice.get(id=invoice_id)  #~ verdict guarded
    if invoice.organization_id != user.organization_id:
        raise HTTPException(404)
    return invoice
