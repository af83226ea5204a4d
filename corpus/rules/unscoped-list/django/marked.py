"""Rows that are for everybody by a mark of their own."""

from django.db import models
from django.http import JsonResponse
from django.urls import path

from prelude import User


class Note(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    privacy = models.CharField(max_length=20)
    title = models.CharField(max_length=20)


def public(request):
    notes = list(Note.objects.filter(privacy="public"))  #~ verdict scoped
    return JsonResponse({"notes": [note.title for note in notes]})


def everything(request):
    notes = list(Note.objects.filter(title="a"))  #~ unscoped-list
    return JsonResponse({"notes": [note.title for note in notes]})


urlpatterns = [path("a", public), path("c", everything)]
