"""Functions that nothing was seen to call: they are given the organization, and ask by something else."""

from django.core.exceptions import PermissionDenied
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line, Membership


def total(organization_id, invoice_id):
    return Invoice.objects.get(pk=invoice_id).total  #~ dropped-tenant


def own_total(organization_id, invoice_id):
    return Invoice.objects.get(pk=invoice_id, organization_id=organization_id).total  #~ verdict latent


def compared(organization_id, invoice_id):
    invoice = Invoice.objects.get(pk=invoice_id)  #~ verdict latent
    if invoice.organization_id != organization_id:
        raise PermissionDenied
    return invoice.total


def lines(organization_id, invoice_id):
    # the invoice is asked for as the organization's, by the same id
    if not Invoice.objects.filter(pk=invoice_id, organization_id=organization_id).exists():  #~ verdict latent
        raise PermissionDenied
    return [line.amount for line in Line.objects.filter(invoice_id=invoice_id)]  #~ verdict latent


def one_arm(organization_id, invoice_id, whole):
    if whole:
        return Invoice.objects.filter(organization_id=organization_id).first()  #~ verdict latent
    return Invoice.objects.get(pk=invoice_id)  #~ dropped-tenant


def of_one(invoice_id):
    # nobody gave it an organization
    return Invoice.objects.get(pk=invoice_id).total  #~ verdict latent


@api_view(["GET"])
def show(request, organization_id, pk):
    if not Membership.objects.filter(organization_id=organization_id, user=request.user).exists():  #~ verdict scoped
        raise PermissionDenied
    # what a request reaches is told by the rule that says how it leaks
    return Response({"total": Invoice.objects.get(pk=pk).total})  #~ untied-child
