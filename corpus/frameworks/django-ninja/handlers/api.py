from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, FilterSchema, ModelSchema, NinjaAPI, Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate
from ninja.security import HttpBearer, django_auth

from models import Invoice, Membership, Organization, User


class AuthBearer(HttpBearer):
    def authenticate(self, request, token):
        user = User.objects.filter(auth_token=token).first()
        if user:
            request.user = user
            return user


api = NinjaAPI(auth=AuthBearer())
router = Router(tags=["invoices"])


class InvoiceIn(Schema):
    number: str
    paid: bool = False


class InvoiceOut(ModelSchema):
    class Meta:
        model = Invoice
        fields = ["id", "number"]


class InvoiceFilter(FilterSchema):
    paid: bool | None = None


@router.get("/invoices/{invoice_id}", response=InvoiceOut)
def get_invoice(request, invoice_id: int):
    return get_object_or_404(Invoice, id=invoice_id)  #~ unscoped-lookup


@router.get("/own/{invoice_id}", response=InvoiceOut)
def own_invoice(request, invoice_id: int):
    return get_object_or_404(Invoice, id=invoice_id, organization=request.user.organization)  #~ verdict scoped


@router.get("/by-auth/{invoice_id}", response=InvoiceOut)
def by_auth(request, invoice_id: int):
    return get_object_or_404(Invoice, id=invoice_id, organization=request.auth.organization)  #~ verdict scoped


@router.get("/invoices", response=list[InvoiceOut])
@paginate
def list_invoices(request, filters: InvoiceFilter = Query(...)):
    invoices = Invoice.objects.all()  #~ unscoped-list
    return filters.filter(invoices)


@router.get("/own", response=list[InvoiceOut])
@paginate
def list_own(request: HttpRequest, filters: InvoiceFilter = Query(...)):
    invoices = Invoice.objects.filter(organization=request.user.organization)  #~ verdict scoped
    return filters.filter(invoices)


@router.put("/invoices/{invoice_id}")
def update_invoice(request, invoice_id: int, payload: InvoiceIn):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ unscoped-lookup
    for attr, value in payload.dict().items():
        setattr(invoice, attr, value)
    invoice.save()
    return {"success": True}


@router.delete("/{organization_id}/invoices/{invoice_id}")
def delete_invoice(request, organization_id: int, invoice_id: int):
    Invoice.objects.filter(id=invoice_id, organization_id=organization_id).delete()  #~ tenant-from-request
    return {"success": True}


@router.delete("/member/{organization_id}/invoices/{invoice_id}")
def delete_as_member(request, organization_id: int, invoice_id: int):
    if not Membership.objects.filter(user=request.user, organization_id=organization_id).exists():
        raise HttpError(403, "no")
    Invoice.objects.filter(id=invoice_id, organization_id=organization_id).delete()  #~ verdict scoped
    return {"success": True}


@router.get("/checked/{invoice_id}", response=InvoiceOut)
def checked(request, invoice_id: int):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ verdict guarded
    if invoice.organization_id != request.auth.organization_id:
        raise HttpError(404, "no")
    return invoice


@api.get("/direct/{invoice_id}", auth=django_auth, response=InvoiceOut)
async def direct(request, invoice_id: int):
    return await Invoice.objects.aget(id=invoice_id)  #~ unscoped-lookup


api.add_router("/", router)
