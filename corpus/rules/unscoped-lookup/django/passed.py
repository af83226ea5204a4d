from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice


# functions that are passed a query and give it back with more restrictions
def paid(invoices, only):
    if only:
        invoices = invoices.filter(paid=True)
    return invoices


def of_organization(invoices, organization):
    return invoices.filter(organization=organization)


class AnyView(APIView):
    def get(self, request, pk):
        invoice = get_object_or_404(paid(Invoice.objects.all(), True), pk=pk)  #~ unscoped-lookup
        return Response({"total": invoice.total})


class OwnView(APIView):
    def get(self, request, pk):
        own = of_organization(Invoice.objects.all(), request.user.organization)  #~ verdict scoped
        invoice = get_object_or_404(paid(own, True), pk=pk)
        return Response({"total": invoice.total})


class ListView(APIView):
    def get(self, request):
        own = of_organization(Invoice.objects.order_by("id"), request.user.organization)  #~ verdict scoped
        return Response([invoice.total for invoice in own])
