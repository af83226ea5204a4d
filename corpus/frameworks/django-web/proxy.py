"""A proxy model has the rows and the owners of the model that it derives from, be that one of the program's or the framework's own user."""

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

User = get_user_model()


class Person(User):
    class Meta:
        proxy = True


class Note(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    draft = models.BooleanField(default=True)


class Draft(Note):
    class Meta:
        proxy = True


@login_required
def any_draft(request, pk):
    return JsonResponse({"id": get_object_or_404(Draft, pk=pk).id})  #~ unscoped-lookup


@login_required
def own_draft(request, pk):
    return JsonResponse({"id": get_object_or_404(Draft, pk=pk, author=request.user).id})  #~ verdict scoped


@login_required
def own_notes(request, pk):
    person = get_object_or_404(Person, pk=pk)
    if not (request.user.is_superuser or request.user.username == person.username):
        raise PermissionDenied
    return JsonResponse({"ids": [note.id for note in Note.objects.filter(author=person)]})  #~ verdict scoped


@login_required
def only_note(request, pk):
    person = get_object_or_404(Person, pk=pk)
    if not person.is_active:
        raise PermissionDenied
    return JsonResponse({"id": Note.objects.get(author=person).id})  #~ tenant-from-request


urlpatterns = [path("a/<int:pk>", any_draft), path("b/<int:pk>", own_draft), path("c/<int:pk>", own_notes), path("d/<int:pk>", only_note)]
