"""The person whose rows are changed is the one that the address names, by a method that classes share."""

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View

from prelude import User


class Named(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def by_name(cls, name):
        return cls.objects.filter(name=name)


class Shelf(Named):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)


def find_person(caller, name):
    if caller.username == name:
        return caller
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise Http404


class LeakyShelf(View):
    @method_decorator(login_required)
    def post(self, request, person, name):
        owner = find_person(request.user, person)
        shelf = get_object_or_404(owner.shelf_set, name=name)  #~ tenant-from-request
        shelf.delete()
        return JsonResponse({})


class SafeShelf(View):
    @method_decorator(login_required)
    def post(self, request, name):
        shelf = get_object_or_404(request.user.shelf_set, name=name)  #~ verdict scoped
        shelf.delete()
        return JsonResponse({})


class SharedMethod(View):
    def get(self, request, name):
        shelf = Shelf.by_name(name).first()  #~ unscoped-lookup
        own = Shelf.by_name(name).get(owner=request.user)  #~ verdict scoped
        return JsonResponse({"any": shelf.pk, "own": own.pk})
