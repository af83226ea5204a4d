"""A permission that looks at records, asked and not asked; a check whose branch goes on, and one that stops."""

import logging

from django.http import Http404
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice


class IsOwn(BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.organization_id == request.user.organization_id


class Unasked(APIView):
    permission_classes = [IsOwn]

    def get(self, request, pk):
        return Response(Invoice.objects.get(pk=pk).total)  #~ open-check


class Asked(APIView):
    permission_classes = [IsOwn]

    def get(self, request, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        self.check_object_permissions(request, invoice)
        return Response(invoice.total)


@api_view(["GET"])
def goes_on(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    if invoice.organization_id != request.user.organization_id:
        logging.warning("%s is another organization's", pk)
    return Response(invoice.total)


@api_view(["GET"])
def stops(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.organization_id != request.user.organization_id:
        logging.warning("%s is another organization's", pk)
        raise Http404
    return Response(invoice.total)


urlpatterns = [
    path("a/<int:pk>", Unasked.as_view()),
    path("b/<int:pk>", Asked.as_view()),
    path("c/<int:pk>", goes_on),
    path("d/<int:pk>", stops),
]
