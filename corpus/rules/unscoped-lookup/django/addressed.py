"""Rows that name the caller, and rows that are found by what proves who sends the request."""

from django.db import models
from django.urls import path

from prelude import Invoice, Organization


class Invitation(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    email = models.EmailField()


class Client(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    beta = models.CharField(max_length=32)


def mine(request):
    return Invitation.objects.filter(pk__in=request.POST.getlist("keys"), email=request.user.email)  #~ verdict scoped


def anybody(request):
    return Invitation.objects.filter(email=request.POST["email"])  #~ unscoped-lookup


def called(request, pk):
    client = Client.objects.get(beta=request.headers.get("Authorization"))  #~ verdict scoped
    return Invoice.objects.get(pk=pk, organization=client.organization)  #~ verdict scoped


urlpatterns = [path("a", mine), path("b", anybody), path("c/<int:pk>", called)]
