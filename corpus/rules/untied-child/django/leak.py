"""The permission looked at the organization in the route; the invoice is any."""

from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, IsMember


class InvoiceView(APIView):
    permission_classes = [IsMember]

    def get(self, request, organization_id, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ untied-child
        return Response({"total": invoice.total})
