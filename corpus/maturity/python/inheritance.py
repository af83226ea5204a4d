"""The view has its query from the class that it extends."""

from django.db import models
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class Organization(models.Model):
    name = models.CharField(max_length=100)


class Invoice(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    paid = models.BooleanField(default=False)


class InvoiceView(APIView):
    permission_classes = [IsAuthenticated]

    def find_any(self, pk):
        return Invoice.objects.get(pk=pk)

    def find_own(self, pk):
        return Invoice.objects.get(pk=pk, organization=self.request.user.organization)


class LeakyInvoice(InvoiceView):
    def get(self, request, pk):
        invoice = self.find_any(pk)  #~ unscoped-lookup
        return Response({"total": invoice.total})


class SafeInvoice(InvoiceView):
    def get(self, request, pk):
        invoice = self.find_own(pk)  #~ verdict scoped
        return Response({"total": invoice.total})
