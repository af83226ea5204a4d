"""A model takes the tenant's manager over from its base, hides it under the same name, or gives another manager another name."""

from contextvars import ContextVar

from django.db import models
from rest_framework.decorators import api_view
from rest_framework.response import Response

current_organization = ContextVar("current_organization")


class Organization(models.Model):
    name = models.CharField(max_length=100)


class TenantManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(organization_id=current_organization.get())


class KeptManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted=False)


class KeptTenantManager(TenantManager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted=False)


class AnyKeptManager(TenantManager):
    def get_queryset(self):  #~ overwritten-filter
        return models.QuerySet(self.model, using=self._db).filter(deleted=False)


class OfTenant(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    deleted = models.BooleanField(default=False)

    objects = TenantManager()

    class Meta:
        abstract = True


class Note(OfTenant):
    objects = KeptManager()  #~ overwritten-filter


class Deal(OfTenant):
    objects = KeptTenantManager()


class Offer(OfTenant):
    everything = models.Manager()


class Visit(OfTenant):
    objects = AnyKeptManager()


class Country(OfTenant):
    objects = models.Manager()  #~ overwritten-filter pedantic


@api_view(["GET"])
def deals(request):
    return Response(Deal.objects.all())  #~ verdict filtered


@api_view(["GET"])
def offers(request):
    return Response(Offer.objects.all())  #~ verdict filtered
