"""The same with the organization that was looked at."""

from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, IsMember


class InvoiceView(APIView):
    permission_classes = [IsMember]

    def get(self, request, organization_id, pk):
        invoice = Invoice.objects.get(pk=pk, organization_id=organization_id)  #~ verdict scoped
        return Response({"total": invoice.total})
