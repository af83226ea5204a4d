"""Objects that are given their members in order."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.http import JsonResponse
from django.urls import path

from prelude import Invoice


@dataclass
class Asked:
    kind: ClassVar[str] = "invoice"
    pk: int
    seen: list = field(init=False, default_factory=list)
    organization_id: int


def find(asked: Asked):
    return Invoice.objects.get(pk=asked.pk, organization_id=asked.organization_id)


def own(request, pk):
    invoice = find(Asked(pk, request.user.organization_id))  #~ verdict scoped
    return JsonResponse({"total": invoice.total})


def chosen(request, organization, pk):
    invoice = find(Asked(pk, organization))  #~ tenant-from-request
    return JsonResponse({"total": invoice.total})


urlpatterns = [path("a/<int:pk>", own), path("b/<int:organization>/<int:pk>", chosen)]
