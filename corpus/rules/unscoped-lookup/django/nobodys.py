"""Rows of nobody stand beside those of the caller, and rows that are meant for everybody."""

from django.db import models
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path

from prelude import Organization, User


class Note(models.Model):
    owner = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    visibility = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)


class Template(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    owner = models.ForeignKey(User, null=True, on_delete=models.CASCADE)


def own(request, pk):
    note = Note.objects.get(Q(owner=request.user) | Q(owner__isnull=True), pk=pk)  #~ verdict scoped
    shared = Note.objects.get(pk=pk, visibility="public")  #~ verdict scoped
    return JsonResponse({"note": note.pk, "shared": shared.pk})


def other_mark(request, pk):
    note = Note.objects.get(Q(owner=request.user) | Q(kind="memo"), pk=pk)  #~ unscoped-lookup
    return JsonResponse({"note": note.pk})


def nobodys_in_a_tenant(request, pk):
    template = Template.objects.get(Q(owner=request.user) | Q(owner=None), pk=pk)  #~ unscoped-lookup
    return JsonResponse({"template": template.pk})


urlpatterns = [path("a/<int:pk>", own), path("b/<int:pk>", other_mark), path("c/<int:pk>", nobodys_in_a_tenant)]
