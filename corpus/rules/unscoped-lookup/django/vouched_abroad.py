"""What a call outside of the program makes of what was sent has members of its own. What it gives back whole, or reads out of a text,
may still be what was sent."""

import json

import billing_client
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice


def announced(request):
    event = billing_client.Webhook.construct_event(request.body, request.headers["Signature"])
    invoice = get_object_or_404(Invoice, pk=event.invoice_id)  #~ verdict unknown
    return JsonResponse({"invoice": invoice.pk})


def each_announced(request):
    for event in billing_client.events(request.body):
        invoice = get_object_or_404(Invoice, pk=event.invoice_id)  #~ verdict unknown
        print(invoice.pk)
    return JsonResponse({})


def converted(request):
    number = billing_client.number_of(request.GET["invoice"])
    invoice = get_object_or_404(Invoice, pk=number)  #~ unscoped-lookup
    return JsonResponse({"invoice": invoice.pk})


def read(request):
    sent = json.loads(request.body)
    invoice = get_object_or_404(Invoice, pk=sent["invoice_id"])  #~ unscoped-lookup
    return JsonResponse({"invoice": invoice.pk})


def parsed(request):
    event = billing_client.parse_event(request.body)
    invoice = get_object_or_404(Invoice, pk=event.invoice_id)  #~ unscoped-lookup
    return JsonResponse({"invoice": invoice.pk})


def opened(request):
    sent = json.loads(billing_client.decrypt(request.GET["sealed"]))
    invoice = get_object_or_404(Invoice, pk=sent["invoice_id"])  #~ verdict unknown
    return JsonResponse({"invoice": invoice.pk})


def helper(sent):
    return billing_client.exchange(sent).invoice_id


def by_helper(request):
    invoice = get_object_or_404(Invoice, pk=helper(request.body))  #~ verdict unknown
    return JsonResponse({"invoice": invoice.pk})


urlpatterns = [
    path("a", announced),
    path("b", each_announced),
    path("c", converted),
    path("d", read),
    path("e", by_helper),
    path("f", parsed),
    path("g", opened),
]
