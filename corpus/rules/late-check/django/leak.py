"""Saved, deleted, handed to a task: each before the check."""

from celery import shared_task
from django.core.exceptions import PermissionDenied
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from prelude import Invoice, Line


@shared_task
def remind(invoice_id):
    return invoice_id


def own(invoice, user):
    if invoice.organization_id != user.organization_id:
        raise PermissionDenied


@api_view(["POST"])
def pay(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    invoice.paid = True
    invoice.save()  #~ late-check
    own(invoice, request.user)
    return Response({})


@api_view(["DELETE"])
def clear(request, pk):
    Line.objects.filter(invoice_id=pk).delete()  #~ late-check
    get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    return Response({})


@api_view(["POST"])
def send(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    remind.delay(invoice.pk)  #~ late-check
    if invoice.organization_id != request.user.organization_id:
        raise PermissionDenied
    return Response({})
