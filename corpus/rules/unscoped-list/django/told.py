"""Rows that were found for the caller by a way that cannot be followed: nobody is accused, and nobody is believed."""

from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import path
from house.access import Access

from prelude import Invoice, Line


class ReceiptQuerySet(models.QuerySet):
    field = "invoice"

    def of(self, queryset, user):
        if user.is_authenticated:
            queryset = self.filter(**{f"{self.field}__in": Access.invoices(user)}) | queryset
        return queryset

    def seen_by(self, user):
        return self.of(self.none(), user)


class Receipt(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)

    objects = models.Manager.from_queryset(ReceiptQuerySet)()


def receipts(request):
    return list(Receipt.objects.seen_by(request.user))  #~ verdict unknown


def receipt(request, pk):
    return get_object_or_404(Receipt.objects.seen_by(request.user), pk=pk)  #~ verdict unknown


# a step that is nowhere described
def lines(request):
    return list(Line.objects.house_lines(request.user))  #~ verdict unknown


# what it is told says nothing of whose rows are meant
def paid_lines(request):
    return list(Line.objects.filter(**{f"{request.GET['by']}__paid": True}))  #~ unscoped-list


def all_lines(request):
    return list(Line.objects.house_order("amount"))  #~ unscoped-list


urlpatterns = [
    path("receipts", receipts),
    path("receipts/<int:pk>", receipt),
    path("lines", lines),
    path("lines/paid", paid_lines),
    path("lines/all", all_lines),
]
