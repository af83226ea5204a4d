"""Services that an object holds without saying their type: made by its constructor, by another method, by the class, or from a class that it
holds; and models that are passed, chosen from a list, or looked up by a name."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View

from prelude import Contact, Invoice, Line

MODELS = {"invoice": Invoice, "line": Line}
KINDS = [Invoice, Line]


def answer(row):
    return JsonResponse({"id": row.pk})


class Finder:
    def find(self, pk):
        return Invoice.objects.get(pk=pk)


class Service:
    def __init__(self):
        self.finder = Finder()

    def find(self, pk):
        return self.finder.find(pk)


class Constructed(LoginRequiredMixin, View):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.service = Service()

    def get(self, request, pk):
        return answer(self.service.find(pk))  #~ unscoped-lookup


class SetUp(LoginRequiredMixin, View):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.service = Service()

    def get(self, request, pk):
        return answer(self.service.find(pk))  #~ unscoped-lookup


class Shared(LoginRequiredMixin, View):
    service = Service()

    def get(self, request, pk):
        return answer(self.service.find(pk))  #~ unscoped-lookup


class Held(LoginRequiredMixin, View):
    service_class = Service

    def service(self):
        return self.service_class()

    def get(self, request, pk):
        return answer(self.service().find(pk))  #~ unscoped-lookup


class Spread(LoginRequiredMixin, View):
    def get(self, request, **kwargs):
        return answer(self.find(**kwargs))  #~ unscoped-lookup

    def find(self, pk):
        return Invoice.objects.get(pk=pk)


def load(model, pk):
    return get_object_or_404(model, pk=pk)


def own(model, request, pk):
    return model.objects.get(pk=pk, organization=request.user.organization)


@login_required
def passed(request, pk):
    return answer(load(Invoice, pk))  #~ unscoped-lookup


@login_required
def restricted(request, pk):
    return answer(load(Invoice.objects.filter(organization=request.user.organization), pk))  #~ verdict scoped


@login_required
def asked(request, pk):
    return answer(own(Invoice, request, pk))  #~ verdict scoped


@login_required
def named(request, kind, pk):
    return answer(MODELS[kind].objects.get(pk=pk))  #~ unscoped-lookup


@login_required
def got(request, kind, pk):
    return answer(MODELS.get(kind).objects.get(pk=pk))  #~ unscoped-lookup


@login_required
def each(request, pk):
    for kind in KINDS:
        row = kind.objects.filter(pk=pk).first()  #~ unscoped-lookup
        if row:
            return answer(row)


urlpatterns = [
    path("constructed/<int:pk>", Constructed.as_view()),
    path("set_up/<int:pk>", SetUp.as_view()),
    path("shared/<int:pk>", Shared.as_view()),
    path("held/<int:pk>", Held.as_view()),
    path("spread/<int:pk>", Spread.as_view()),
    path("passed/<int:pk>", passed),
    path("restricted/<int:pk>", restricted),
    path("asked/<int:pk>", asked),
    path("named/<str:kind>/<int:pk>", named),
    path("got/<str:kind>/<int:pk>", got),
    path("each/<int:pk>", each),
]
