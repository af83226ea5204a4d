"""Nothing has happened when the check fails: it stands before, or everything is rolled back."""

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.db import transaction
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from prelude import Invoice, Line


@shared_task
def remind(invoice_id):
    return invoice_id


@api_view(["POST"])
def pay(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    invoice.paid = True
    if invoice.organization_id != request.user.organization_id:
        raise PermissionDenied
    invoice.save()
    remind.delay(invoice.pk)
    return Response({})


@api_view(["POST"])
def within(request, pk):
    with transaction.atomic():
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        invoice.paid = True
        invoice.save()
        if invoice.organization_id != request.user.organization_id:
            raise PermissionDenied
    return Response({})


@api_view(["DELETE"])
@transaction.atomic
def clear(request, pk):
    Line.objects.filter(invoice_id=pk).delete()  #~ verdict scoped
    get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    return Response({})


@api_view(["POST"])
def expired(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.total == 0:
        # on this way there is no check that could come too late
        invoice.delete()
        raise PermissionDenied
    if invoice.organization_id != request.user.organization_id:
        raise PermissionDenied
    return Response({})
