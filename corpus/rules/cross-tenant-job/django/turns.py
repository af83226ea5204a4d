"""Tasks go over the organizations: what they ask at each turn, and what they forget; and those that never go over them."""

import logging
from contextlib import contextmanager

from celery import shared_task

from prelude import Contact, Invoice, Line, Organization

logger = logging.getLogger(__name__)


@contextmanager
def acting_for(organization):
    yield organization


def send(organization_id, rows): ...


def unpaid():
    return list(Invoice.objects.filter(paid=False))


@shared_task
def forgets():
    for organization in Organization.objects.all():
        logger.info("the turn of %s", organization.id)
        if not organization.name:
            continue
        send(organization.id, Invoice.objects.filter(paid=False).count())  #~ cross-tenant-job


@shared_task
def forgets_below():
    for organization_id in Organization.objects.values_list("id", flat=True):
        rows = unpaid()  #~ cross-tenant-job
        send(organization_id, rows)


@shared_task
def forgets_children():
    for organization in Organization.objects.all():
        lines = list(Line.objects.filter(invoice__paid=False))  #~ cross-tenant-job
        send(organization.id, lines)


@shared_task
def asks():
    for organization in Organization.objects.all():
        send(organization.id, Invoice.objects.filter(organization=organization, paid=False))
        send(organization.id, organization.invoices.filter(paid=False))
        for invoice in Invoice.objects.filter(organization_id=organization.id):
            send(organization.id, Line.objects.filter(invoice=invoice))


@shared_task
def sets_up():
    for organization in Organization.objects.all():
        with acting_for(organization):
            send(organization.id, Invoice.objects.filter(paid=False))


@shared_task
def activates():
    for organization in Organization.objects.all():
        organization.activate()
        send(None, Invoice.objects.filter(paid=False))


@shared_task
def activates_late():
    for organization in Organization.objects.all():
        send(None, Invoice.objects.filter(paid=False))  #~ cross-tenant-job
        organization.activate()


@shared_task
def is_filtered():
    for organization in Organization.objects.all():
        send(organization.id, Contact.objects.all())


@shared_task
def sorts():
    for organization in Organization.objects.all():
        rows = Invoice.objects.filter(paid=False)
        send(organization.id, [row for row in rows if row.organization_id == organization.id])


@shared_task
def sweeps():
    for invoice in Invoice.objects.filter(paid=False):  #~ cross-tenant-job pedantic
        send(invoice.organization_id, invoice)


@shared_task
def is_handed(pk):
    for line in Line.objects.filter(invoice=pk):  #~ tenantless-message pedantic
        send(None, line)


@shared_task
def tidies():
    Invoice.objects.filter(paid=True).delete()
