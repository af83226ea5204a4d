"""Checks that do not count."""

import logging

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Membership


@api_view(["GET"])
def logged(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    if invoice.organization_id != request.user.organization_id:
        logging.warning("%s is another organization's", pk)
    return Response({"total": invoice.total})


@api_view(["GET"])
def optional(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    if request.query_params.get("strict") and invoice.organization_id != request.user.organization_id:
        raise Http404
    return Response({"total": invoice.total})


@api_view(["GET"])
def some_membership(request, pk):
    if not Membership.objects.filter(user=request.user).exists():
        raise Http404
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    return Response({"total": invoice.total})


@api_view(["GET"])
def role(request, pk):
    if not request.user.has_perm("shop.view_invoice"):
        raise Http404
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    return Response({"total": invoice.total})


@api_view(["GET"])
def swallowed(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    try:
        if invoice.organization_id != request.user.organization_id:
            raise Http404
    except Http404:
        pass
    return Response({"total": invoice.total})
