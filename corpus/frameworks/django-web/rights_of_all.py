"""Who has a right over all rows that only persons own is spared what the others are asked; who has another right is not."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import path
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response


class User(AbstractUser):
    pass


class Document(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    title = models.TextField()


def sees_all(user):
    if not getattr(user, "is_authenticated", False):
        return False
    return user.is_superuser or user.has_perm("documents.manage_documents")


class Statistics(GenericAPIView):
    permission_classes = (IsAuthenticated,)

    def get(self, request, format=None):
        documents = Document.objects.all() if sees_all(request.user) else Document.objects.filter(owner=request.user)
        #~^ verdict scoped
        return Response(list(documents.exclude(title="").values()))


class Drafts(GenericAPIView):
    permission_classes = (IsAuthenticated,)

    def get(self, request, format=None):
        drafts = request.user.has_perm("documents.view_draft")
        documents = Document.objects.all() if drafts else Document.objects.filter(owner=request.user)
        #~^ unscoped-list
        return Response(list(documents.exclude(title="").values()))


urlpatterns = [path("statistics/", Statistics.as_view()), path("drafts/", Drafts.as_view())]
