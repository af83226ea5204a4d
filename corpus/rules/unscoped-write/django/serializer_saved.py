from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, Line


class InvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["total", "paid"]


# what a serializer has written is the row that it was made for
class InvoiceView(APIView):
    permission_classes = [IsAuthenticated]

    def put(self, request, pk):
        own = request.user.organization
        invoice = get_object_or_404(Invoice, pk=pk, organization=own)  #~ verdict scoped
        data = request.data.copy()
        serializer = InvoiceSerializer(invoice, data=data, partial=True)
        serializer.is_valid(raise_exception=True)
        invoice = serializer.save(updated_by=request.user)
        Line.objects.filter(invoice_id=invoice.pk).update(amount=0)  #~ verdict scoped
        return Response(InvoiceSerializer(invoice).data)

    def patch(self, request, pk):
        own = request.user.organization
        invoice = get_object_or_404(Invoice, pk=pk, organization=own)  #~ verdict scoped
        serializer = InvoiceSerializer(instance=invoice, data=request.data)
        if serializer.is_valid():
            saved = serializer.save()
            Line.objects.filter(invoice=saved).update(amount=0)  #~ verdict scoped
        return Response(serializer.data)

    # and nobody's in particular where it was made for none
    def post(self, request):
        serializer = InvoiceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save(organization=request.user.organization)
        Line.objects.filter(invoice_id=request.data["copied"]).update(amount=0)  #~ unscoped-write
        return Response(serializer.data)


urlpatterns = [path("invoices/<uuid:pk>/", InvoiceView.as_view())]
