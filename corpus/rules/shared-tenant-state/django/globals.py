"""A module's variables, a class's members and settings are there for whoever asks next."""

import os
import threading

from django.conf import settings
from django.conf import settings as conf
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, current_organization

organization = None
last_invoice = None
started = None
asked = 0
latest = {}
by_organization = {}
local = threading.local()


class TenantContext:
    organization = None
    version = None

    @classmethod
    def remember(cls, organization):
        cls.organization = organization  #~ shared-tenant-state

    def hold(self, organization):
        self.organization = organization


class Service:
    def __init__(self):
        self.user = None


service = Service()


def set_organization(value):
    global organization
    organization = value  #~ shared-tenant-state


@api_view(["GET"])
def totals(request):
    global asked
    set_organization(request.user.organization)
    TenantContext.organization = request.user.organization  #~ shared-tenant-state
    TenantContext.remember(request.user.organization)
    settings.ORGANIZATION = request.user.organization  #~ shared-tenant-state
    conf.ORGANIZATION = request.user.organization  #~ shared-tenant-state
    os.environ["ORGANIZATION"] = str(request.user.organization_id)  #~ shared-tenant-state
    latest["organization"] = request.user.organization  #~ shared-tenant-state
    service.user = request.user  #~ shared-tenant-state
    setattr(TenantContext, "organization", request.user.organization)  #~ shared-tenant-state
    asked = asked + 1
    return Response(asked)


@api_view(["GET"])
def detail(request, pk):
    global last_invoice
    last_invoice = Invoice.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped, shared-tenant-state
    return Response(last_invoice.total)


class Totals(APIView):
    user = None

    def get(self, request, pk):
        # each request has a view of its own
        self.user = request.user
        type(self).user = request.user  #~ MISSING shared-tenant-state
        self.__class__.user = request.user  #~ shared-tenant-state
        return Response(self.user.pk)


@api_view(["GET"])
def right(request, pk):
    global started
    # a local of the function
    organization = request.user.organization
    local.organization = organization
    current_organization.set(organization.pk)
    by_organization[organization.pk] = Invoice.objects.get(pk=pk, organization=organization)  #~ verdict scoped
    TenantContext.version = "3"
    context = TenantContext()
    context.organization = organization
    context.hold(organization)
    request.organization = organization
    started = True

    class Given:
        organization = None

    Given.organization = organization
    return Response(1)
