"""Many named values that come as one: what a call does not name is not there, and what is only done with it does not happen."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice


def find(**wanted):
    rows = Invoice.objects.filter(paid=wanted["paid"]) if wanted.get("paid") else Invoice.objects.all()
    if wanted.get("organization"):
        rows = rows.filter(organization=wanted["organization"])
    elif wanted.get("organization_id"):
        rows = rows.filter(organization_id=wanted["organization_id"])
    else:
        rows = rows.filter(organization__isnull=True)
    return rows


def find_any(**wanted):
    rows = Invoice.objects.filter(paid=wanted["paid"])
    if wanted.get("organization"):
        rows = rows.filter(organization=wanted["organization"])
    return rows


@login_required
def own(request):
    rows = find(paid=request.GET["paid"], organization=request.user.organization)  #~ verdict scoped
    return JsonResponse({"total": sum(row.total for row in rows)})


@login_required
def chosen(request):
    rows = find(paid=request.GET["paid"], organization_id=request.GET["organization"])  #~ tenant-from-request
    return JsonResponse({"total": sum(row.total for row in rows)})


@login_required
def own_of_any(request):
    rows = find_any(paid=request.GET["paid"], organization=request.user.organization)  #~ verdict scoped
    return JsonResponse({"total": sum(row.total for row in rows)})


urlpatterns = [
    path("own", own),
    path("chosen", chosen),
    path("own-of-any", own_of_any),
]
