"""A model that refers to a framework's own model of the same name as a tenant here belongs to nobody."""

import django.contrib.auth.models as auth_models
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import JsonResponse

from prelude import User


class Group(models.Model):
    name = models.CharField(max_length=100)


class GroupMember(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)


class Notice(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    text = models.TextField()


class Setting(models.Model):
    starting_group = models.ForeignKey(auth_models.Group, null=True, on_delete=models.SET_NULL)


@login_required
def index(request):
    notices = Notice.objects.all()  #~ unscoped-list
    settings = Setting.objects.all()
    return JsonResponse({"notices": list(notices), "settings": list(settings)})
