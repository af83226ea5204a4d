"""Only the class that overrides the method is tied to the tenant."""

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

    def invoices(self):
        return Invoice.objects.all()


class LeakyInvoice(InvoiceView):
    def get(self, request, pk):
        invoice = self.invoices().get(pk=pk)  #~ unscoped-lookup
        return Response({"total": invoice.total})


class SafeInvoice(InvoiceView):
    def invoices(self):
        return super().invoices().filter(organization=self.request.user.organization)

    def get(self, request, pk):
        invoice = self.invoices().get(pk=pk)  #~ verdict scoped
        return Response({"total": invoice.total})
