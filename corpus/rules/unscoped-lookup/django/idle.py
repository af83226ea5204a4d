"""A function that gives nothing back leaves early: what it had read by then has reached nobody."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from prelude import Invoice


def pay(pk: int, organization_id: int):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.organization_id != organization_id:
        return
    invoice.paid = True
    invoice.save()


def reopen(pk: int, organization_id: int):
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    if invoice.organization_id == organization_id:
        return
    invoice.paid = False
    invoice.save()


def paid(request: HttpRequest, pk: int):
    pay(pk, request.user.organization_id)
    return HttpResponse(status=204)


def reopened(request: HttpRequest, pk: int):
    reopen(pk, request.user.organization_id)
    return HttpResponse(status=204)


urlpatterns = [path("invoices/<int:pk>/paid", paid), path("invoices/<int:pk>/reopened", reopened)]
