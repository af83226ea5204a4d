"""Three of an organization's tables go through the tenant's manager, the fourth through the plain one."""

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


class Membership(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)


class TenantManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(organization_id=current_organization.get())


class Note(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    text = models.TextField()

    objects = TenantManager()


class Deal(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    amount = models.IntegerField()

    objects = TenantManager()


class Visit(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    day = models.DateField()

    objects = TenantManager()


class Quote(models.Model):  #~ unfiltered-entity
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    amount = models.IntegerField()


class Template(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True)
    text = models.TextField()


@api_view(["GET"])
def quotes(request):
    return Response(Quote.objects.filter(organization=request.user.organization))  #~ verdict scoped


@api_view(["GET"])
def deals(request):
    return Response(Deal.objects.all())  #~ verdict filtered
