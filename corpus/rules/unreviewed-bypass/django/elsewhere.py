"""Another manager goes around what the first one asks, not around row security."""

from django.db import models
from django.urls import path

from prelude import Contact, Organization
from security import RowLevelSecurityConstraint


class ActiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted=False)


class Scan(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    deleted = models.BooleanField(default=False)

    objects = ActiveManager()
    all_objects = models.Manager()

    class Meta:
        constraints = [RowLevelSecurityConstraint(field="organization_id", name="rls_on_%(class)s")]


def scans(request):
    return list(Scan.all_objects.all())  #~ verdict filtered


def contacts(request):
    return list(Contact.all_objects.all())  #~ unreviewed-bypass


urlpatterns = [path("scans", scans), path("contacts", contacts)]
