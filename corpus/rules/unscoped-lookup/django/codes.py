"""A code that nobody can guess lets a caller in where nobody logs in; a key that is counted up does not. A code that the program makes
for a link lets in whoever was given the link."""

import uuid

from django.contrib.auth.decorators import login_required
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Organization


def make_anchor():
    return uuid.uuid4().hex


class Page(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    anchor = models.CharField(max_length=255, default=make_anchor, unique=True)


class Monitor(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    code = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.IntegerField(unique=True)


def ping(request, code):
    return get_object_or_404(Monitor, code=code)  #~ verdict scoped


def numbered(request, number):
    return get_object_or_404(Monitor, number=number)  #~ unscoped-lookup


@login_required
def page(request, code):
    return get_object_or_404(Monitor, code=code)  #~ unscoped-lookup


@login_required
def published(request, anchor):
    return get_object_or_404(Page, anchor=anchor)  #~ verdict scoped


urlpatterns = [path("d/<str:anchor>", published), path("a/<uuid:code>", ping), path("b/<int:number>", numbered), path("c/<uuid:code>", page)]
