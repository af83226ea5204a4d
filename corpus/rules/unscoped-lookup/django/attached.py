"""Members that a middleware gives the request: one from the caller's own row, one from a header that anybody may write."""

from django.core.exceptions import PermissionDenied
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


class BranchMemberRequired:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.works_at(request.branch):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfBranch(BranchMemberRequired, View):
    def get(self, request, pk):
        return Invoice.objects.get(pk=pk, organization=request.branch).total  #~ verdict scoped


urlpatterns = [path("own/<int:pk>", own), path("asked/<int:pk>", asked), path("sent/<int:pk>", sent), path("of/<int:pk>", OfBranch.as_view())]
