"""Types in a view's own list narrow its rows: what each of them does decides, and who asks for the view's query itself goes around them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.filters import BaseFilterBackend, OrderingFilter
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet
from rest_framework_guardian.filters import ObjectPermissionsFilter


class Organisation(models.Model):
    name = models.CharField(max_length=10)


class User(AbstractUser):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class Report(models.Model):
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=10)


class OfOrganisation(BaseFilterBackend):
    shared = True

    def filter_queryset(self, request, queryset, view):
        if request.user.is_superuser:
            return queryset
        if not self.shared:
            return queryset.filter(organisation=request.user.organisation)
        return queryset.filter(Q(organisation=request.user.organisation) | Q(organisation__isnull=True))


class ByName(BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        name = request.query_params.get("name")
        return queryset.filter(name=name) if name else queryset


class BySent(BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        sent = request.query_params.get("filter")
        return self.build(sent, view)(queryset=queryset).qs if sent else queryset


class ReportViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Report.objects.all()  #~ verdict scoped
    filter_backends = (OfOrganisation, OrderingFilter)

    @action(detail=False)
    def names(self, request):
        rows = self.filter_queryset(self.get_queryset())  #~ verdict scoped
        return Response([row.name for row in rows])

    @action(detail=False)
    def all_names(self, request):
        rows = self.get_queryset()  #~ unscoped-list
        return Response([row.name for row in rows])


class PassedOnViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Report.objects.all()  #~ verdict scoped
    filter_backends = [OfOrganisation]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).order_by("name")


class ByNameViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Report.objects.all()  #~ unscoped-lookup
    filter_backends = [ByName, OrderingFilter]


class BySentViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Report.objects.all()  #~ unscoped-list
    filter_backends = [BySent]


class UnseenViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Report.objects.all()  #~ verdict unknown
    filter_backends = [ObjectPermissionsFilter]


api = DefaultRouter()
api.register("reports", ReportViewSet)
api.register("passed-on", PassedOnViewSet)
api.register("by-name", ByNameViewSet)
api.register("by-sent", BySentViewSet)
api.register("unseen", UnseenViewSet)
urlpatterns = [path("api/", include(api.urls))]
