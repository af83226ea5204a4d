"""A view that has no list of its own has the project's, and one that has another does without that."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import include, path
from rest_framework.filters import BaseFilterBackend, OrderingFilter
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet


class Organisation(models.Model):
    name = models.CharField(max_length=10)


class User(AbstractUser):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class Report(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    name = models.CharField(max_length=10)


class OfOrganisation(BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        return queryset.filter(organisation=request.user.organisation)


class ReportViewSet(ModelViewSet):
    queryset = Report.objects.all()  #~ verdict scoped


class OrderedViewSet(ModelViewSet):
    queryset = Report.objects.all()  #~ unscoped-list
    filter_backends = [OrderingFilter]


api = DefaultRouter()
api.register("reports", ReportViewSet)
api.register("ordered", OrderedViewSet)
urlpatterns = [path("api/", include(api.urls))]
