"""How many rows there are says nothing of any of them, and less where it is only asked whether there are any."""

from django.http import HttpResponse, JsonResponse
from django.urls import path

from prelude import Invoice, Line


def in_use(request, pk):
    if Line.objects.filter(invoice_id=pk).count():  #~ unscoped-lookup pedantic
        return HttpResponse("in use")
    return HttpResponse("free")


def number(request, pk):
    return JsonResponse({"lines": Line.objects.filter(invoice_id=pk).count()})  #~ unscoped-lookup pedantic


def any_at_all(request):
    if Invoice.objects.filter(paid=False).count() != 0:  #~ verdict unknown
        return HttpResponse("in use")
    return HttpResponse("free")


def number_of_all(request):
    return JsonResponse({"invoices": Invoice.objects.filter(paid=False).count()})  #~ unscoped-list


urlpatterns = [
    path("used/<int:pk>", in_use),
    path("number/<int:pk>", number),
    path("any", any_at_all),
    path("all", number_of_all),
]
