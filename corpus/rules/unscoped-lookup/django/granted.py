"""Rows whose function says that they are what the caller may see, and those that are taken for staff alone."""

from django.urls import path
from django.views.generic import ListView

from prelude import Invoice, Line
from plugins import filter_for


def get_authorized_invoices(permission):
    chosen = filter_for(permission)
    if chosen:
        return chosen(permission)
    return Invoice.objects.all()


def get_authorized_lines(organization):
    return Line.objects.filter(invoice__total__gt=0)


def granted(request, pk):
    return get_authorized_invoices("view").get(pk=pk)  #~ verdict scoped


def sent(request, pk):
    return get_authorized_lines(request.GET["organization"]).get(pk=pk)  #~ unscoped-lookup


class Invoices(ListView):
    def get_queryset(self):
        if not self.request.user.is_staff:
            return Invoice.objects.filter(organization=self.request.user.organization)  #~ verdict scoped
        return Invoice.objects.all()


urlpatterns = [path("a/<int:pk>", granted), path("b/<int:pk>", sent), path("c", Invoices.as_view())]
