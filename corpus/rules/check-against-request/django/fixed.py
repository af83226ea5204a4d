"""The comparison is with the identity."""

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice


@api_view(["POST"])
def pay(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.organization_id != request.user.organization_id:
        raise Http404
    invoice.paid = True
    invoice.save(update_fields=["paid"])
    return Response(status=204)
