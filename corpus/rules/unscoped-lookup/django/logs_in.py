"""Where nobody is known yet, a person is found by what they are called: what is theirs is asked for by whose it is. Whoever knows a row's
secret was given it."""

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, JsonResponse
from django.urls import path

from prelude import User


class Device(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    access_code = models.CharField(max_length=100)


def log_in(request, pk):
    user = User.objects.get(email=request.POST["email"])
    device = Device.objects.get(pk=pk, user=user)  #~ verdict scoped
    return JsonResponse({"device": device.name})


def log_in_with_any(request, pk):
    user = User.objects.get(email=request.POST["email"])
    device = Device.objects.get(pk=pk)  #~ unscoped-lookup
    return JsonResponse({"device": device.name, "email": user.email})


@login_required
def somebodys(request, pk):
    user = User.objects.get(email=request.POST["email"])
    device = Device.objects.get(pk=pk, user=user)  #~ tenant-from-request
    return JsonResponse({"device": device.name})


def known_by_code(request, pk):
    device = Device.objects.get(pk=pk)  #~ verdict guarded
    if device.access_code != request.POST["code"]:
        raise Http404
    return JsonResponse({"device": device.name})


def known_by_name(request, pk):
    device = Device.objects.get(pk=pk)  #~ unscoped-lookup
    if device.name != request.POST["name"]:
        raise Http404
    return JsonResponse({"device": device.name})


urlpatterns = [
    path("a/<int:pk>", log_in),
    path("b/<int:pk>", log_in_with_any),
    path("c/<int:pk>", somebodys),
    path("d/<int:pk>", known_by_code),
    path("e/<int:pk>", known_by_name),
]
