"""Managers that restrict only where a tenant is known, and those that give nothing, or fail, where none is."""

from contextvars import ContextVar

from django.db import models
from rest_framework.decorators import api_view
from rest_framework.response import Response

current = ContextVar("current_organization", default=None)


class Organization(models.Model):
    name = models.CharField(max_length=100)


class BranchManager(models.Manager):
    def get_queryset(self):
        rows = super().get_queryset()
        organization = current.get()
        if organization:  #~ open-filter
            rows = rows.filter(organization=organization)
        return rows


class EarlyManager(models.Manager):
    def get_queryset(self):
        organization = current.get()
        if organization is None:  #~ open-filter
            return super().get_queryset()
        return super().get_queryset().filter(organization_id=organization.id)


class MadeManager(models.Manager):
    def get_queryset(self):
        organization = current.get()
        if organization is None:  #~ open-filter
            return models.QuerySet(self.model, using=self._db)
        return super().get_queryset().filter(organization=organization)


class NoRowsManager(models.Manager):
    def get_queryset(self):
        organization = current.get()
        if organization is None:
            return super().get_queryset().none()
        return super().get_queryset().filter(organization=organization)


class FailingManager(models.Manager):
    def get_queryset(self):
        organization = current.get()
        if not organization:
            raise RuntimeError("no organization")
        return super().get_queryset().filter(organization=organization)


class AnsweredManager(models.Manager):
    """Asks only once the rows are restricted."""

    def get_queryset(self):
        organization = current.get()
        rows = super().get_queryset().filter(organization=organization)
        if organization is None:
            return rows
        return rows.order_by("id")


class PublicManager(models.Manager):
    """Gives those without a tenant what is public."""

    def get_queryset(self):
        organization = current.get()
        if organization is None:
            return super().get_queryset().filter(is_public=True)
        return super().get_queryset().filter(organization=organization)


class Rows(models.QuerySet):
    def of_current(self):
        organization = current.get()
        if organization is None:  #~ open-filter
            return self
        return self.filter(organization=organization)

    def of_known(self):
        return self.filter(organization=current.get())


class OpenRowsManager(models.Manager):
    def get_queryset(self):
        return Rows(self.model, using=self._db).of_current()


class RowsManager(models.Manager):
    def get_queryset(self):
        return Rows(self.model, using=self._db).of_known()


class Owned(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Note(Owned):
    objects = BranchManager()


class Deal(Owned):
    objects = EarlyManager()


class Offer(Owned):
    objects = MadeManager()


class Order(Owned):
    objects = NoRowsManager()


class Contact(Owned):
    objects = FailingManager()


class Report(Owned):
    objects = AnsweredManager()


class Page(Owned):
    is_public = models.BooleanField(default=False)
    objects = PublicManager()


class Lead(Owned):
    objects = OpenRowsManager()


class Task(Owned):
    objects = RowsManager()


@api_view(["GET"])
def rows(request):
    return Response(
        [
            Note.objects.all(),  #~ verdict filtered
            Deal.objects.all(),  #~ verdict filtered
            Offer.objects.all(),  #~ verdict filtered
            Order.objects.all(),  #~ verdict filtered
            Contact.objects.all(),  #~ verdict filtered
            Report.objects.all(),  #~ verdict filtered
            Page.objects.all(),  #~ verdict filtered
            Lead.objects.all(),  #~ verdict filtered
            Task.objects.all(),  #~ verdict filtered
        ]
    )
