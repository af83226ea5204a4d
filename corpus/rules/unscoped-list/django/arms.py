"""A restriction that each branch or arm adds in its own way."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice


def within(kind, organization_id):
    query = Invoice.objects.all()
    match kind:
        case "paid":
            if organization_id:
                query = query.filter(organization_id=organization_id)
            else:
                raise PermissionDenied
            query = query.filter(paid=True)
        case "due":
            query = query.filter(organization_id=organization_id, paid=False)
        case _:
            raise PermissionDenied
    return list(query)


def own(request, kind):
    found = within(kind, request.user.organization_id)  #~ verdict scoped
    return JsonResponse({"found": [row.total for row in found]})


def some_kinds(request, kind):
    query = Invoice.objects.all()  #~ unscoped-list
    match kind:
        case "paid":
            query = query.filter(organization_id=request.user.organization_id, paid=True)
        case "due":
            query = query.filter(organization_id=request.user.organization_id, paid=False)
    return JsonResponse({"found": [row.total for row in query]})


def unless_staff(request):
    query = Invoice.objects.all()  #~ verdict scoped
    if not request.user.is_superuser:
        query = query.filter(organization_id=request.user.organization_id)
    return JsonResponse({"found": [row.total for row in query]})


urlpatterns = [path("own/<str:kind>", own), path("some/<str:kind>", some_kinds), path("staff", unless_staff)]
