"""The same with the tenant, through the parent where the row has none."""

from django.shortcuts import get_object_or_404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line


@api_view(["GET"])
def show(request, pk):
    invoice = Invoice.objects.get(pk=pk, organization_id=request.user.organization_id)  #~ verdict scoped
    return Response({"total": invoice.total})


@api_view(["GET"])
def line(request):
    found = get_object_or_404(Line, pk=request.query_params["line"], invoice__organization=request.user.organization)  #~ verdict scoped
    return Response({"amount": found.amount})
