"""Rows of a tenant's that one person has to do with: persons are in several tenants, and only the caller's own are told."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Organization, User


class Mail(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    to = models.ManyToManyField(User)


class Receipt(models.Model):
    mail = models.ForeignKey(Mail, related_name="receipts", on_delete=models.CASCADE)
    reader = models.ForeignKey(User, on_delete=models.CASCADE)


@login_required
def mails_of(request, pk):
    person = get_object_or_404(User, pk=pk)
    return JsonResponse({"ids": [mail.id for mail in Mail.objects.filter(receipts__reader=person)]})  #~ unscoped-list


@login_required
def own_mails(request, pk):
    person = get_object_or_404(User, pk=pk)
    if not (request.user.is_superuser or request.user.username == person.username):
        raise PermissionDenied
    return JsonResponse({"ids": [mail.id for mail in Mail.objects.filter(receipts__reader=person)]})  #~ verdict unknown


urlpatterns = [path("a/<int:pk>", mails_of), path("b/<int:pk>", own_mails)]
