"""A row that says itself that the caller made it is the caller's, and so is one that is linked to a row which is."""

from django.db import models
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Invoice, Organization


class Board(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    create_by = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    invoices = models.ManyToManyField(Invoice)


def own(request, pk):
    board = Board.objects.get(pk=pk)  #~ verdict guarded
    if board.create_by != str(request.user.id):
        raise Http404
    return JsonResponse({"kind": board.kind})


def other(request, pk):
    board = Board.objects.get(pk=pk)  #~ unscoped-lookup
    if board.kind != str(request.user.id):
        raise Http404
    return JsonResponse({"kind": board.kind})


def linked(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
    if invoice.organization_id != request.user.organization_id:
        raise Http404
    boards = Board.objects.filter(invoices=invoice)  #~ verdict scoped
    return JsonResponse({"kinds": [board.kind for board in boards]})


def linked_to_any(request, pk):
    boards = Board.objects.filter(invoices=pk)  #~ unscoped-lookup
    return JsonResponse({"kinds": [board.kind for board in boards]})


def asked_for_own(request, pk):
    board = get_object_or_404(Board, pk=pk, create_by=request.user.id)  #~ verdict scoped
    return JsonResponse({"kind": board.kind})


def asked_for_kind(request, pk):
    board = get_object_or_404(Board, pk=pk, kind=request.user.id)  #~ unscoped-lookup
    return JsonResponse({"kind": board.kind})


def asked_for_anybodys(request, pk):
    board = get_object_or_404(Board, pk=pk, create_by=request.GET["who"])  #~ unscoped-lookup
    return JsonResponse({"kind": board.kind})


urlpatterns = [path("e/<int:pk>", asked_for_own), path("f/<int:pk>", asked_for_kind), path("g/<int:pk>", asked_for_anybodys)]
urlpatterns += [path("a/<int:pk>", own), path("b/<int:pk>", other), path("c/<int:pk>", linked), path("d/<int:pk>", linked_to_any)]
