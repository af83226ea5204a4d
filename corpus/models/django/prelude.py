from contextvars import ContextVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from rest_framework.permissions import BasePermission

current_organization = ContextVar("current_organization")


class Organization(models.Model):
    name = models.CharField(max_length=100)


class User(AbstractUser):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)


class Membership(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)


class Invoice(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invoices")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    paid = models.BooleanField(default=False)


class Line(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    amount = models.DecimalField(max_digits=10, decimal_places=2)


class ContactManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(organization_id=current_organization.get(), deleted_at=None)


class Contact(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    email = models.EmailField()
    deleted_at = models.DateTimeField(null=True)

    objects = ContactManager()
    all_objects = models.Manager()


class IsMember(BasePermission):
    def has_permission(self, request, view):
        return Membership.objects.filter(organization_id=view.kwargs["organization_id"], user=request.user).exists()
