"""A person who is called what the caller is called is the caller; one who is called like something else is not."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import JsonResponse
from django.urls import path


class AppUser(models.Model):
    username = models.CharField(max_length=100, unique=True)
    nickname = models.CharField(max_length=100)


class Draft(models.Model):
    author = models.ForeignKey(AppUser, on_delete=models.CASCADE)


def own(request, pk):
    person = AppUser.objects.get(pk=pk)
    if not (request.user.is_superuser or request.user.username == person.username):
        raise PermissionDenied
    return JsonResponse({"drafts": Draft.objects.filter(author=person).values()})  #~ verdict scoped


def namesakes(request, pk):
    person = AppUser.objects.get(pk=pk)
    if request.user.nickname != person.nickname:
        raise PermissionDenied
    return JsonResponse({"drafts": Draft.objects.filter(author=person).values()})  #~ verdict unscoped


urlpatterns = [path("own/<int:pk>", own), path("namesakes/<int:pk>", namesakes)]
