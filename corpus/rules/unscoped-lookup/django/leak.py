"""A key from the route, and one from the query string."""

from django.shortcuts import get_object_or_404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line


@api_view(["GET"])
def show(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    return Response({"total": invoice.total})


@api_view(["GET"])
def line(request):
    found = get_object_or_404(Line.objects.select_related("invoice"), pk=request.query_params["line"])  #~ unscoped-lookup
    return Response({"amount": found.amount})
