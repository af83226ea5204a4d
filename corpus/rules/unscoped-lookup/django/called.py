"""An entry point that a function of the program calls is given what that one gives it, not what a request sends."""

from celery import shared_task
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice, Line


@shared_task
def recount(invoice_id):
    return list(Line.objects.filter(invoice_id=invoice_id))  #~ tenantless-message pedantic


def own(request, invoice_id):
    invoice = get_object_or_404(Invoice, pk=invoice_id, organization=request.user.organization)  #~ verdict scoped
    return recount(invoice.pk)


def any_one(request, invoice_id):
    return recount(invoice_id)  #~ unscoped-lookup


urlpatterns = [path("own/<int:invoice_id>", own), path("any/<int:invoice_id>", any_one)]
