"""Checked after it was loaded; narrowed in steps before it is."""

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice


@api_view(["GET"])
def show(request, pk):
    invoice = Invoice.objects.filter(pk=pk).first()  #~ verdict guarded
    if invoice is None or invoice.organization_id != request.user.organization_id:
        raise Http404
    return Response({"total": invoice.total})


@api_view(["GET"])
def narrowed(request, pk):
    invoices = Invoice.objects.all()  #~ verdict scoped
    invoices = invoices.filter(organization=request.user.organization)
    invoice = invoices.get(pk=pk)
    return Response({"total": invoice.total})


@api_view(["GET"])
def asked(request, pk):
    total = 0
    if request.query_params.get("full"):
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        if invoice.organization_id != request.user.organization_id:
            raise Http404
        total = invoice.total
    return Response({"total": total})
