"""One table has a manager of its own; that makes no habit."""

from contextvars import ContextVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from rest_framework.decorators import api_view
from rest_framework.response import Response

current_organization = ContextVar("current_organization")


class Organization(models.Model):
    name = models.CharField(max_length=100)


class User(AbstractUser):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)


class TenantManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(organization_id=current_organization.get())


class Contact(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    objects = TenantManager()


class Note(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    text = models.TextField()


@api_view(["GET"])
def notes(request):
    return Response(Note.objects.filter(organization=request.user.organization))  #~ verdict scoped
