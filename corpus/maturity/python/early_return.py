"""The method returns early when the record is not the caller's."""

from django.db import models
from django.shortcuts import get_object_or_404
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
        invoice = get_object_or_404(Invoice, pk=pk)  #~ unscoped-lookup
        if not invoice.paid:
            return Response(status=404)
        return Response({"total": invoice.total})


class SafeInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = get_object_or_404(Invoice, pk=pk)  #~ verdict guarded
        if invoice.organization != request.user.organization:
            return Response(status=404)
        return Response({"total": invoice.total})
