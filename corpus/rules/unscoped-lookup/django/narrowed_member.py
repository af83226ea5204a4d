"""Rows of a member of the view that are narrowed in front of a handler, by a query that is handed the caller and asks for fewer where rules
are kept for them, may be tied, in a way that could not be followed. One that asks for all narrows nothing, and neither does one that is not
told of the caller."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpResponseForbidden, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.generic import View

from prelude import Organization


class Ruled(QuerySet):
    def allowed_to(self, user):
        if user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.none()
        rules = user.rules_of["report"]
        if rules:
            allowed = self.model.objects.filter(Q(**rules))
            return self.filter(pk__in=allowed)
        return self

    def all_for(self, user):
        user.touch()
        return self

    def matching(self, wanted):
        if wanted:
            return self.filter(pk__in=self.model.objects.filter(Q(**wanted)))
        return self


class Report(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    objects = Ruled.as_manager()


class AllowedMixin(LoginRequiredMixin):
    def needed(self):
        raise NotImplementedError("the views say what they need")

    def has_permission(self):
        user = self.request.user
        needed = self.needed()
        if user.may(needed):
            self.queryset = self.queryset.allowed_to(user)
            return True
        return False

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return HttpResponseForbidden()
        return super().dispatch(request, *args, **kwargs)


class RowView(AllowedMixin, View):
    queryset = None

    def dispatch(self, request, *args, **kwargs):
        self.queryset = self.queryset.all()
        return super().dispatch(request, *args, **kwargs)

    def needed(self):
        return "report"

    def get_object(self, **kwargs):
        return get_object_or_404(self.queryset, **kwargs)


class Narrowed(RowView):
    queryset = Report.objects.all()

    def get(self, request, pk):
        report = get_object_or_404(self.queryset, pk=pk)  #~ verdict unknown
        return JsonResponse({"kind": report.kind})

    def post(self, request, pk):
        report = self.get_object(pk=pk)  #~ verdict unknown
        return JsonResponse({"kind": report.kind})


class ForAllMixin(LoginRequiredMixin):
    def dispatch(self, request, *args, **kwargs):
        self.queryset = self.queryset.all_for(request.user)
        return super().dispatch(request, *args, **kwargs)


class MatchingMixin(LoginRequiredMixin):
    def dispatch(self, request, *args, **kwargs):
        self.queryset = self.queryset.matching(request.GET)
        return super().dispatch(request, *args, **kwargs)


class Matching(MatchingMixin, View):
    queryset = Report.objects.all()

    def get(self, request, pk):
        report = get_object_or_404(self.queryset, pk=pk)  #~ unscoped-lookup
        return JsonResponse({"kind": report.kind})


class Open(ForAllMixin, View):
    queryset = Report.objects.all()

    def get(self, request, pk):
        report = get_object_or_404(self.queryset, pk=pk)  #~ unscoped-lookup
        return JsonResponse({"kind": report.kind})


urlpatterns = [
    path("a/<int:pk>", Narrowed.as_view()),
    path("b/<int:pk>", Open.as_view()),
    path("c/<int:pk>", Matching.as_view()),
]
