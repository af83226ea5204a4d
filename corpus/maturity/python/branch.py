"""One branch of two forgets the tenant."""

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


class LeakyInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        if request.query_params.get("paid"):
            invoice = Invoice.objects.get(pk=pk, paid=True)  #~ unscoped-lookup
        else:
            invoice = Invoice.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped
        return Response({"total": invoice.total})


class SafeInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        if request.query_params.get("paid"):
            invoice = Invoice.objects.get(pk=pk, paid=True, organization=request.user.organization)  #~ verdict scoped
        else:
            invoice = Invoice.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped
        return Response({"total": invoice.total})
