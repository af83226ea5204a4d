"""A function that comes back early where a membership is there, and else refuses: the membership reaches nobody, and its being there is
what the function asks. Where it comes back in any case, it asks nothing."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice, Membership


def ask(invoice, person):
    if Membership.objects.filter(organization=invoice.organization, user=person).exists():
        return
    raise PermissionDenied()


def ask_first(invoice, person):
    if Membership.objects.filter(organization=invoice.organization, user=person).exists():
        return
    ask_again(invoice, person)


def ask_again(invoice, person):
    if invoice.organization == person.organization:
        return
    raise PermissionDenied()


def note(invoice, person):
    if Membership.objects.filter(organization=invoice.organization, user=person).exists():
        return
    print("somebody else looks at", invoice.pk)


@login_required
def asked(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)  #~ verdict guarded
    ask(invoice, request.user)  #~ verdict scoped
    return JsonResponse({"total": invoice.total})


@login_required
def asked_first(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)  #~ verdict guarded
    ask_first(invoice, request.user)  #~ verdict scoped
    return JsonResponse({"total": invoice.total})


@login_required
def noted(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk)  #~ unscoped-lookup
    note(invoice, request.user)
    return JsonResponse({"total": invoice.total})


urlpatterns = [
    path("a/<int:pk>", asked),
    path("b/<int:pk>", asked_first),
    path("c/<int:pk>", noted),
]
