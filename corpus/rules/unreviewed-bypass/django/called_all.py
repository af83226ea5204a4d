"""A manager is what it asks, whatever it is called."""

from django.db import models
from django.urls import path
from django_scopes import ScopedManager

from prelude import Organization


class Question(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    objects = ScopedManager(organization="organization")
    all_objects = ScopedManager(organization="organization")


def questions(request):
    return list(Question.all_objects.all())  #~ verdict filtered


urlpatterns = [path("questions", questions)]
