"""Work that stands inside of the branch of a check: for everybody else nothing happens, and nobody learns of the row."""

from django.db import models
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path

from prelude import Invoice, Organization


class Survey(models.Model):
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.CASCADE)
    title = models.CharField(max_length=20)


class Memo(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.CASCADE)


def many(request):
    totals = {}
    for pk in request.GET.getlist("ids"):
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        if invoice.organization_id == request.user.organization_id:
            totals[pk] = invoice.total
    return JsonResponse(totals)


def one(request, pk):
    invoice = Invoice.objects.filter(pk=pk).first()  #~ verdict guarded
    if invoice and invoice.organization_id == request.user.organization_id:
        invoice.delete()
    return redirect("/")


def handed_on_before(request):
    found = []
    for pk in request.GET.getlist("ids"):
        invoice = Invoice.objects.get(pk=pk)  #~ open-check
        found.append(invoice.total)
        if invoice.organization_id == request.user.organization_id:
            print("their own")
    return JsonResponse({"found": found})


def shown_behind(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    if invoice.organization_id == request.user.organization_id:
        print("their own")
    return JsonResponse({"total": invoice.total})


def removed_behind(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.organization_id == request.user.organization_id:
        print("their own")
    Invoice.objects.filter(pk=pk).delete()  #~ unscoped-write
    return redirect("/")


def require_own(request, invoice):
    if invoice.organization_id != request.user.organization_id:
        raise PermissionError


def of_nobody(request, pk):
    survey = Survey.objects.get(pk=pk)  #~ verdict guarded
    if survey.invoice:
        require_own(request, survey.invoice)
    return JsonResponse({"title": survey.title})


def of_a_tenant_all_the_same(request, pk):
    memo = Memo.objects.get(pk=pk)  #~ open-check
    if memo.invoice:
        require_own(request, memo.invoice)
    return JsonResponse({"memo": memo.pk})


def by_setting(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict unknown
    if invoice.paid:
        require_own(request, invoice)
    return JsonResponse({"paid": invoice.paid})


def by_kind(request, kind, pk):
    row = None
    if kind == "a":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    elif kind == "b":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    elif kind == "c":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    elif kind == "d":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    elif kind == "e":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    elif kind == "f":
        row = Invoice.objects.get(pk=pk)  #~ verdict guarded
        require_own(request, row)
    return JsonResponse({"found": row is not None, "total": row.total})


urlpatterns = [
    path("a", many),
    path("b/<int:pk>", one),
    path("c", handed_on_before),
    path("d/<int:pk>", shown_behind),
    path("e/<int:pk>", removed_behind),
    path("f/<int:pk>", of_nobody),
    path("g/<int:pk>", of_a_tenant_all_the_same),
    path("i/<int:pk>", by_setting),
    path("h/<str:kind>/<int:pk>", by_kind),
]
