"""A method of the base that does no more than refuse is for types below to write: what the base goes on with after it is looked at all the same."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.generic import View

from prelude import Invoice


class Shown:
    def shape(self, row):
        raise NotImplementedError

    def answer(self, pk, other):
        own = self.shape(pk)
        invoice = Invoice.objects.get(pk=other)
        return JsonResponse({"own": own, "number": invoice.number})


class InvoiceShown(Shown):
    def shape(self, row):
        return row


class Detail(View):
    def get(self, request, pk, other):
        return InvoiceShown().answer(pk, other)  #~ unscoped-lookup


urlpatterns = [path("a/<int:pk>/<int:other>", Detail.as_view())]
