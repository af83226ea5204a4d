"""Methods that a project writes for its queries, on a manager and on the queries that it gives."""

from django.db import models
from django.urls import path

from prelude import Organization


class BillQuerySet(models.QuerySet):
    def of(self, organization):
        return self.filter(organization=organization)

    def seen_by(self, user):
        if user.is_superuser:
            return self.all()
        return self.filter(organization=user.organization)

    def unpaid(self):
        return self.filter(paid=False)


class BillManager(models.Manager):
    def get_queryset(self):
        return BillQuerySet(self.model, using=self._db)

    def of(self, organization):
        return self.get_queryset().of(organization)

    def numbered(self, number):
        return self.get(number=number)


class Bill(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    number = models.IntegerField()
    paid = models.BooleanField(default=False)
    objects = BillManager()
    queries = BillQuerySet.as_manager()


def own(request, pk):
    return Bill.objects.of(request.user.organization).get(pk=pk)  #~ verdict scoped


def own_query(request, pk):
    return Bill.queries.unpaid().of(request.user.organization).get(pk=pk)  #~ verdict scoped


def seen(request, pk):
    return Bill.queries.seen_by(request.user).get(pk=pk)  #~ verdict scoped


def anybody(request, pk):
    return Bill.queries.unpaid().get(pk=pk)  #~ unscoped-lookup


urlpatterns = [path("a/<int:pk>", own), path("b/<int:pk>", own_query), path("c/<int:pk>", anybody), path("d/<int:pk>", seen)]
