"""Rows that are fetched beforehand are those of the rows that they are fetched with, whatever their query leaves open."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice, Line


def with_lines(invoices):
    return invoices.order_by("id").prefetch_related(Prefetch("lines", queryset=Line.objects.all()))


@login_required
def own(request):
    invoices = Invoice.objects.filter(organization__membership__user=request.user)  #~ verdict scoped
    return JsonResponse({"invoices": [invoice.total for invoice in with_lines(invoices)]})


@login_required
def all_of_them(request):
    invoices = Invoice.objects.order_by("id")  #~ unscoped-list
    return JsonResponse({"invoices": [invoice.total for invoice in with_lines(invoices)]})


@login_required
def lines(request):
    found = Line.objects.all()  #~ unscoped-list
    return JsonResponse({"lines": [line.amount for line in found]})


urlpatterns = [path("a/", own), path("b/", all_of_them), path("c/", lines)]
