"""No route holds a row: what a view declares to be one is what another view passes it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice, Line


@login_required
def edit(request: HttpRequest, pk: int):
    invoice = get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    return show(request, invoice)


@login_required
def show(request: HttpRequest, invoice: Invoice):
    lines = Line.objects.filter(invoice_id=invoice.pk)  #~ verdict unknown
    return JsonResponse({"lines": [line.amount for line in lines]})


@login_required
def by_number(request: HttpRequest, number: int):
    lines = Line.objects.filter(invoice_id=number)  #~ unscoped-lookup
    return JsonResponse({"lines": [line.amount for line in lines]})


urlpatterns = [path("a/<int:pk>/", edit), path("b/<int:number>/", by_number)]
