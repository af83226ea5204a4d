"""What is tried and fails goes on without the rows that it had asked for, where nothing outside of it speaks of them."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice


def pay_all(request):
    done = {}
    for pk in request.POST.getlist("ids"):
        try:
            invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
            if invoice.organization_id != request.user.organization_id:
                done[pk] = "not found"
                continue
            invoice.paid = True
            invoice.save()
            Invoice.objects.filter(pk=pk).update(total=0)  #~ verdict guarded
            done[pk] = "paid"
        except Exception:
            done[pk] = "failed"
    return JsonResponse(done)


def checked(pk, organization_id):
    invoice = Invoice.objects.get(pk=pk)
    if invoice.organization_id != organization_id:
        raise LookupError
    return invoice


def found_or_none(pk, organization_id):
    try:
        return checked(pk, organization_id)
    except LookupError:
        return None


def show(request, pk):
    invoice = found_or_none(pk, request.user.organization_id)
    return JsonResponse({"total": invoice.total if invoice else 0})


# the row is there all the same, and is spoken of behind the handler
def show_all_the_same(request, pk):
    try:
        invoice = Invoice.objects.get(pk=pk)  #~ open-check
        if invoice.organization_id != request.user.organization_id:
            raise PermissionDenied
    except PermissionDenied:
        print("not theirs")
    return JsonResponse({"total": invoice.total})


# what was put aside before the check is handed out
def put_aside(request):
    totals = {}
    for pk in request.POST.getlist("ids"):
        try:
            invoice = Invoice.objects.get(pk=pk)  #~ open-check
            totals[pk] = invoice.total
            if invoice.organization_id != request.user.organization_id:
                raise PermissionDenied
        except PermissionDenied:
            print("not theirs")
    return JsonResponse(totals)


# what was asked for before is there where the check fails
def asked_before(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ open-check
    try:
        if invoice.organization_id != request.user.organization_id:
            raise PermissionDenied
    except PermissionDenied:
        print("not theirs")
    return JsonResponse({"total": invoice.total})


urlpatterns = [
    path("pay", pay_all),
    path("show/<int:pk>", show),
    path("all-the-same/<int:pk>", show_all_the_same),
    path("aside", put_aside),
    path("before/<int:pk>", asked_before),
]
