"""The tenant, or the request's id, goes through an attribute of the view."""

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

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.wanted = request.query_params["invoice"]

    def get(self, request):
        invoice = Invoice.objects.get(pk=self.wanted)  #~ unscoped-lookup
        return Response({"total": invoice.total})


class SafeInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.tenant = request.user.organization

    def get(self, request, pk):
        invoice = Invoice.objects.get(pk=pk, organization=self.tenant)  #~ verdict scoped
        return Response({"total": invoice.total})
