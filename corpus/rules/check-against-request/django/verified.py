"""The organization in the route was looked at by the permission."""

from django.http import Http404
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, IsMember


class PayView(APIView):
    permission_classes = [IsMember]

    def post(self, request, organization_id, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        if invoice.organization_id != organization_id:
            raise Http404
        invoice.paid = True
        invoice.save(update_fields=["paid"])
        return Response(status=204)
