"""A function between the view and the query."""

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


def find_any(pk):
    return Invoice.objects.get(pk=pk)


def find_own(pk, organization):
    return Invoice.objects.get(pk=pk, organization=organization)


class LeakyInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = find_any(pk)  #~ unscoped-lookup
        return Response({"total": invoice.total})


class SafeInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = find_own(pk, request.user.organization)  #~ verdict scoped
        return Response({"total": invoice.total})
