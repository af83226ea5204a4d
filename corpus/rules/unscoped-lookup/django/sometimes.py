"""A row that is only looked up on one path, and checked there."""

from django.http import HttpResponseForbidden, JsonResponse
from django.urls import path

from prelude import Invoice


def each(request):
    chosen = []
    for key in request.POST:
        if key.startswith("invoice-"):
            invoice = Invoice.objects.get(pk=key[8:])  #~ verdict guarded
            if invoice.organization_id != request.user.organization_id:
                return HttpResponseForbidden()
            chosen.append(invoice)
    return JsonResponse({"chosen": len(chosen)})


def unchecked(request):
    chosen = []
    for key in request.POST:
        if key.startswith("invoice-"):
            chosen.append(Invoice.objects.get(pk=key[8:]))  #~ unscoped-lookup
    return JsonResponse({"chosen": len(chosen)})


urlpatterns = [path("a", each), path("b", unchecked)]
