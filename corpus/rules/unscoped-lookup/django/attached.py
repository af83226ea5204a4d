"""Members that a middleware gives the request: one from the caller's own row, one from a header that anybody may write."""

from django.urls import path
from django.views import View

from prelude import Invoice, Membership, Organization


class SeatMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.seat = Membership.objects.get(user=request.user)
        request.branch = Organization.objects.get(pk=request.headers["X-Branch"])
        return self.get_response(request)


def own(request, pk):
    return Invoice.objects.get(pk=pk, organization=request.seat.organization).total  #~ verdict scoped


def asked(request, pk):
    seat = getattr(request, "seat", None)
    return Invoice.objects.get(pk=pk, organization=seat.organization).total  #~ verdict scoped


def sent(request, pk):
    return Invoice.objects.get(pk=pk, organization=request.branch).total  #~ tenant-from-request


urlpatterns = [path("own/<int:pk>", own), path("asked/<int:pk>", asked), path("sent/<int:pk>", sent)]
