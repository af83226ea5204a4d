"""A query that is handed the caller and asks for fewer rows where rules are kept for them may be tied, in a way that could not be followed.
One that knows nothing of the caller is not, and neither is one that always asks for all."""

from django.db import models
from django.db.models import Q, QuerySet
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Organization


class Ruled(QuerySet):
    def allowed_to(self, user):
        rules = user.rules_of["report"]
        if rules:
            allowed = self.model.objects.filter(Q(**rules))
            return self.filter(pk__in=allowed)
        return self

    def matching(self, wanted):
        if wanted:
            return self.filter(pk__in=self.model.objects.filter(Q(**wanted)))
        return self

    def all_for(self, user):
        user.touch()
        return self


class Report(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    objects = Ruled.as_manager()


def allowed(request, pk):
    report = get_object_or_404(Report.objects.allowed_to(request.user), pk=pk)  #~ verdict unknown
    return JsonResponse({"kind": report.kind})


def matching(request, pk):
    report = get_object_or_404(Report.objects.matching(request.GET), pk=pk)  #~ unscoped-lookup
    return JsonResponse({"kind": report.kind})


def asked_for_all(request, pk):
    report = get_object_or_404(Report.objects.all_for(request.user), pk=pk)  #~ unscoped-lookup
    return JsonResponse({"kind": report.kind})


urlpatterns = [path("a/<int:pk>", allowed), path("b/<int:pk>", matching), path("c/<int:pk>", asked_for_all)]
