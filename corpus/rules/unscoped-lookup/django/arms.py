"""A check in an arm: as its guard, before the row is handed on, or to refuse."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path

from prelude import Invoice


def taken(request, pk):
    invoice = Invoice.objects.filter(pk=pk).first()  #~ verdict guarded
    match invoice:
        case Invoice() if invoice.organization_id == request.user.organization_id:
            return JsonResponse({"total": invoice.total})
        case _:
            raise Http404


def refused(request, pk):
    match Invoice.objects.filter(pk=pk).first():  #~ verdict guarded
        case None:
            raise Http404
        case invoice if invoice.organization_id != request.user.organization_id:
            raise PermissionDenied
        case invoice:
            return JsonResponse({"total": invoice.total})


def paid(request, pk):
    invoice = Invoice.objects.filter(pk=pk).first()  #~ unscoped-lookup
    match invoice:
        case None:
            raise Http404
        case Invoice(paid=True) if invoice.organization_id != request.user.organization_id:
            raise PermissionDenied
        case _:
            return JsonResponse({"total": invoice.total})


urlpatterns = [path("a/<int:pk>", taken), path("b/<int:pk>", refused), path("c/<int:pk>", paid)]
