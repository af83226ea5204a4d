"""A subquery that is tied to the row of the query around it."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import path

from prelude import Invoice, Line


def counted(request):
    lines = Line.objects.filter(invoice=OuterRef("pk"))
    return Invoice.objects.filter(organization=request.user.organization).annotate(  #~ verdict scoped
        first=Subquery(lines.values("pk")[:1]), some=Exists(Line.objects.filter(invoice_id=OuterRef("id")))
    )


def loose(request):
    return Line.objects.filter(invoice__paid=True)  #~ unscoped-list


urlpatterns = [path("a", counted), path("b", loose)]
