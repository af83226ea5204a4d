"""Views that inherit their handlers: whose rows these read is told by the class that has them."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.urls import path
from django.views import View

from prelude import Invoice, Organization


class Detail(LoginRequiredMixin, View):
    model = None

    def get(self, request, pk):
        return JsonResponse({"pk": self.model.objects.get(pk=pk).pk})  #~ unscoped-lookup


class InvoiceDetail(Detail):
    model = Invoice


class OrganizationDetail(Detail):
    model = Organization


urlpatterns = [
    path("invoices/<int:pk>", InvoiceDetail.as_view()),
    path("organizations/<int:pk>", OrganizationDetail.as_view()),
]
