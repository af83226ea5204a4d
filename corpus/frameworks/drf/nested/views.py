"""Rows that a base of the program restricts by the route, for any model, and that a view goes on from: a permission asks about the same value."""

from typing import Generic, Type, TypeVar
from django.contrib.auth.models import AbstractUser
from django.db import models
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.response import Response
from rest_framework_nested import routers


class Organisation(models.Model):
    name = models.CharField(max_length=10)


class User(AbstractUser):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class Environment(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    api_key = models.CharField(max_length=10, unique=True)


class Experiment(models.Model):
    environment = models.ForeignKey(Environment, on_delete=models.CASCADE)
    name = models.CharField(max_length=10)


class EnvPermission(BasePermission):
    def has_permission(self, request, view):
        env = Environment.objects.get(api_key=view.kwargs["environment_api_key"])
        return env.organisation_id == request.user.organisation_id


T = TypeVar("T", bound=models.Model)


class Nested(Generic[T], viewsets.GenericViewSet):
    model_class: Type[T]

    def get_queryset(self):
        return self.model_class.objects.filter(environment__api_key=self.kwargs.get("environment_api_key"))


class A(Nested[Experiment], mixins.RetrieveModelMixin):
    permission_classes = [IsAuthenticated, EnvPermission]
    model_class = Experiment

    def get_queryset(self):
        qs = super().get_queryset()
        if self.action in ("list", "retrieve"):
            qs = qs.select_related("environment")
        return qs.order_by("-id")

    @action(detail=True, methods=["post"])
    def start(self, request, **kwargs):
        x = self.get_object()  #~ verdict scoped
        return Response(x.name)


class B(Nested[Experiment], mixins.RetrieveModelMixin):
    permission_classes = [IsAuthenticated, EnvPermission]
    model_class = Experiment

    @action(detail=True, methods=["post"])
    def start(self, request, **kwargs):
        x = self.get_object()  #~ verdict scoped
        return Response(x.name)


router = routers.SimpleRouter()
router.register("a", A)
router.register("b", B)
