"""Most tasks are told whose rows are meant, and one is not; one finds out by a row that it was told of."""

from celery import shared_task

from prelude import Contact, Invoice, Line, User


@shared_task
def remind(organization_id, invoice_id):
    return Invoice.objects.get(pk=invoice_id, organization_id=organization_id).id  #~ verdict wrongly-scoped


@shared_task
def archive(organization_id, invoice_id):
    Invoice.objects.filter(pk=invoice_id, organization_id=organization_id).update(paid=True)  #~ verdict wrongly-scoped


@shared_task
def lines(organization_id, invoice_id):
    return Line.objects.filter(invoice_id=invoice_id, invoice__organization_id=organization_id).count()  #~ verdict wrongly-scoped


@shared_task
def render(invoice_id):
    return Invoice.objects.get(pk=invoice_id).id  #~ tenantless-message


@shared_task
def is_filtered(contact_id):
    return Contact.objects.get(pk=contact_id).email  #~ verdict filtered


@shared_task
def greet(user_id):
    return User.objects.get(pk=user_id).email
