"""A helper compares a row with the tenant that it is handed. One that came one of several ways is the caller's where each way leads to
them."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice, Membership


class Context:
    def __init__(self, organization_id, person):
        self.organization_id = organization_id
        self.person = person


def context(request):
    asked = request.headers.get("X-Organization")
    if asked:
        membership = Membership.objects.get(user=request.user, organization_id=asked)
        return Context(membership.organization_id, request.user)
    return Context(request.user.organization_id, request.user)


def invoice_of(organization_id, pk):
    invoice = get_object_or_404(Invoice, pk=pk)
    if invoice.organization_id != organization_id:
        raise PermissionDenied
    return invoice


def own(request, pk):
    invoice = invoice_of(context(request).organization_id, pk)  #~ verdict guarded
    return JsonResponse({"invoice": invoice.pk})


def either(request, pk):
    organization_id = request.user.organization_id if request.user.is_active else request.GET["organization"]
    invoice = invoice_of(organization_id, pk)  #~ unscoped-lookup
    return JsonResponse({"invoice": invoice.pk})


urlpatterns = [path("a/<int:pk>", own), path("b/<int:pk>", either)]
