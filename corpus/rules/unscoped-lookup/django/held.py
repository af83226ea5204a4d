"""A query runs where what holds it is handed out: in a template's context, in an answer, through a function that only wraps it."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path

from prelude import Invoice


def wrap(data=None, code=0):
    return {"data": data, "code": code}


class Row:
    def __init__(self, invoice):
        self.invoice = invoice


@login_required
def context(request, pk):
    context = {"title": "Invoices"}
    context["invoices"] = Invoice.objects.filter(pk=pk)  #~ unscoped-lookup
    return render(request, "invoices.html", context)


@login_required
def wrapped(request, pk):
    return wrap(data=Invoice.objects.filter(pk=pk))  #~ unscoped-lookup


@login_required
def nested(request, pk):
    invoices = Invoice.objects.filter(pk=pk)  #~ unscoped-lookup
    return JsonResponse(wrap({"rows": [invoices]}))


@login_required
def argument(request, pk):
    return JsonResponse(wrap(Invoice.objects.get(pk=pk)))  #~ unscoped-lookup


@login_required
def made(request, pk):
    row = Row(Invoice.objects.get(pk=pk))  #~ unscoped-lookup
    return JsonResponse(row)


@login_required
def written(request, pk):
    return f"invoice {Invoice.objects.get(pk=pk)}"  #~ unscoped-lookup


@login_required
def own(request, pk):
    context = {}
    context["invoices"] = Invoice.objects.filter(pk=pk, organization=request.user.organization)  #~ verdict scoped
    return render(request, "invoices.html", context)


urlpatterns = [
    path("context/<int:pk>", context),
    path("wrapped/<int:pk>", wrapped),
    path("nested/<int:pk>", nested),
    path("argument/<int:pk>", argument),
    path("made/<int:pk>", made),
    path("written/<int:pk>", written),
    path("own/<int:pk>", own),
]
