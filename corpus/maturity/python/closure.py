"""The query stands in a function inside of the method."""

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
        def load():
            return Invoice.objects.get(pk=pk)  #~ unscoped-lookup

        return Response({"total": load().total})


class SafeInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        tenant = request.user.organization

        def load():
            return Invoice.objects.get(pk=pk, organization=tenant)  #~ verdict scoped

        return Response({"total": load().total})
