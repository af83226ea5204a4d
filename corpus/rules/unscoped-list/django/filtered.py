"""A query that is handed to an object, and asked for again under another name."""

from django.urls import path
from django_filters import FilterSet

from paging import page_of
from prelude import Invoice


class InvoiceFilter(FilterSet):
    pass


def every(request):
    paid = Invoice.objects.filter(paid=True)  #~ unscoped-list
    chosen = InvoiceFilter(request.GET, queryset=paid)
    return page_of(request, chosen.qs, 25)


def own(request):
    paid = Invoice.objects.filter(paid=True, organization=request.user.organization)  #~ verdict scoped
    chosen = InvoiceFilter(request.GET, queryset=paid)
    return page_of(request, chosen.qs, 25)


urlpatterns = [path("every", every), path("own", own)]
