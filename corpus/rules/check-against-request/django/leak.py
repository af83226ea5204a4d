"""Both sides of the comparison are the caller's choice."""

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice


@api_view(["POST"])
def pay(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ check-against-request
    if invoice.organization_id != request.data["organization"]:
        raise Http404
    invoice.paid = True
    invoice.save(update_fields=["paid"])
    return Response(status=204)
