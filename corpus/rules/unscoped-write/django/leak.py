"""Changed and deleted by keys of the request, and all at once."""

from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line


@api_view(["POST"])
def pay(request):
    return Response(Invoice.objects.filter(pk__in=request.data["ids"]).update(paid=True))  #~ unscoped-write


@api_view(["DELETE"])
def delete(request, pk):
    Line.objects.filter(invoice_id=pk).delete()  #~ unscoped-write
    return Response(status=204)


@api_view(["POST"])
def clear(request):
    Invoice.objects.filter(paid=True).delete()  #~ unscoped-write
    return Response(status=204)


@api_view(["DELETE"])
def loaded(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    invoice.delete()
    return Response(status=204)
