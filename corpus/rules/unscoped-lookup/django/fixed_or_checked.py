"""A key that is either what the code fixes or checked against the caller, and one that is only not what the code fixes."""

from django.http import HttpResponseForbidden, JsonResponse
from django.urls import path

from prelude import Invoice

SAMPLE_INVOICE = 1


def may_use(user, pk):
    return Invoice.objects.filter(pk=pk, organization=user.organization).exists()


def checked(request, pk):
    if pk != SAMPLE_INVOICE:
        if not may_use(request.user, pk):  #~ verdict scoped
            return HttpResponseForbidden()
    invoice = Invoice.objects.get(pk=pk)  #~ verdict scoped
    return JsonResponse({"total": invoice.total})


def unchecked(request, pk):
    if pk == SAMPLE_INVOICE:
        return HttpResponseForbidden()
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    return JsonResponse({"total": invoice.total})


urlpatterns = [path("a/<int:pk>", checked), path("b/<int:pk>", unchecked)]
