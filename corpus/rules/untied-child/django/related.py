"""The child comes out of a relation of its parent."""

from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, IsMember


class LineView(APIView):
    permission_classes = [IsMember]

    def get(self, request, organization_id, invoice_pk, pk):
        invoice = Invoice.objects.get(pk=invoice_pk, organization_id=organization_id)  #~ verdict scoped
        line = invoice.lines.get(pk=pk)  #~ verdict scoped
        return Response({"amount": line.amount})
