from django.db import models
from django.urls import path

from prelude import Organization, User


class Task(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    assignees = models.ManyToManyField(User, related_name="tasks")
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reviews")


def mine(request, slug):
    # rows that name the caller are the caller's, wherever the caller says to look
    return Task.objects.filter(organization__name=slug, assignees__in=[request.user])  #~ verdict scoped


def reviewed(request, pk):
    return Task.objects.get(pk=pk, reviewer=request.user)  #~ verdict scoped


def named(request, pk):
    return Task.objects.get(pk=pk, reviewer=request.GET["reviewer"])  #~ unscoped-lookup


urlpatterns = [path("<slug:slug>", mine), path("r/<int:pk>", reviewed), path("n/<int:pk>", named)]
