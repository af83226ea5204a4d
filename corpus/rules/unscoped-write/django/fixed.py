"""The same with the tenant in the statement, or in a lookup that stops before it."""

from django.shortcuts import get_object_or_404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line


@api_view(["POST"])
def pay(request):
    own = Invoice.objects.filter(organization=request.user.organization)  #~ verdict scoped
    return Response(own.filter(pk__in=request.data["ids"]).update(paid=True))


@api_view(["DELETE"])
def delete(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    Line.objects.filter(invoice=invoice).delete()  #~ verdict scoped
    return Response(status=204)


@api_view(["POST"])
def clear(request):
    Invoice.objects.filter(paid=True, organization_id=request.user.organization_id).delete()  #~ verdict scoped
    return Response(status=204)
